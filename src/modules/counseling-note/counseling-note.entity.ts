import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

export const COUNSELING_NOTE_STATUSES = ['draft', 'signed'] as const;
export type CounselingNoteStatus = (typeof COUNSELING_NOTE_STATUSES)[number];

/**
 * What a clinician keeps for himself of a session of counseling, 42 CFR 2.11. When the session was, how long it took and
 * what was agreed are no part of it: they belong into the record, in a session note.
 */
@Entity('counseling_notes')
export class CounselingNote {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') authorId: string;
  @Column('date') sessionOn: string;
  /** Sealed. */
  @Column('bytea') words: Buffer;
  @Column('text') status: CounselingNoteStatus;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) signedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static begin(clientId: string, authorId: string, sessionOn: string, today: string): CounselingNote {
    const note = Object.assign(new CounselingNote(), { id: uuid(), clientId, authorId, status: 'draft', signedAt: null, createdAt: new Date(), version: 1 });
    note.held(sessionOn, today);
    return note;
  }

  held(sessionOn: string, today: string): void {
    this.demandDraft();
    if (sessionOn > today) throw invalid('#/sessionOn', 'lies in the future');
    this.sessionOn = sessionOn;
  }

  write(words: Buffer): void {
    this.demandDraft();
    this.words = words;
  }

  sign(at: Date): void {
    this.demandDraft();
    Object.assign(this, { status: 'signed', signedAt: at });
  }

  private demandDraft(): void {
    if (this.status !== 'draft')
      throw new Problem('conflict', 'counseling-note-signed', 'This note is signed and does not change', { signedAt: this.signedAt });
  }
}
