import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalidAll, Problem } from '../../platform/problem.ts';
import { dayAfter, startOfDay } from '../../platform/site-calendar.ts';
import type { Basis, RecipientKind } from './scope.ts';

/** What a service organisation agreed to, or what an oversight body approved. */
export type Agreement = { signedOn: string; validFrom: string; validUntil?: string; reference: string; approvedBy?: string };
export type RecipientWish = {
  name: string;
  kind: RecipientKind;
  coveredEntity: boolean;
  basis: Basis;
  address: string | null;
  /** The payer that claims know it by. */
  payer: string | null;
  agreement: Agreement | null;
  memberIds: string[];
};

const APPROVED: readonly Basis[] = ['audit-evaluation', 'research'];

/** An organisation or a person that the center discloses to. */
@Entity('recipients')
export class Recipient {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') kind: RecipientKind;
  /** Decides which of the two statements of 42 CFR 2.32 goes along. */
  @Column('boolean') coveredEntity: boolean;
  @Column('text') basis: Basis;
  @Column('text', { nullable: true }) address: string | null;
  @Column('text', { nullable: true }) payer: string | null;
  @Column('date', { nullable: true }) agreementSignedOn: string | null;
  @Column('date', { nullable: true }) agreementValidFrom: string | null;
  @Column('date', { nullable: true }) agreementValidUntil: string | null;
  @Column('text', { nullable: true }) agreementReference: string | null;
  @Column('text', { nullable: true }) approvedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) standsFrom: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) standsUntil: Date | null;
  /** Who gets something through an intermediary. */
  @Column('uuid', { array: true }) memberIds: string[];
  @Column('uuid') addedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column('integer') version: number;

  static of(wish: RecipientWish, addedBy: string, timeZone: string): Recipient {
    const recipient = Object.assign(new Recipient(), { id: uuid(), addedBy, createdAt: new Date(), endedAt: null, endedBy: null, version: 1 });
    recipient.describe(wish, timeZone);
    return recipient;
  }

  /** What is disclosed from now on follows it; what was disclosed before keeps what it was told. */
  change(wish: Partial<RecipientWish>, timeZone: string): void {
    if (this.endedAt) throw ended(this.endedAt);
    const { name, kind, coveredEntity, basis, address, payer, memberIds, agreement } = this;
    this.describe({ name, kind, coveredEntity, basis, address, payer, memberIds, agreement, ...wish }, timeZone);
  }

  end(at: Date, by: string): void {
    if (this.endedAt) throw ended(this.endedAt);
    Object.assign(this, { endedAt: at, endedBy: by });
  }

  private describe({ name, kind, coveredEntity, basis, address, payer, agreement, memberIds }: RecipientWish, timeZone: string): void {
    const errors = faultsOf(this.id, { kind, basis, payer, agreement, memberIds });
    if (errors.length > 0) throw invalidAll(errors);
    Object.assign(this, { name, kind, coveredEntity, basis, address, payer, memberIds });
    this.agreementSignedOn = agreement?.signedOn ?? null;
    this.agreementValidFrom = agreement?.validFrom ?? null;
    this.agreementValidUntil = agreement?.validUntil ?? null;
    this.agreementReference = agreement?.reference ?? null;
    this.approvedBy = agreement?.approvedBy ?? null;
    this.standsFrom = agreement ? startOfDay(agreement.validFrom, timeZone) : null;
    // The last day counts to its end.
    this.standsUntil = agreement?.validUntil ? startOfDay(dayAfter(agreement.validUntil, 1), timeZone) : null;
  }

  private get agreement(): Agreement | null {
    if (!this.agreementSignedOn) return null;
    const until = { validUntil: this.agreementValidUntil ?? undefined, approvedBy: this.approvedBy ?? undefined };
    return { signedOn: this.agreementSignedOn, validFrom: this.agreementValidFrom!, reference: this.agreementReference!, ...until };
  }
}

type Fault = { pointer: string; detail: string };

function faultsOf(id: string, { kind, basis, payer, agreement, memberIds }: Omit<RecipientWish, 'name' | 'coveredEntity' | 'address'>): Fault[] {
  const isApproved = APPROVED.includes(basis);
  const faults: [boolean, string, string][] = [
    [basis === 'qso' && kind !== 'qso', '#/basis', 'is only for a qualified service organisation'],
    [!agreement && (kind === 'qso' || basis === 'qso'), '#/agreement', 'is required of a qualified service organisation'],
    [!agreement && isApproved, '#/agreement', 'is required: the approval of the body that answers for it'],
    [!!agreement && isApproved && !agreement.approvedBy, '#/agreement/approvedBy', 'is required: which body approved it'],
    [!!agreement && isApproved && !agreement.validUntil, '#/agreement/validUntil', 'is required of an approval'],
    [!!agreement?.validUntil && agreement.validUntil < agreement.validFrom, '#/agreement/validUntil', 'is before validFrom'],
    [kind !== 'payer' && payer !== null, '#/payer', 'is only for a payer'],
    [kind !== 'intermediary' && memberIds.length > 0, '#/memberIds', 'is only for an intermediary'],
    [memberIds.includes(id), '#/memberIds', 'cannot name the intermediary itself'],
  ];
  return faults.flatMap(([isFault, pointer, detail]) => (isFault ? [{ pointer, detail }] : []));
}

const ended = (endedAt: Date) => new Problem('conflict', 'recipient-ended', 'Nothing is disclosed to this recipient any more', { endedAt });
