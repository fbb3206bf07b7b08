import { expect, it } from '@jest/globals';
import { NoteEdit } from '../../src/modules/session-note/note-edit.entity.ts';
import { NoteAddendum, NoteGoal, NoteReturn, NoteSignature, NoteText, NoteVoid } from '../../src/modules/session-note/note-parts.entity.ts';

const AT = new Date('2026-03-10T12:00:00Z');
const id = expect.any(String);
const note = { id: 'note', clientId: 'jordan' };
const words = { intervention: 'Talked', response: null, plan: 'Call', reason: null };
const signer = { accountId: 'ana', name: 'Ana', credential: null };
const contentHash = Buffer.from('hash');

it.each<[string, () => object, object]>([
  ['text', () => NoteText.of(note, words as never, ['short'] as never), { ...words, hints: '["short"]' }],
  ['goal', () => NoteGoal.of(note, 'goal'), { goalId: 'goal' }],
  ['signature', () => NoteSignature.of(note, 'author', signer as never, AT, contentHash), { id, kind: 'author', ...signer, signedAt: AT, contentHash }],
  ['return', () => NoteReturn.of(note, 'Too short', 'sue', AT), { id, reason: 'Too short', returnedBy: 'sue', returnedAt: AT }],
  ['addendum', () => NoteAddendum.of(note, { text: 'He called', reason: 'Late' }, 'ana', AT), { id, text: 'He called', addedBy: 'ana', createdAt: AT }],
  ['void', () => NoteVoid.of(note, 'Another client', 'sue', AT), { reason: 'Another client', voidedBy: 'sue', voidedAt: AT }],
  ['edit', () => NoteEdit.of(note, 'edit', 3, { plan: 'Call' }, 'ana', AT), { id: 'edit', baseVersion: 3, plan: 'Call', madeBy: 'ana', receivedAt: AT }],
])('is of its note and its client, and says what was said: a %s', (_what, make, said) => {
  expect(make()).toMatchObject({ noteId: 'note', clientId: 'jordan', ...said });
});
