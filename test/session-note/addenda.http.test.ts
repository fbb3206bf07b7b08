import { addendumHash } from '../../src/modules/session-note/note-content.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { cosigned, countOf, drafted, signed } from './session.ts';

const peerwork = launch();
const WISH = { text: "The sponsor's name was misheard", reason: 'Correction' };
const add = (who: Parameters<typeof peerwork.as>[0], id: string, wish: object = WISH, key?: string) =>
  peerwork.as(who).post(`/v1/session-notes/${id}/addenda`, wish, key ? { key } : {});

it('adds to a signed note, which itself stays as it was', async () => {
  const note = await cosigned(peerwork, 'ana', 'jordan');
  const answer = await add('ana', note.id);
  const added = { id: expect.any(String), noteId: note.id, clientId: CLIENTS.jordan, ...WISH, addedBy: CAST.ana.id, createdAt: expect.any(String) };
  expect(answer).toMatchObject({ status: 201, body: added });
  const second = await add('ana', note.id, { text: 'And he is well', reason: 'Afterthought' });
  expect((await peerwork.as('sue').get(`/v1/session-notes/${note.id}`)).body).toEqual({ ...note, addenda: [answer.body, second.body] });
  const hash = addendumHash({ ...answer.body, createdAt: new Date(answer.body.createdAt) }).toString('hex');
  expect((await peerwork.trail(note.id)).at(-2)).toEqual({
    action: 'session-note.amended',
    account_id: CAST.ana.id,
    client_ids: [CLIENTS.jordan],
    facts: { addendumId: answer.body.id, contentHash: hash },
  });
});

it('adds while a co-signature is awaited', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  expect((await add('ana', note.id)).status).toBe(201);
});

it('adds once per Idempotency-Key, however many at once', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const key = 'one-addendum-and-no-more';
  const answers = await Promise.all(Array.from({ length: 50 }, () => add('ana', note.id, WISH, key)));
  expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
  const again = await add('ana', note.id, WISH, key);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await peerwork.rows('select id from app.session_note_addenda where note_id = $1', [note.id])).toEqual([{ id: again.body.id }]);
});

it('refuses a colleague who may read the note but did not write it', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const wish = { peerSpecialistId: CAST.ben.specialistId, role: 'covering', reason: 'holidays' };
  await peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/assignments`, wish);
  expect((await peerwork.as('ben').get(`/v1/session-notes/${note.id}`)).status).toBe(200);
  expect(await add('ben', note.id)).toMatchObject({ status: 409, body: { type: '/problems/not-the-author' } });
  expect(await countOf(peerwork, 'session_note_addenda', note.id)).toBe(0);
});

it('hides the note from other specialists as if it did not exist', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const [hidden, unknown] = [await add('olive', note.id), await add('olive', UNKNOWN)];
  expect(hidden.status).toBe(404);
  expect(unknown.text).toBe(hidden.text);
});

it('refuses to add to a draft', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  expect(await add('ana', note.id)).toMatchObject({ status: 409, body: { type: '/problems/note-not-signed' } });
  expect(await countOf(peerwork, 'session_note_addenda', note.id)).toBe(0);
});

it('refuses to add to a voided note', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  await peerwork.as('sue').put(`/v1/session-notes/${note.id}/void`, { reason: 'Wrong client' }, { version: note.version });
  expect(await add('ana', note.id)).toMatchObject({ status: 409, body: { type: '/problems/note-voided' } });
  expect(await countOf(peerwork, 'session_note_addenda', note.id)).toBe(0);
});

it.each(['sue', 'nadia', 'max', 'priya', 'ada'] as const)('refuses %s', async (who) => {
  const note = await signed(peerwork, 'ana', 'jordan');
  expect(await add(who, note.id)).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await countOf(peerwork, 'session_note_addenda', note.id)).toBe(0);
});

it.each([
  [{ text: 'x' }, '#/reason'],
  [{ ...WISH, text: ' ' }, '#/text'],
  [{ ...WISH, text: null }, '#/text'],
  [{ ...WISH, addedBy: CAST.ben.id }, '#/addedBy'],
])('refuses %j by pointer', async (wish, pointer) => {
  const note = await signed(peerwork, 'ana', 'jordan');
  expect(await add('ana', note.id, wish)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  expect(await countOf(peerwork, 'session_note_addenda', note.id)).toBe(0);
});
