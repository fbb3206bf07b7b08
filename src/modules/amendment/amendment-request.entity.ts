import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import { dayAfter } from '../../platform/site-calendar.ts';

export const RECORD_KINDS = ['session-note', 'goal'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
/** The grounds of 45 CFR 164.526(a)(2); there is no other one. */
export const BASES = ['not-created-here', 'not-in-the-record', 'not-open-to-access', 'accurate-and-complete'] as const;
export type Basis = (typeof BASES)[number];
export const STATUSES = ['open', 'accepted', 'denied'] as const;
type Status = (typeof STATUSES)[number];

const DAYS = 60;
const DAYS_MORE = 30;
const NOT_YET = {
  ...{ extendedAt: null, extendedBy: null, extensionReason: null, decidedAt: null, decidedBy: null, basis: null, decision: null, addendumId: null },
  ...{ disagreement: null, disagreedAt: null, rebuttal: null, rebuttedAt: null, rebuttedBy: null },
};

export type Asked = { recordKind: RecordKind; recordId: string; wrong: string; shouldStand: string; receivedOn: string };

/** What a client asks to have amended, 45 CFR 164.526. It is decided once; what he says to a denial stays with the record. */
@Entity('amendment_requests')
export class AmendmentRequest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid', { nullable: true }) noteId: string | null;
  @Column('uuid', { nullable: true }) goalId: string | null;
  @Column('text') wrong: string;
  @Column('text') shouldStand: string;
  @Column('date') receivedOn: string;
  @Column('date') dueOn: string;
  @Column('text') status: Status;
  @Column('uuid') recordedBy: string;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) extendedAt: Date | null;
  @Column('uuid', { nullable: true }) extendedBy: string | null;
  @Column('text', { nullable: true }) extensionReason: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('text', { nullable: true }) basis: Basis | null;
  /** Why it was denied, or what was done. */
  @Column('text', { nullable: true }) decision: string | null;
  /** By which the author amended his note. */
  @Column('uuid', { nullable: true }) addendumId: string | null;
  @Column('text', { nullable: true }) disagreement: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) disagreedAt: Date | null;
  @Column('text', { nullable: true }) rebuttal: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) rebuttedAt: Date | null;
  @Column('uuid', { nullable: true }) rebuttedBy: string | null;
  @Column('integer') version: number;

  static record(clientId: string, { recordKind, recordId, receivedOn, ...words }: Asked, recordedBy: string, today: string): AmendmentRequest {
    if (receivedOn > today) throw invalid('#/receivedOn', 'lies in the future');
    const about = recordKind === 'goal' ? { noteId: null, goalId: recordId } : { noteId: recordId, goalId: null };
    const asked = { id: uuid(), clientId, ...about, ...words, receivedOn, dueOn: dayAfter(receivedOn, DAYS) };
    return Object.assign(new AmendmentRequest(), { ...asked, ...NOT_YET, status: 'open', recordedBy, version: 1 });
  }

  /** Once, by thirty days, and the client is told why. */
  extend(reason: string, by: string, now = new Date()): void {
    this.demandOpen();
    if (this.extendedAt) throw new Problem('conflict', 'amendment-extended', 'The time was extended already', { dueOn: this.dueOn });
    Object.assign(this, { extendedAt: now, extendedBy: by, extensionReason: reason, dueOn: dayAfter(this.receivedOn, DAYS + DAYS_MORE) });
  }

  /** By an addendum of the author's, or by what is said to have been done. */
  accept(addendumId: string | null, decision: string | null, by: string, now = new Date()): void {
    this.demandOpen();
    if (!addendumId && !decision) throw invalid('#/words', 'or addendumId is required');
    if (addendumId && !this.noteId) throw invalid('#/addendumId', 'is only for session notes');
    Object.assign(this, { status: 'accepted', decidedAt: now, decidedBy: by, addendumId, decision });
  }

  deny(basis: Basis, decision: string, by: string, now = new Date()): void {
    this.demandOpen();
    Object.assign(this, { status: 'denied', decidedAt: now, decidedBy: by, basis, decision });
  }

  disagree(statement: string, now = new Date()): void {
    if (this.status !== 'denied') throw new Problem('conflict', 'amendment-not-denied', 'Only a denial can be disagreed with', { status: this.status });
    if (this.disagreedAt) throw new Problem('conflict', 'disagreement-stated', 'The statement of disagreement is there already and does not change');
    Object.assign(this, { disagreement: statement, disagreedAt: now });
  }

  rebut(words: string, by: string, now = new Date()): void {
    if (!this.disagreedAt) throw new Problem('conflict', 'nothing-to-rebut', 'There is no statement of disagreement');
    if (this.rebuttedAt) throw new Problem('conflict', 'rebutted-already', 'The rebuttal is there already and does not change');
    Object.assign(this, { rebuttal: words, rebuttedAt: now, rebuttedBy: by });
  }

  private demandOpen(): void {
    if (this.status !== 'open') throw new Problem('conflict', 'amendment-decided', 'This request was decided already', { status: this.status });
  }
}
