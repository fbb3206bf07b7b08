import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, invalidAll, Problem } from '../../platform/problem.ts';
import { dayAfter } from '../../platform/site-calendar.ts';
import type { Purpose } from '../consent/index.ts';
import { DAYS_OF_EXTENSION, DAYS_TO_ANSWER, type Ground, type RequestKind, type RequestState } from './request-kind.ts';

export type Asked = { kind: RequestKind; wish: string; receivedOn: string; recipientId: string | null; purpose: Purpose | null; paidInFull: boolean };
export type Answer = { outcome: 'answered' | 'denied'; ground: Ground | null; words: string };

/** For what a health plan would be told of it, and what it has nothing to pay for. */
const OF_A_PLAN: readonly (Purpose | null)[] = ['payment', 'operations', null];

/** What a client asks of the center about his own records. What he asked stays; how it went is written beside it. */
@Entity('privacy_requests')
export class PrivacyRequest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') kind: RequestKind;
  @Column('text') state: RequestState;
  @Column('date') receivedOn: string;
  @Column('date') dueOn: string;
  @Column('text') wish: string;
  /** Of a restriction: who is not to be told, and what for; for nothing at all where no purpose is named. */
  @Column('uuid', { nullable: true }) recipientId: string | null;
  @Column('text', { nullable: true }) purpose: Purpose | null;
  /** The client paid all of it out of his own pocket. */
  @Column('boolean') paidInFull: boolean;
  @Column('uuid') recordedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) extendedAt: Date | null;
  @Column('uuid', { nullable: true }) extendedBy: string | null;
  @Column('text', { nullable: true }) extensionReason: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) answeredAt: Date | null;
  @Column('uuid', { nullable: true }) answeredBy: string | null;
  @Column('text', { nullable: true }) answer: string | null;
  @Column('text', { nullable: true }) ground: Ground | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) withdrawnAt: Date | null;
  @Column('uuid', { nullable: true }) withdrawnBy: string | null;
  @Column('text', { nullable: true }) withdrawalReason: string | null;
  @Column('integer') version: number;

  static record(clientId: string, asked: Asked, today: string, recordedBy: string): PrivacyRequest {
    const { kind, receivedOn, recipientId, purpose, paidInFull } = asked;
    const isRestriction = kind === 'restriction';
    const faults: [boolean, string, string][] = [
      [receivedOn > today, 'receivedOn', 'lies in the future'],
      [isRestriction && recipientId === null, 'recipientId', 'is required of a restriction: who is not to be told'],
      [!isRestriction && recipientId !== null, 'recipientId', 'is only for a restriction'],
      [!isRestriction && purpose !== null, 'purpose', 'is only for a restriction'],
      [!isRestriction && paidInFull, 'paidInFull', 'is only for a restriction'],
    ];
    const errors = faults.flatMap(([isFault, field, detail]) => (isFault ? [{ pointer: `#/${field}`, detail }] : []));
    if (errors.length > 0) throw invalidAll(errors);
    const course = { extendedAt: null, extendedBy: null, extensionReason: null, answeredAt: null, answeredBy: null, answer: null, ground: null };
    const ending = { withdrawnAt: null, withdrawnBy: null, withdrawalReason: null };
    const known = { id: uuid(), clientId, state: 'recorded', dueOn: dayAfter(receivedOn, DAYS_TO_ANSWER), recordedBy, createdAt: new Date(), version: 1 };
    return Object.assign(new PrivacyRequest(), { ...asked, ...course, ...ending, ...known });
  }

  /** Once, for access alone, and said before the first thirty days are over: 45 CFR 164.524(b)(2)(ii). */
  extend(at: Date, by: string, reason: string, today: string): void {
    this.demandOpen();
    if (this.kind !== 'access' || this.state === 'extended' || today > this.dueOn)
      throw new Problem('conflict', 'not-extendable', 'Only a request for access is extended, once and before it is due', { dueOn: this.dueOn });
    Object.assign(this, { state: 'extended', extendedAt: at, extendedBy: by, extensionReason: reason, dueOn: dayAfter(this.dueOn, DAYS_OF_EXTENSION) });
  }

  /** A restriction towards a health plan, of what the plan has nothing to pay for, is the client's to have: 42 CFR 2.26, 45 CFR 164.522(a)(1)(vi). */
  decide({ outcome, ground, words }: Answer, at: Date, by: string, recipientKind: string | null): void {
    this.demandOpen();
    if (outcome === 'denied' && ground === null) throw invalid('#/ground', 'is required of a denial');
    if (outcome === 'answered' && ground !== null) throw invalid('#/ground', 'is only for a denial');
    if (outcome === 'denied' && recipientKind === 'payer' && this.paidInFull && OF_A_PLAN.includes(this.purpose))
      throw new Problem('conflict', 'restriction-must-be-accepted', 'A health plan is not told of what the client paid for himself, if he asks for that');
    Object.assign(this, { state: outcome, answeredAt: at, answeredBy: by, answer: words, ground });
  }

  /** Also of a restriction that was accepted: from then on it restricts nothing. */
  withdraw(at: Date, by: string, reason: string): void {
    if (!(this.kind === 'restriction' && this.state === 'answered')) this.demandOpen();
    Object.assign(this, { state: 'withdrawn', withdrawnAt: at, withdrawnBy: by, withdrawalReason: reason });
  }

  private demandOpen(): void {
    if (this.state !== 'recorded' && this.state !== 'extended')
      throw new Problem('conflict', 'privacy-request-closed', 'This request has been answered, denied or withdrawn', { state: this.state });
  }
}
