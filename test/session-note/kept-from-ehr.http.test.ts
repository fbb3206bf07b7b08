import { v7 as uuid } from 'uuid';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { wordsOf } from '../support/paper.ts';
import { cosigned, drafted, type Note, sessionOf, sign, signed, stored } from './session.ts';

const peerwork = launch();
const kept = { keptFromEhr: true };
const patch = (note: Pick<Note, 'id' | 'version'>, wish: object, who: Who = 'ana') =>
  peerwork.as(who).patch(`/v1/session-notes/${note.id}`, wish, { version: note.version });
const read = async (who: Who, { id }: Pick<Note, 'id'>) => (await peerwork.as(who).get(`/v1/session-notes/${id}`)).body;
const listed = async (who: Who, { id }: Pick<Note, 'id'>) => {
  const { body } = await peerwork.as(who).get(`/v1/session-notes?clientId=${CLIENTS.jordan}&limit=100`);
  return (body.items as Note[]).find((item) => item.id === id);
};
const version = async (id: string): Promise<number> => ((await stored(peerwork, id)) as { version: number }).version;

it('is kept out of the EHR when its author says so, and goes there otherwise', async () => {
  const [plain, said, marked] = [
    await drafted(peerwork, 'ana', 'jordan'),
    await drafted(peerwork, 'ana', 'jordan', { keptFromEhr: false }),
    await drafted(peerwork, 'ana', 'jordan', kept),
  ];
  expect([plain, said, marked].map(({ keptFromEhr }) => keptFromEhr)).toEqual([false, false, true]);
  expect(await stored(peerwork, marked.id)).toMatchObject({ kept_from_ehr: true });
  expect(await stored(peerwork, plain.id)).toMatchObject({ kept_from_ehr: false });
  expect(await peerwork.trail(marked.id)).toMatchObject([{ action: 'session-note.drafted', account_id: CAST.ana.id }]);
});

it('is changed by its author while it is a draft, and the trail says which field', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const changed = await patch(note, kept);
  expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { ...note, ...kept, version: 2 } });
  expect((await peerwork.trail(note.id)).at(-1)).toMatchObject({ action: 'session-note.changed', account_id: CAST.ana.id, facts: { fields: ['keptFromEhr'] } });
  // What is not mentioned stays as it was.
  expect(await patch(changed.body, { place: 'park' })).toMatchObject({ status: 200, body: { place: 'park', keptFromEhr: true } });
  expect(await patch({ ...note, version: 3 }, { keptFromEhr: false })).toMatchObject({ status: 200, body: { keptFromEhr: false, version: 4 } });
});

it.each([
  ['pending', signed],
  ['co-signed', cosigned],
])('stands as it was signed (%s)', async (_, make) => {
  for (const keptFromEhr of [true, false]) {
    const note = await make(peerwork, 'ana', 'jordan', { keptFromEhr });
    expect(note).toMatchObject({ keptFromEhr });
    expect(await patch(note, { keptFromEhr: !keptFromEhr })).toMatchObject({ status: 409, body: { type: '/problems/note-signed-already' } });
    const turning = 'update app.session_notes set kept_from_ehr = not kept_from_ehr, version = version + 1 where id = $1';
    await expect(peerwork.rows(turning, [note.id])).rejects.toMatchObject({ constraint: 'session_notes_immutable' });
    expect(await stored(peerwork, note.id)).toMatchObject({ kept_from_ehr: keptFromEhr, version: note.version });
  }
});

it('may be said differently when the supervisor gave it back', async () => {
  const note = await signed(peerwork, 'ana', 'jordan', kept);
  const { body } = await peerwork.as('sue').put(`/v1/session-notes/${note.id}/return`, { reason: 'The clinic needs this one' }, { version: note.version });
  expect(body).toMatchObject({ status: 'draft', keptFromEhr: true });
  const changed = await patch(body, { keptFromEhr: false });
  expect(changed).toMatchObject({ status: 200, body: { keptFromEhr: false } });
  const again = await sign(peerwork, 'ana', changed.body);
  expect(again).toMatchObject({ status: 200, body: { status: 'pending-cosignature', keptFromEhr: false } });
  const [before, after] = again.body.signatures;
  expect(after.contentHash).not.toBe(before.contentHash);
});

it.each(['ana', 'sue', 'nadia', 'max', 'priya'] as const)('is told to %s, who reads the note or counts it, in the note and in the list', async (who) => {
  for (const keptFromEhr of [true, false]) {
    const note = await cosigned(peerwork, 'ana', 'jordan', { keptFromEhr });
    expect(await read(who, note)).toMatchObject({ id: note.id, keptFromEhr });
    expect(await listed(who, note)).toMatchObject({ keptFromEhr });
  }
});

it('waits for a co-signature as any other', async () => {
  const note = await signed(peerwork, 'ana', 'jordan', kept);
  const { body } = await peerwork.as('sue').get('/v1/cosignature-queue?limit=100');
  expect(body.items.find(({ id }: Note) => id === note.id)).toMatchObject({ keptFromEhr: true, status: 'pending-cosignature' });
});

it.each([
  ['sue', 403],
  ['nadia', 403],
  ['max', 403],
  ['priya', 403],
  ['ada', 403],
  ['ben', 404],
  ['olive', 404],
] as const)('is not for %s to say', async (who, status) => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  expect((await patch(note, kept, who)).status).toBe(status);
  expect(await stored(peerwork, note.id)).toMatchObject({ kept_from_ehr: false, version: 1 });
});

it.each([null, 'true', 1, 'yes', [true], {}])('is true or false and not %j', async (keptFromEhr) => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const fault = { status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer: '#/keptFromEhr' }] } };
  expect(await patch(note, { keptFromEhr })).toMatchObject(fault);
  expect(await peerwork.as('ana').post('/v1/session-notes', sessionOf('jordan', { keptFromEhr }))).toMatchObject(fault);
  expect(await version(note.id)).toBe(1);
});

it('is one version or the other when two say different things at the same time', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  const answers = await Promise.all([true, false, true, false].map((keptFromEhr) => patch(note, { keptFromEhr })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  const taken = answers.find(({ status }) => status === 200)!;
  expect(await read('ana', note)).toEqual(taken.body);
});

it('stands in the chart', async () => {
  const document = async ({ id }: Note) => {
    const answer = await fetch(`${peerwork.url}/v1/session-notes/${id}/document`, { headers: { authorization: `Bearer ${CAST.ana.token}` } });
    return wordsOf(Buffer.from(await answer.arrayBuffer()));
  };
  expect(await document(await cosigned(peerwork, 'ana', 'jordan', kept))).toContain('Kept out of it by the author');
  expect(await document(await cosigned(peerwork, 'ana', 'jordan'))).not.toContain('Kept out of it');
});

it('is said of an attempt in the one call that logs it', async () => {
  const attempt = { outcome: 'no-show', modality: 'phone', reason: 'Did not want to be seen there' };
  const path = `/v1/clients/${CLIENTS.jordan}/attempts`;
  expect(await peerwork.as('ana').post(path, { ...attempt, ...kept })).toMatchObject({ status: 201, body: { status: 'signed', keptFromEhr: true } });
  expect(await peerwork.as('ana').post(path, attempt)).toMatchObject({ status: 201, body: { status: 'signed', keptFromEhr: false } });
  expect(await peerwork.as('ana').post(path, { ...attempt, keptFromEhr: 'no' })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '#/keptFromEhr' }] },
  });
});

describe('without reception', () => {
  const send = async (operations: object[]) => {
    const { status, body, text } = await peerwork.as('ana').post('/v1/batches', { operations });
    if (status !== 200) throw new Error(`${status} ${text}`);
    return body.results.map(({ outcome }: { outcome: string }) => outcome);
  };

  it('is said of what is drafted, changed and logged', async () => {
    const [note, other, tried] = [uuid(), uuid(), uuid()];
    const drafts = [
      { id: note, draftNote: sessionOf('jordan', kept) },
      { id: other, draftNote: sessionOf('jordan') },
      { id: tried, logAttempt: { clientId: CLIENTS.jordan, outcome: 'unreachable', modality: 'phone', ...kept } },
    ];
    const changes = [
      { id: uuid(), changeNote: { noteId: note, baseVersion: 1, keptFromEhr: false } },
      { id: uuid(), changeNote: { noteId: other, baseVersion: 1, ...kept } },
    ];
    expect(await send(drafts)).toEqual(['done', 'done', 'done']);
    for (const [id, keptFromEhr] of [[note, true] as const, [other, false] as const, [tried, true] as const])
      expect(await read('ana', { id })).toMatchObject({ keptFromEhr });
    expect(await send(changes)).toEqual(['done', 'done']);
    expect(await read('ana', { id: note })).toMatchObject({ keptFromEhr: false, version: 2 });
    expect(await read('ana', { id: other })).toMatchObject({ keptFromEhr: true, version: 2 });
    expect((await peerwork.trail(other)).at(-1)!.facts).toMatchObject({ fields: ['keptFromEhr'] });
  });

  it('is kept beside a draft that changed meanwhile, and decides nothing there', async () => {
    const note = await drafted(peerwork, 'ana', 'jordan');
    expect((await patch(note, { plan: 'On the tablet' })).status).toBe(200);
    const edits = [kept, { keptFromEhr: false }, { plan: 'On the phone' }].map((wish) => ({
      id: uuid(),
      changeNote: { noteId: note.id, baseVersion: 1, ...wish },
    }));
    expect(await send(edits)).toEqual(['kept-beside', 'kept-beside', 'kept-beside']);
    const { keptFromEhr, edits: beside } = await read('ana', note);
    const said = new Map((beside as { id: string; keptFromEhr: boolean | null }[]).map((edit) => [edit.id, edit.keptFromEhr]));
    expect([keptFromEhr, edits.map(({ id }) => said.get(id))]).toEqual([false, [true, false, null]]);
    const facts = (await peerwork.trail(note.id)).filter(({ action }) => action === 'session-note.edit-kept').map((event) => event.facts);
    expect(facts).toContainEqual({ editId: edits[0]!.id, fields: ['keptFromEhr'] });
  });

  it.each([
    ['a draft', { draftNote: sessionOf('jordan', { keptFromEhr: 'yes' }) }, 'draftNote'],
    ['a change', { changeNote: { noteId: UNKNOWN, baseVersion: 1, keptFromEhr: null } }, 'changeNote'],
    ['an attempt', { logAttempt: { clientId: CLIENTS.jordan, outcome: 'no-show', modality: 'phone', keptFromEhr: 0 } }, 'logAttempt'],
  ])('is true or false in %s', async (_, operation, kind) => {
    const answer = await peerwork.as('ana').post('/v1/batches', { operations: [{ id: uuid(), ...operation }] });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: `#/operations/0/${kind}/keptFromEhr` }] } });
  });
});
