export { CounselingNoteModule } from './counseling-note.module.ts';
export { CounselingNote } from './counseling-note.entity.ts';
