import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Sealing } from '../../platform/encryption/sealing.ts';
import { Problem } from '../../platform/problem.ts';
import { entryOf, type KeptEntry } from './kept-entry.ts';
import type { Entry, LineProblem } from './roster.ts';

export const IMPORT_STATES = ['checked', 'running', 'done', 'failed'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
export const LINE_STATUSES = ['ready', 'held', 'faulty', 'created', 'unchanged', 'skipped'] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** One spreadsheet of clients, from its check to its end. */
@Entity('imports')
export class Import {
  @PrimaryColumn('uuid') id: string;
  @Column('text') fileName: string;
  @Column('text', { array: true }) ignoredColumns: string[];
  @Column('text') state: ImportState;
  @Column('uuid') madeBy: string;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) startedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(fileName: string, ignoredColumns: string[], madeBy: string): Import {
    const fresh = { id: uuid(), state: 'checked' as const, startedAt: null, endedAt: null, createdAt: new Date(), version: 1 };
    return Object.assign(new Import(), fresh, { fileName, ignoredColumns, madeBy });
  }

  start(): void {
    if (this.state !== 'checked')
      throw new Problem('conflict', 'import-started', 'This import was started, or has waited too long; read how far it is', { state: this.state });
    this.state = 'running';
    this.startedAt = new Date();
  }

  demandStarted(): void {
    if (this.state === 'checked') throw new Problem('conflict', 'import-not-started', 'Nothing is decided about a line before the import is started');
  }

  finish(): void {
    this.state = 'done';
    this.endedAt = new Date();
  }
}

/** One line of it. What it says of a person is forgotten as soon as nothing is left to do with it. */
@Entity('import_lines')
export class ImportLine {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') importId: string;
  @Column('integer') line: number;
  @Column('text') status: LineStatus;
  @Column('jsonb', { nullable: true }) content: KeptEntry | Entry | null;
  @Column('bytea', { nullable: true }) contactsSealed: Buffer | null;
  @Column('jsonb') problems: LineProblem[];
  @Column('bytea', { nullable: true }) fingerprint: Buffer | null;
  @Column('uuid', { nullable: true }) clientId: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid', { nullable: true }) resolvedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) resolvedAt: Date | null;
  @Column('integer') version: number;

  /** Answers whom the line describes, for whoever decides to create him. */
  resolve(sealing: Sealing, status: 'created' | 'skipped', reason: string, by: string): Entry {
    if (this.status !== 'held' || !this.content)
      throw new Problem('conflict', 'line-not-held', 'Nobody needs to decide about this line', { lineStatus: this.status });
    const entry = entryOf(sealing, { id: this.id, content: this.content, contactsSealed: this.contactsSealed });
    Object.assign(this, { status, content: null, contactsSealed: null, reason, resolvedBy: by, resolvedAt: new Date() });
    return entry;
  }
}
