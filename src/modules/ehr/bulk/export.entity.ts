import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Machine } from '../../../platform/access/actor.ts';
import { Problem } from '../../../platform/problem.ts';

export type ExportLevel = 'system' | 'patient' | 'group';
export type ExportState = 'waiting' | 'running' | 'done' | 'failed';

/** What a machine asked to have: of whom, which types, and what of them. */
export type ExportWish = {
  level: ExportLevel;
  /** Whose caseload, at the level of a group. */
  specialistId: string | null;
  request: string;
  types: string[];
  elements: string[] | null;
  since: Date | null;
  patients: string[] | null;
};

export const MOST_IN_PROGRESS = 2;

/** Files of everything that a machine may read, made in the background and kept for a day. */
@Entity('exports')
export class Export {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') machineId: string;
  @Column('text') level: ExportLevel;
  @Column('uuid', { nullable: true }) specialistId: string | null;
  @Column('text') request: string;
  @Column('text', { array: true }) types: string[];
  @Column('text', { array: true, nullable: true }) elements: string[] | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) since: Date | null;
  @Column('uuid', { array: true, nullable: true }) patients: string[] | null;
  @Column('text') state: ExportState;
  /** What was read for an earlier attempt is of no use. */
  @Column('integer') attempt: number;
  @Column('integer') tries: number;
  @Column({ type: 'timestamptz', precision: 3 }) askedAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) transactionTime: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) polledAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) expiresAt: Date | null;

  /** One machine does not keep the process from everybody else's work. */
  static ask({ id: machineId }: Machine, wish: ExportWish, inProgress: number): Export {
    if (inProgress >= MOST_IN_PROGRESS)
      throw new Problem('too-many-requests', 'exports-in-progress', `No more than ${MOST_IN_PROGRESS} exports are made at once; wait for one, or delete it`, {
        retryAfter: 60,
      });
    const later = { attempt: 0, tries: 0, transactionTime: null, polledAt: null, endedAt: null, expiresAt: null };
    return Object.assign(new Export(), { ...wish, id: uuid(), machineId, state: 'waiting', askedAt: new Date(), ...later });
  }
}
