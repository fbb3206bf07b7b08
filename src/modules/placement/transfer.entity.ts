import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

export const TRANSFER_STATUSES = ['requested', 'accepted', 'declined', 'withdrawn', 'expired'] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

/** How long somebody who is asked has to answer; after it the client is asked about anew, so that nobody waits for ever. */
const HOURS_TO_ANSWER = 72;

export const askedOfOthers = () =>
  new Problem('conflict', 'transfer-not-asked', 'Only the specialist who is asked, or who supervises him, answers this transfer');
export const askedByOthers = () => new Problem('conflict', 'transfer-others', 'Only who asked for a transfer withdraws it');

type Terms = Pick<Transfer, 'clientId' | 'assignmentId' | 'fromSpecialistId' | 'toSpecialistId' | 'earlierNotesShown' | 'requestedBy'>;

/** One specialist is asked to take a client over from another: `requested → accepted | declined | withdrawn | expired`. */
@Entity('transfers')
export class Transfer {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  /** The primary assignment that ends when this one is accepted. */
  @Column('uuid') assignmentId: string;
  @Column('uuid') fromSpecialistId: string;
  @Column('uuid') toSpecialistId: string;
  @Column('boolean') earlierNotesShown: boolean;
  @Column('uuid') requestedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) requestedAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) expiresAt: Date;
  @Column('text', { nullable: true }) outcome: Exclude<TransferStatus, 'requested' | 'expired'> | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) closedAt: Date | null;
  @Column('uuid', { nullable: true }) closedBy: string | null;
  @Column('uuid', { nullable: true }) startedAssignmentId: string | null;
  @Column('integer') version: number;

  static request(terms: Terms, now = new Date()): Transfer {
    if (terms.toSpecialistId === terms.fromSpecialistId)
      throw new Problem('conflict', 'transfer-to-the-same', 'The client is this specialist’s already; name another one');
    const expiresAt = new Date(now.getTime() + HOURS_TO_ANSWER * 3_600_000);
    const open = { outcome: null, closedAt: null, closedBy: null, startedAssignmentId: null };
    return Object.assign(new Transfer(), { id: uuid(), ...terms, requestedAt: now, expiresAt, ...open, version: 1 });
  }

  /** Expiry needs nobody to declare it. */
  statusAt(now: Date): TransferStatus {
    return this.outcome ?? (this.expiresAt <= now ? 'expired' : 'requested');
  }

  /** Nobody answers what he asked himself, and only the side that is asked answers. */
  demandAnswerBy(accountId: string, isAsked: boolean, now = new Date()): void {
    this.demandOpen(now);
    if (this.requestedBy === accountId) throw new Problem('conflict', 'transfer-own', 'Whoever asks for a transfer does not answer it; withdraw it, or wait');
    if (!isAsked) throw askedOfOthers();
  }

  decline(accountId: string, now = new Date()): void {
    this.close('declined', accountId, now);
  }

  withdraw(accountId: string, now = new Date()): void {
    this.demandOpen(now);
    if (this.requestedBy !== accountId) throw askedByOthers();
    this.close('withdrawn', accountId, now);
  }

  private demandOpen(now: Date): void {
    const status = this.statusAt(now);
    if (status !== 'requested')
      throw new Problem('conflict', 'transfer-closed', 'This transfer waits for no answer any more; ask anew', { transferStatus: status });
  }

  private close(outcome: 'declined' | 'withdrawn', accountId: string, now: Date): void {
    Object.assign(this, { outcome, closedAt: now, closedBy: accountId });
  }
}
