import { AfterWork } from '../../platform/http/after-work.ts';
import type { NoteDocument } from './note-document.ts';

export type Printed = AfterWork<Buffer>;

/** What prints is loaded when somebody prints: it is large, and a start should not wait for it. */
export const printed = (document: NoteDocument): Printed => new AfterWork(async () => (await import('./note-pages.ts')).notePages(document));
