import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, invalidAll, Problem } from '../../platform/problem.ts';
import { dayAfter } from '../../platform/site-calendar.ts';

export const FINDINGS = ['low-probability', 'breach'] as const;
export type Finding = (typeof FINDINGS)[number];
/** The four factors of 45 CFR 164.402(2), what they come to, and how many people it is about. */
export type Assessment = {
  finding: Finding;
  nature: string;
  receivedBy: string;
  acquired: string;
  mitigation: string;
  people: number;
  mostInOneState: number;
};
export type Telling = { peopleToldOn?: string; hhsToldOn?: string; mediaToldOn?: string };

/** From its discovery, for those concerned and for the media: 45 CFR 164.404(b), 164.406(b). */
const DAYS_TO_TELL = 60;

/** Something that may have been a breach. It is taken for one until the assessment says otherwise, and its clock runs from the start. */
@Entity('breaches')
export class Breach {
  @PrimaryColumn('uuid') id: string;
  @Column('date') discoveredOn: string;
  @Column('date') dueOn: string;
  @Column('text') happened: string;
  @Column('uuid') recordedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('text', { nullable: true }) finding: Finding | null;
  @Column('text', { nullable: true }) nature: string | null;
  @Column('text', { nullable: true }) receivedBy: string | null;
  @Column('text', { nullable: true }) acquired: string | null;
  @Column('text', { nullable: true }) mitigation: string | null;
  @Column('integer', { nullable: true }) people: number | null;
  @Column('integer', { nullable: true }) mostInOneState: number | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) assessedAt: Date | null;
  @Column('uuid', { nullable: true }) assessedBy: string | null;
  @Column('date', { nullable: true }) peopleToldOn: string | null;
  @Column('date', { nullable: true }) hhsToldOn: string | null;
  @Column('date', { nullable: true }) mediaToldOn: string | null;
  @Column('integer') version: number;

  static register(discoveredOn: string, happened: string, today: string, recordedBy: string): Breach {
    if (discoveredOn > today) throw invalid('#/discoveredOn', 'lies in the future');
    const assessment = { finding: null, nature: null, receivedBy: null, acquired: null, mitigation: null, people: null, mostInOneState: null };
    const open = { ...assessment, assessedAt: null, assessedBy: null, peopleToldOn: null, hhsToldOn: null, mediaToldOn: null };
    const known = { id: uuid(), dueOn: dayAfter(discoveredOn, DAYS_TO_TELL), recordedBy, createdAt: new Date(), version: 1 };
    return Object.assign(new Breach(), { discoveredOn, happened, ...open, ...known });
  }

  /** Once: what comes to light later is registered as itself. */
  assess(assessment: Assessment, at: Date, by: string): void {
    if (this.finding)
      throw new Problem('conflict', 'breach-assessed-already', 'This was assessed; register what has come to light since', { finding: this.finding });
    if (assessment.mostInOneState > assessment.people) throw invalid('#/mostInOneState', 'cannot be more than all of them');
    Object.assign(this, { ...assessment, assessedAt: at, assessedBy: by });
  }

  /** Each of them is told once. */
  tell(telling: Telling, today: string): void {
    if (this.finding !== 'breach')
      throw new Problem('conflict', 'breach-not-found', 'Nobody is told of what was not assessed, or found to be no breach', { finding: this.finding });
    const told = (Object.entries(telling) as [keyof Telling, string | undefined][]).filter(([, on]) => on !== undefined) as [keyof Telling, string][];
    if (told.some(([whom]) => this[whom] !== null)) throw new Problem('conflict', 'told-already', 'That they were told is on record already');
    const errors = told.flatMap(([whom, on]) => {
      if (on > today) return [{ pointer: `#/${whom}`, detail: 'lies in the future' }];
      return on < this.discoveredOn ? [{ pointer: `#/${whom}`, detail: 'is before it was discovered' }] : [];
    });
    if (errors.length > 0) throw invalidAll(errors);
    Object.assign(this, Object.fromEntries(told));
  }
}

/** Somebody whose records it concerns. */
@Entity('breach_clients')
export class BreachClient {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') breachId: string;
  @Column('uuid') clientId: string;
  @Column('uuid') addedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  static of(breachId: string, clientId: string, addedBy: string): BreachClient {
    return Object.assign(new BreachClient(), { id: uuid(), breachId, clientId, addedBy, createdAt: new Date() });
  }
}
