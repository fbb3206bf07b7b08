export { SessionNoteModule } from './session-note.module.ts';
export { SessionNotes } from './session-notes.service.ts';
export { SessionNoteView } from './session-note.dto.ts';
export { MODALITIES, type Modality, SessionNote } from './session-note.entity.ts';
export { NoteAddendum, NoteGoal, NoteReturn, NoteSignature, NoteText, NoteVoid } from './note-parts.entity.ts';
export { contentHash } from './note-content.ts';
export { verifySignedNotes } from './verification.ts';
