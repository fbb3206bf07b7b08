import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalidAll, Problem } from '../../platform/problem.ts';
import { dayAfter, startOfDay } from '../../platform/site-calendar.ts';
import type { HeldCategory } from '../consent/index.ts';
import { faultsToHonour, faultsToKeep, type OrderKind, type Rule } from './opening.ts';

export const ORDER_STATUSES = ['recorded', 'under-review', 'honoured', 'contested', 'refused', 'withdrawn', 'expired'] as const;
export const DECISIONS = ['under-review', 'honoured', 'contested', 'refused', 'withdrawn'] as const;
export type Decision = (typeof DECISIONS)[number];
/** What is kept; that one has expired is seen by the clock. */
type Kept = 'recorded' | Decision;

/** What may follow on what: what was refused or withdrawn is over, and whatever the court says then is an order of its own. */
const NEXT: Record<Kept, readonly Decision[]> = {
  recorded: ['under-review', 'withdrawn'],
  'under-review': ['honoured', 'contested', 'refused', 'withdrawn'],
  contested: ['honoured', 'refused', 'withdrawn'],
  honoured: ['contested', 'withdrawn'],
  refused: [],
  withdrawn: [],
};

/** What the paper says, as it was served. */
export type Served = {
  kind: OrderKind;
  /** The section of 42 CFR part 2 that a court made it under; a bare subpoena has none. */
  rule: Rule | null;
  issuer: string;
  caseNumber: string | null;
  findings: string | null;
  servedOn: string;
  receivedBy: string;
  recipientId: string | null;
  categories: HeldCategory[];
  fromOn: string | null;
  toOn: string | null;
  noticeGivenOn: string | null;
  hearingOn: string | null;
  answerBy: string | null;
  expiresOn: string | null;
};
const BLANK = {
  ...{ rule: null, caseNumber: null, findings: null, recipientId: null, categories: [], fromOn: null, toOn: null },
  ...{ noticeGivenOn: null, hearingOn: null, answerBy: null, expiresOn: null },
};
export type ServedWish = Pick<Served, 'kind' | 'issuer' | 'servedOn' | 'receivedBy'> & Partial<Served>;

/** A subpoena, a warrant or an order that was served on the center. It opens nothing before it is honoured, and only what it names. */
@Entity('legal_orders')
export class LegalOrder implements Served {
  @PrimaryColumn('uuid') id: string;
  /** Null where it is about nobody whom the center knows, or about the program. */
  @Column('uuid', { nullable: true }) clientId: string | null;
  @Column('text') kind: OrderKind;
  @Column('text', { nullable: true }) rule: Rule | null;
  @Column('text') issuer: string;
  @Column('text', { nullable: true }) caseNumber: string | null;
  @Column('text', { nullable: true }) findings: string | null;
  @Column('date') servedOn: string;
  @Column('text') receivedBy: string;
  @Column('uuid', { nullable: true }) recipientId: string | null;
  @Column('text', { array: true }) categories: HeldCategory[];
  @Column('date', { nullable: true }) fromOn: string | null;
  @Column('date', { nullable: true }) toOn: string | null;
  @Column('date', { nullable: true }) noticeGivenOn: string | null;
  @Column('date', { nullable: true }) hearingOn: string | null;
  @Column('date', { nullable: true }) answerBy: string | null;
  @Column('date', { nullable: true }) expiresOn: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) expiresAt: Date | null;
  @Column('text') status: Kept;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) honouredAt: Date | null;
  @Column('uuid') recordedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static record(clientId: string | null, served: ServedWish, recordedBy: string, today: string): LegalOrder {
    const begun = { id: uuid(), clientId, status: 'recorded', honouredAt: null, expiresAt: null, recordedBy, createdAt: new Date(), version: 1 };
    const order = Object.assign(new LegalOrder(), BLANK, served, begun);
    order.demandKept(today);
    return order;
  }

  /** As long as nobody has decided: afterwards the decision would be about something else. */
  change(wish: Partial<Served>, today: string): void {
    if (this.status !== 'recorded' && this.status !== 'under-review') throw decided(this.status);
    Object.assign(this, wish);
    this.demandKept(today);
  }

  /** Honoured, it opens what it names from now on, until the end of its last day. */
  decide(decision: Decision, reason: string, by: string, at: Date, { today, timeZone }: { today: string; timeZone: string }): LegalOrderStep {
    if (!NEXT[this.status].includes(decision))
      throw new Problem('conflict', 'legal-order-not-so', 'That does not follow on the state that this is in', { orderStatus: this.status });
    if (decision === 'honoured') {
      const errors = faultsToHonour(this, today);
      if (errors.length > 0) throw invalidAll(errors);
      Object.assign(this, { honouredAt: at, expiresAt: startOfDay(dayAfter(this.expiresOn!, 1), timeZone) });
    }
    this.status = decision;
    return LegalOrderStep.of(this, decision, reason, by, at);
  }

  demandOpen(): void {
    if (NEXT[this.status].length === 0) throw decided(this.status);
  }

  private demandKept(today: string): void {
    const errors = faultsToKeep(this, today);
    if (errors.length > 0) throw invalidAll(errors);
  }
}

const decided = (orderStatus: Kept) => new Problem('conflict', 'legal-order-decided', 'This was decided about and does not change', { orderStatus });

/** What was decided about one, and why. */
@Entity('legal_order_steps')
export class LegalOrderStep {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') orderId: string;
  @Column('uuid', { nullable: true }) clientId: string | null;
  @Column('text') decision: Decision;
  @Column('text') reason: string;
  @Column('uuid') decidedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) decidedAt: Date;

  static of({ id, clientId }: LegalOrder, decision: Decision, reason: string, decidedBy: string, decidedAt: Date): LegalOrderStep {
    return Object.assign(new LegalOrderStep(), { id: uuid(), orderId: id, clientId, decision, reason, decidedBy, decidedAt });
  }
}

/** The paper that was served, as it was scanned. */
@Entity('legal_order_papers')
export class LegalOrderPaper {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') orderId: string;
  @Column('uuid', { nullable: true }) clientId: string | null;
  @Column('text') mediaType: string;
  @Column('bytea') content: Buffer;
  @Column('bytea') contentHash: Buffer;
  @Column('uuid') attachedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) attachedAt: Date;

  static of({ id, clientId }: LegalOrder, mediaType: string, content: Buffer, contentHash: Buffer, attachedBy: string): LegalOrderPaper {
    const known = { id: uuid(), orderId: id, clientId, attachedBy, attachedAt: new Date() };
    return Object.assign(new LegalOrderPaper(), known, { mediaType, content, contentHash });
  }
}
