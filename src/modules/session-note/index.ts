export { SessionNoteModule } from './session-note.module.ts';
export { ELEMENTS, type Modality, type NoteStatus, type Outcome, SessionNote } from './session-note.entity.ts';
export { NoteAddendum, NoteGoal, NoteReturn, NoteSignature, NoteText, NoteVoid } from './note-parts.entity.ts';
export { contentHash } from './note-content.ts';
export { verifySignedNotes } from './verification.ts';
