import { CLIENTS, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { v7 as uuid } from 'uuid';

const peerwork = launch();
const path = `/v1/clients/${CLIENTS.jordan}/attempts`;
const attempt = { outcome: 'no-show', modality: 'phone', reason: 'Was called in to work' };
const notes = async () => (await peerwork.rows<{ count: number }>('select count(*)::integer as count from app.session_notes'))[0]!.count;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

it('logs and signs in one call, and is no contact', async () => {
  const before = (await peerwork.as('ana').get('/v1/reports/caseload/clients')).body.items[0];
  const answer = await peerwork.as('ana').post(path, attempt);
  expect(answer).toMatchObject({ status: 201, body: { status: 'signed', outcome: 'no-show', reason: attempt.reason, durationMinutes: 1, lateEntry: false } });
  expect(answer.body.signatures).toEqual([expect.objectContaining({ kind: 'author', name: 'Ana', credential: 'CPRS CPRS-ana (State Board)' })]);
  expect((await peerwork.trail(answer.body.id)).map(({ action }) => action)).toEqual(['session-note.drafted', 'session-note.signed']);
  const after = (await peerwork.as('sue').get('/v1/reports/caseload/clients')).body.items.find(({ clientId }: any) => clientId === CLIENTS.jordan);
  expect(after).toMatchObject({
    lastContactOn: before.lastContactOn,
    contacts: before.contacts,
    attemptsSinceLastContact: before.attemptsSinceLastContact + 1,
  });
});

it('keeps an id that the caller made, and makes it once', async () => {
  const id = uuid();
  expect((await peerwork.as('ana').post(path, { ...attempt, id })).body.id).toBe(id);
  const before = await notes();
  expect(await peerwork.as('ana').post(path, { ...attempt, id })).toMatchObject({ status: 409, body: { type: '/problems/id-taken' } });
  expect(await notes()).toBe(before);
});

it('has one effect under one key', async () => {
  const [first, second] = [
    await peerwork.as('ana').post(path, attempt, { key: 'an-attempt-in-a-tunnel' }),
    await peerwork.as('ana').post(path, attempt, { key: 'an-attempt-in-a-tunnel' }),
  ];
  expect(second.body.id).toBe(first.body.id);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
});

it('asks for a reason when it is told late, and marks it so', async () => {
  const late = { ...attempt, at: hoursAgo(80) };
  expect(await peerwork.as('ana').post(path, late)).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/lateReason' }] } });
  expect((await peerwork.as('ana').post(path, { ...late, lateReason: 'The phone was lost' })).body).toMatchObject({ lateEntry: true });
});

it.each([
  ['a session that took place', { outcome: 'completed' }, '#/outcome'],
  ['nothing', { outcome: undefined }, '#/outcome'],
  ['a time to come', { at: hoursAgo(-2) }, '#/startedAt'],
  ['an id of another version', { id: '6f9619ff-8b86-4011-b42d-00cf4fc964ff' }, '#/id'],
  ['an id from the future', { id: '0fffffff-ffff-7000-8000-000000000001' }, '#/id'],
  ['a reason without words', { reason: ' ' }, '#/reason'],
  ['a length', { endedAt: hoursAgo(1) }, '#/endedAt'],
])('refuses %s', async (_, wrong, pointer) => {
  const before = await notes();
  const answer = await peerwork.as('ana').post(path, { ...attempt, ...wrong });
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  expect(await notes()).toBe(before);
});

it("refuses on a day on which the client was somebody else's", async () => {
  expect(await peerwork.as('ana').post(path, { ...attempt, at: hoursAgo(24 * 200), lateReason: 'Long ago' })).toMatchObject({
    status: 409,
    body: { type: '/problems/not-assigned-then' },
  });
});

it("hides other teams' clients, and refuses every other role", async () => {
  const [hidden, unknown] = [await peerwork.as('ben').post(path, attempt), await peerwork.as('ben').post(`/v1/clients/${UNKNOWN}/attempts`, attempt)];
  expect(hidden.status).toBe(404);
  expect(unknown.text).toBe(hidden.text);
  for (const who of ['sue', 'nadia', 'max', 'priya', 'ada'] as const)
    expect(await peerwork.as(who).post(path, attempt)).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
});

it('shows the reason to those who read the words, and to nobody else', async () => {
  const { id } = (await peerwork.as('ana').post(path, attempt)).body;
  for (const who of ['sue', 'nadia'] as const) expect((await peerwork.as(who).get(`/v1/session-notes/${id}`)).body.reason).toBe(attempt.reason);
  for (const who of ['max', 'priya'] as const)
    expect((await peerwork.as(who).get(`/v1/session-notes/${id}`)).body).toMatchObject({ reason: null, wordsWithheld: true });
});

it('is what a signature stands for: a reason that was changed afterwards is found', async () => {
  const { verifySignedNotes } = await import('../../src/modules/session-note/index.ts');
  const { id } = (await peerwork.as('ana').post(path, attempt)).body;
  expect((await verifySignedNotes(peerwork.db)).finding).toBeNull();
  await peerwork.rows(
    `set session_replication_role = replica; update app.session_note_texts set reason = 'Another' where note_id = '${id}'; set session_replication_role = origin`,
  );
  expect((await verifySignedNotes(peerwork.db)).finding).toEqual({ noteId: id, what: 'is not what was signed' });
  await peerwork.rows(
    `set session_replication_role = replica; update app.session_note_texts set reason = '${attempt.reason}' where note_id = '${id}'; set session_replication_role = origin`,
  );
});
