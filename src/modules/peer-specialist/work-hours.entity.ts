import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, invalidAll } from '../../platform/problem.ts';

/** One stretch of a week, on the clock at the site. 1 is Monday. */
export type Shift = { weekday: number; startsAt: string; endsAt: string };

/** When a specialist works, from a day on until the next ones begin. Never edited; entered again for the same day, the later entry holds. */
@Entity('work_hours')
export class WorkHours {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') peerSpecialistId: string;
  @Column('date') startsOn: string;
  /** The shifts of a week, as JSON. */
  @Column('jsonb') hours: string;
  @Column('uuid') setBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** They begin today or later, so that no earlier day is told anew. */
  static from(startsOn: string, shifts: Shift[], peerSpecialistId: string, setBy: string, today: string): WorkHours {
    if (startsOn < today) throw invalid('#/from', 'lies in the past');
    const faults = shifts.flatMap(faultOf);
    if (faults.length > 0) throw invalidAll(faults);
    const week = [...shifts].sort((a, b) => a.weekday - b.weekday || (a.startsAt < b.startsAt ? -1 : 1));
    const hours = JSON.stringify(week.map(({ weekday, startsAt, endsAt }) => ({ weekday, startsAt, endsAt })));
    return Object.assign(new WorkHours(), { id: uuid(), peerSpecialistId, startsOn, hours, setBy, createdAt: new Date() });
  }
}

function faultOf(shift: Shift, at: number, shifts: Shift[]): { pointer: string; detail: string }[] {
  if (shift.endsAt <= shift.startsAt) return [{ pointer: `#/hours/${at}/endsAt`, detail: 'must be after startsAt; what goes on past midnight is two shifts' }];
  const meets = (other: Shift) => other.weekday === shift.weekday && other.startsAt < shift.endsAt && shift.startsAt < other.endsAt;
  return shifts.slice(0, at).some(meets) ? [{ pointer: `#/hours/${at}`, detail: 'overlaps an earlier one of that day' }] : [];
}
