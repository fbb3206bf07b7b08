import type { NoteDocument } from './note-document.ts';

/** What prints is loaded when somebody prints: it is large, and a start should not wait for it. */
export const printer = () => import('./note-pages.ts');

export const printed = async (document: NoteDocument): Promise<Buffer> => (await printer()).notePages(document);
