import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Session, SessionNote, Words } from './session-note.entity.ts';

type Wish = Partial<Session & Words> & { goalIds?: string[] };

/** What somebody wrote into a draft that had changed meanwhile. It is kept beside the draft, and its author decides. */
@Entity('session_note_edits')
export class NoteEdit {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') noteId: string;
  @Column('uuid') clientId: string;
  @Column('integer') baseVersion: number;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) startedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('text', { nullable: true }) outcome: string | null;
  @Column('text', { nullable: true }) modality: string | null;
  @Column('text', { nullable: true }) place: string | null;
  @Column('text', { array: true, nullable: true }) purposes: string[] | null;
  @Column('uuid', { array: true, nullable: true }) goalIds: string[] | null;
  @Column('text', { nullable: true }) intervention: string | null;
  @Column('text', { nullable: true }) response: string | null;
  @Column('text', { nullable: true }) plan: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('boolean', { nullable: true }) keptFromEhr: boolean | null;
  @Column('uuid') madeBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) receivedAt: Date;

  static of(note: Pick<SessionNote, 'id' | 'clientId'>, id: string, baseVersion: number, wish: Wish, madeBy: string, receivedAt: Date): NoteEdit {
    return Object.assign(new NoteEdit(), { ...wish, id, noteId: note.id, clientId: note.clientId, baseVersion, madeBy, receivedAt });
  }
}
