import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, invalidAll, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

export const SUPERVISION_KINDS = ['individual', 'group', 'field-observation'] as const;
export const SUPERVISION_STATUSES = ['draft', 'partly-signed', 'complete', 'voided'] as const;
export const SIDES = ['supervisor', 'peer-specialist'] as const;
/** The categories of SAMHSA's core competencies for peer workers (2015), in their order. */
export const COMPETENCIES = [
  'collaborative-relationships',
  'support',
  'lived-experience',
  'personalized-support',
  'recovery-planning',
  'resources',
  'wellness-skills',
  'crisis',
  'communication',
  'teamwork',
  'leadership-advocacy',
  'growth',
] as const;

export type SupervisionKind = (typeof SUPERVISION_KINDS)[number];
export type SupervisionStatus = (typeof SUPERVISION_STATUSES)[number];
export type Side = (typeof SIDES)[number];
export type Competency = (typeof COMPETENCIES)[number];
export type Held = Pick<SupervisionSession, 'kind' | 'startedAt' | 'endedAt' | 'competencies'>;

const LONGEST = 12 * 3_600_000;

/**
 * One supervisor with one specialist, from when to when. What several sit through together is written once for each of them
 * with the same beginning: each has words, agreements and a signature of his own, and nobody reads what was said of another.
 */
@Entity('supervision_sessions')
export class SupervisionSession {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') peerSpecialistId: string;
  /** Who held it: the specialist's supervisor at that time, or who stood in for him. */
  @Column('uuid') supervisorId: string;
  @Column('text') kind: SupervisionKind;
  @Column({ type: 'timestamptz', precision: 3 }) startedAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) endedAt: Date;
  @Column({ type: 'integer', insert: false, update: false }) minutes: number;
  @Column('text', { array: true }) competencies: Competency[];
  @Column('text') status: SupervisionStatus;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) completedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) voidedAt: Date | null;
  @Column('uuid', { nullable: true }) voidedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static hold(peerSpecialistId: string, supervisorId: string, held: Held, at: Date): SupervisionSession {
    demandPeriod(held, at);
    const unsigned = { status: 'draft', completedAt: null, voidedAt: null, voidedBy: null };
    return Object.assign(new SupervisionSession(), { id: uuid(), peerSpecialistId, supervisorId, ...held, ...unsigned, createdAt: at, version: 1 });
  }

  change(held: Held, at: Date): void {
    this.demandDraft();
    demandPeriod(held, at);
    Object.assign(this, held);
  }

  /** By both: complete. Whoever has signed already does not sign again. */
  sign(side: Side, attestation: boolean, signedBy: Side[], at: Date): void {
    if (this.status === 'voided') throw voided();
    if (signedBy.includes(side)) throw signedAlready({ state: this.status });
    if (!attestation) throw invalid('#/attestation', 'must be true: signing states that this is what was said and agreed');
    this.status = signedBy.length > 0 ? 'complete' : 'partly-signed';
    if (this.status === 'complete') this.completedAt = at;
  }

  /** Entered in error: it stays readable and counts no more, and its time is free again. */
  void(by: string, at: Date): void {
    if (this.status === 'voided') throw voided();
    Object.assign(this, { status: 'voided', voidedAt: at, voidedBy: by });
  }

  demandDraft(): void {
    if (this.status === 'voided') throw voided();
    if (this.status !== 'draft') throw signedAlready({ state: this.status });
  }
}

/** Said by the rule here, and by the database to whoever slips past it. */
export const signedAlready = (extras = {}) =>
  new Problem('conflict', 'supervision-signed-already', 'It is signed, and what is signed never changes; void it and write it anew', extras);

const voided = () => new Problem('conflict', 'supervision-voided', 'This session of supervision is voided');

function demandPeriod({ startedAt, endedAt }: Held, now: Date): void {
  const errors = [];
  if (endedAt <= startedAt) errors.push({ pointer: '#/endedAt', detail: 'must be after startedAt' });
  if (endedAt.getTime() - startedAt.getTime() > LONGEST) errors.push({ pointer: '#/endedAt', detail: 'is more than 12 hours after startedAt' });
  if (isFuture(startedAt, now)) errors.push({ pointer: '#/startedAt', detail: 'lies in the future' });
  if (isFuture(endedAt, now)) errors.push({ pointer: '#/endedAt', detail: 'lies in the future' });
  if (errors.length > 0) throw invalidAll(errors);
}
