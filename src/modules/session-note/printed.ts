import { AfterWork } from '../../platform/http/after-work.ts';
import type { NoteDocument } from './note-document.ts';

/** What prints is loaded when somebody prints: it is large, and a start should not wait for it. */
export const printer = () => import('./note-pages.ts');

export type Printed = AfterWork<Buffer>;

export const printed = (document: NoteDocument): Printed => new AfterWork(async () => (await printer()).notePages(document));
