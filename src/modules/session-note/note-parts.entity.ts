import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Hint } from './hints.ts';
import type { SessionNote, Words } from './session-note.entity.ts';

type NoteRef = Pick<SessionNote, 'id' | 'clientId'>;

/** What was said and done. Apart from the note, because fewer people may read it than may count it. */
@Entity('session_note_texts')
export class NoteText {
  @PrimaryColumn('uuid') noteId: string;
  @Column('uuid') clientId: string;
  @Column('text', { nullable: true }) intervention: string | null;
  @Column('text', { nullable: true }) response: string | null;
  @Column('text', { nullable: true }) plan: string | null;
  /** Why a session did not take place. */
  @Column('text', { nullable: true }) reason: string | null;
  /** A list of what is to be thought about, as JSON. */
  @Column('jsonb') hints: string;

  static of(note: NoteRef, words: Words, hints: Hint[]): NoteText {
    return Object.assign(new NoteText(), { noteId: note.id, clientId: note.clientId, ...words, hints: JSON.stringify(hints) });
  }
}

/** A goal that the session was about. */
@Entity('session_note_goals')
export class NoteGoal {
  @PrimaryColumn('uuid') noteId: string;
  @PrimaryColumn('uuid') goalId: string;
  @Column('uuid') clientId: string;

  static of(note: NoteRef, goalId: string): NoteGoal {
    return Object.assign(new NoteGoal(), { noteId: note.id, goalId, clientId: note.clientId });
  }
}

export type Signer = { accountId: string; name: string; credential: string | null };

/** Who stood for the note, under which name and credential at that moment, and for which content. */
@Entity('session_note_signatures')
export class NoteSignature {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') noteId: string;
  @Column('uuid') clientId: string;
  @Column('text') kind: 'author' | 'cosigner';
  @Column('uuid') accountId: string;
  @Column('text') name: string;
  @Column('text', { nullable: true }) credential: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) signedAt: Date;
  @Column('bytea') contentHash: Buffer;

  static of(note: NoteRef, kind: 'author' | 'cosigner', signer: Signer, signedAt: Date, contentHash: Buffer): NoteSignature {
    return Object.assign(new NoteSignature(), { id: uuid(), noteId: note.id, clientId: note.clientId, kind, ...signer, signedAt, contentHash });
  }
}

/** Why a supervisor gave a note back. */
@Entity('session_note_returns')
export class NoteReturn {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') noteId: string;
  @Column('uuid') clientId: string;
  @Column('text') reason: string;
  @Column('uuid') returnedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) returnedAt: Date;

  static of(note: NoteRef, reason: string, returnedBy: string, returnedAt: Date): NoteReturn {
    return Object.assign(new NoteReturn(), { id: uuid(), noteId: note.id, clientId: note.clientId, reason, returnedBy, returnedAt });
  }
}

/** What its author adds after signing; the note itself stays as it was. */
@Entity('session_note_addenda')
export class NoteAddendum {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') noteId: string;
  @Column('uuid') clientId: string;
  @Column('text') text: string;
  @Column('text') reason: string;
  @Column('uuid') addedBy: string;
  @Column('bytea') contentHash: Buffer;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  static of(note: NoteRef, { text, reason }: { text: string; reason: string }, addedBy: string, createdAt: Date): NoteAddendum {
    return Object.assign(new NoteAddendum(), { id: uuid(), noteId: note.id, clientId: note.clientId, text, reason, addedBy, createdAt });
  }
}

/** That a note was entered in error, and why. */
@Entity('session_note_voids')
export class NoteVoid {
  @PrimaryColumn('uuid') noteId: string;
  @Column('uuid') clientId: string;
  @Column('text') reason: string;
  /** Null where an empty draft expired by itself. */
  @Column('uuid', { nullable: true }) voidedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) voidedAt: Date;

  static of(note: NoteRef, reason: string, voidedBy: string, voidedAt: Date): NoteVoid {
    return Object.assign(new NoteVoid(), { noteId: note.id, clientId: note.clientId, reason, voidedBy, voidedAt });
  }
}
