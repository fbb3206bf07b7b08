import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

export const CONTACT_HOLD_KINDS = ['hospital', 'incarcerated', 'asked-for-space', 'traveling', 'other'] as const;
export type ContactHoldKind = (typeof CONTACT_HOLD_KINDS)[number];

/** Why nothing is due at present: a hold by its kind, or that the client is on leave from the program. */
export const ON_HOLD = [...CONTACT_HOLD_KINDS, 'on-leave'] as const;
export type OnHold = (typeof ON_HOLD)[number];

/** `startsOn` and `admittedAt`: the day on which it begins at the site, and since when the client is in care. */
type Wish = { kind: ContactHoldKind; reason: string; startsAt: Date; startsOn: string; expectedEndOn: string | null; admittedAt: Date };

/** For a while the client cannot or does not want to be met. */
@Entity('contact_holds')
export class ContactHold {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') kind: ContactHoldKind;
  @Column('text') reason: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column('date', { nullable: true }) expectedEndOn: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') recordedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static begin(clientId: string, { startsOn, admittedAt, ...wish }: Wish, recordedBy: string): ContactHold {
    if (isFuture(wish.startsAt)) throw invalid('#/from', 'lies in the future');
    if (wish.startsAt < admittedAt) throw invalid('#/from', 'is before the admission');
    if (wish.expectedEndOn !== null && wish.expectedEndOn < startsOn) throw invalid('#/expectedEndOn', 'is before the hold begins');
    return Object.assign(new ContactHold(), { id: uuid(), clientId, ...wish, endsAt: null, recordedBy, endedBy: null, createdAt: new Date(), version: 1 });
  }

  end(at: Date, by: string): void {
    if (this.endsAt) throw new Problem('conflict', 'hold-ended', 'This hold has ended already', { endsAt: this.endsAt });
    if (isFuture(at)) throw invalid('#/at', 'lies in the future');
    if (at <= this.startsAt) throw invalid('#/at', 'is not after the hold began');
    Object.assign(this, { endsAt: at, endedBy: by });
  }
}
