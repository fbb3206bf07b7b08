import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

export const PURGE_STATES = ['previewed', 'attested', 'running', 'done'] as const;
export type PurgeState = (typeof PURGE_STATES)[number];
export const PURGE_OUTCOMES = ['planned', 'destroyed', 'kept'] as const;
export const KEPT_BECAUSE = ['legal-hold', 'open-episode', 'kept-longer', 'destroyed-already', 'tied'] as const;

/** What was looked at must still be what is destroyed. */
const FRESH_DAYS = 7;
const DAY_MS = 86_400_000;

/** The destruction of records whose day has passed: looked at by one person, stood for, and confirmed by another. */
@Entity('purges')
export class Purge {
  @PrimaryColumn('uuid') id: string;
  /** Whose last day lies before it. */
  @Column('date') asOf: string;
  @Column('text') state: PurgeState;
  @Column('uuid') previewedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('text', { nullable: true }) attestation: string | null;
  @Column('uuid', { nullable: true }) attestedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) attestedAt: Date | null;
  @Column('uuid', { nullable: true }) confirmedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) confirmedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('integer') version: number;

  static preview(asOf: string, today: string, previewedBy: string): Purge {
    if (asOf > today) throw invalid('#/asOf', 'lies in the future');
    const later = { attestation: null, attestedBy: null, attestedAt: null, confirmedBy: null, confirmedAt: null, endedAt: null };
    return Object.assign(new Purge(), { id: uuid(), asOf, state: 'previewed', previewedBy, createdAt: new Date(), ...later, version: 1 });
  }

  attest(attestation: string, clients: number, at: Date, by: string): void {
    if (this.state !== 'previewed') throw new Problem('conflict', 'purge-attested', 'Somebody has stood for this purge already', { state: this.state });
    this.demandFresh(at);
    if (clients === 0) throw new Problem('conflict', 'nothing-to-purge', 'Nobody is in this preview');
    Object.assign(this, { state: 'attested', attestation, attestedBy: by, attestedAt: at });
  }

  /** Nothing is destroyed on the word of one person. */
  confirm(at: Date, by: string): void {
    if (this.state !== 'attested')
      throw new Problem('conflict', 'purge-not-attested', 'Only a purge that somebody stands for and nobody has confirmed can be confirmed', {
        state: this.state,
      });
    if (by === this.attestedBy || by === this.previewedBy)
      throw new Problem('conflict', 'second-person-needed', 'Somebody else must confirm what you have looked at or stood for');
    this.demandFresh(at);
    Object.assign(this, { state: 'running', confirmedBy: by, confirmedAt: at });
  }

  finish(at: Date): void {
    if (this.state !== 'running') throw new Error(`A purge that is ${this.state} does not end`);
    Object.assign(this, { state: 'done', endedAt: at });
  }

  private demandFresh(at: Date): void {
    if (at.getTime() - this.createdAt.getTime() > FRESH_DAYS * DAY_MS)
      throw new Problem('conflict', 'preview-too-old', `This preview is more than ${FRESH_DAYS} days old; make another one`, { createdAt: this.createdAt });
  }
}
