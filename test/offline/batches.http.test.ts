import { v7 as uuid } from 'uuid';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, drafted, sessionOf, signed, stored } from '../session-note/session.ts';

const peerwork = launch();
type Result = { id: string; outcome: string; version: number | null; problem: { type: string } | null };
type Operation = { id: string } & Record<string, unknown>;
const send = async (operations: Operation[], who: 'ana' | 'ben' = 'ana'): Promise<Result[]> => {
  const { status, body, text } = await peerwork.as(who).post('/v1/batches', { operations });
  if (status !== 200) throw new Error(`${status} ${text}`);
  return body.results;
};
const outcomes = (results: Result[]) => results.map(({ outcome, problem }) => problem?.type ?? outcome);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const yesterday = daysAgo(1);
const attempt = (more: object = {}): Operation => ({ id: uuid(), logAttempt: { clientId: CLIENTS.jordan, outcome: 'no-show', modality: 'phone', ...more } });
const draft = (more: object = {}): Operation => ({ id: uuid(), draftNote: sessionOf('jordan', more) });
/** Everything that a batch may touch. */
const state = () =>
  peerwork.rows(
    `select 'note' as kind, id, status, version::text from app.session_notes union all select 'check-in', id, kept, '' from app.goal_check_ins
     union all select 'edit', id, plan, '' from app.session_note_edits union all select 'signature', note_id, kind, '' from app.session_note_signatures order by 1, 2, 3`,
  );

it('does what was done without reception, in one go, with the ids and times of the device', async () => {
  const goal = await agreedGoal(peerwork, 'ana', 'jordan');
  // Over midnight, and long enough ago to overlap no session of the tests after this one.
  const [startedAt, endedAt] = [`${daysAgo(3)}T23:30:00.000Z`, `${daysAgo(2)}T00:10:00.000Z`];
  const note = draft({ startedAt, endedAt });
  const checkIn = { id: uuid(), checkIn: { goalId: goal.id, on: yesterday, kept: 'kept', nextStep: 'Again' } };
  const change = { id: uuid(), changeNote: { noteId: note.id, baseVersion: 1, plan: 'Meet on Friday' } };
  const signature = { id: uuid(), signNote: { noteId: note.id, version: 2, attestation: true } };
  const tried = attempt({ reason: 'Was ill' });
  // The signature stands first: what depends on another is done after it.
  const results = await send([signature, change, checkIn, tried, note]);
  expect(results).toEqual([
    { id: signature.id, outcome: 'done', version: 3, problem: null },
    { id: change.id, outcome: 'done', version: 2, problem: null },
    { id: checkIn.id, outcome: 'done', version: null, problem: null },
    { id: tried.id, outcome: 'done', version: 2, problem: null },
    { id: note.id, outcome: 'done', version: 1, problem: null },
  ]);
  const { body } = await peerwork.as('ana').get(`/v1/session-notes/${note.id}`);
  expect(body).toMatchObject({ status: 'pending-cosignature', plan: 'Meet on Friday', startedAt, durationMinutes: 40 });
  // When it came to us is our own time, whatever the device's clock says.
  expect(Math.abs(Date.parse(body.createdAt) - Date.now())).toBeLessThan(60_000);
  expect((await peerwork.trail(note.id)).map(({ action }) => action)).toEqual(['session-note.drafted', 'session-note.changed', 'session-note.signed']);
});

it('leaves the same when two hundred are sent twice and shuffled', async () => {
  const goal = await agreedGoal(peerwork, 'ana', 'jordan');
  const notes = Array.from({ length: 60 }, (_, nth) => {
    const start = Date.now() - 86_400_000 - nth * 600_000;
    return draft({ startedAt: new Date(start).toISOString(), endedAt: new Date(start + 300_000).toISOString() });
  });
  const all = [
    ...notes,
    ...notes.slice(0, 40).map(({ id }) => ({ id: uuid(), changeNote: { noteId: id, baseVersion: 1, plan: `Plan of ${id}` } })),
    ...notes.slice(0, 30).map(({ id }) => ({ id: uuid(), signNote: { noteId: id, version: 2, attestation: true } })),
    ...Array.from({ length: 40 }, () => attempt()),
    ...Array.from({ length: 30 }, () => ({ id: uuid(), checkIn: { goalId: goal.id, on: yesterday, kept: 'partly' } })),
  ];
  expect(all).toHaveLength(200);
  const shuffled = (list: Operation[]) =>
    list
      .map((one) => ({ one, key: Math.random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
  // A slow machine may leave some for later; a device sends those again.
  const sendAll = async (list: Operation[]): Promise<string[]> => {
    const results = await send(list);
    const later = results.filter(({ outcome }) => outcome === 'later').map(({ id }) => list.find((one) => one.id === id)!);
    return [...outcomes(results).filter((outcome) => outcome !== 'later'), ...(later.length > 0 ? await sendAll(later) : [])];
  };
  expect(new Set(await sendAll(shuffled(all)))).toEqual(new Set(['done']));
  const once = await state();
  expect(new Set(await sendAll(shuffled(all)))).toEqual(new Set(['known']));
  expect(new Set([...(await sendAll(shuffled(all.slice(0, 120)))), ...(await sendAll(shuffled(all.slice(80))))])).toEqual(new Set(['known']));
  expect(await state()).toEqual(once);
}, 60_000);

it('keeps both of two edits of one draft, and shows them', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan', { plan: 'First' });
  expect((await peerwork.as('ana').patch(`/v1/session-notes/${note.id}`, { plan: 'On the tablet' }, { version: 1 })).status).toBe(200);
  const edit = { id: uuid(), changeNote: { noteId: note.id, baseVersion: 1, plan: 'On the phone', goalIds: [] } };
  expect(await send([edit])).toEqual([{ id: edit.id, outcome: 'kept-beside', version: 2, problem: null }]);
  expect(outcomes(await send([edit]))).toEqual(['known']);
  const { body } = await peerwork.as('ana').get(`/v1/session-notes/${note.id}`);
  expect(body).toMatchObject({
    plan: 'On the tablet',
    version: 2,
    edits: [{ id: edit.id, baseVersion: 1, plan: 'On the phone', response: null, goalIds: [] }],
  });
  expect((await peerwork.trail(note.id)).at(-1)).toMatchObject({
    action: 'session-note.edit-kept',
    facts: { editId: edit.id, fields: expect.arrayContaining(['plan']) },
  });
  // Nobody else reads the words of a draft.
  expect((await peerwork.as('sue').get(`/v1/session-notes/${note.id}`)).body).toMatchObject({ edits: [], wordsWithheld: true });
});

it('refuses each by itself, and does the others', async () => {
  const mine = await signed(peerwork, 'ana', 'jordan');
  const bens = await drafted(peerwork, 'ben', 'sam');
  const taken = draft();
  const overlapping = { ...taken, id: uuid() };
  const operations = [
    { id: uuid(), draftNote: sessionOf('sam') },
    { id: uuid(), draftNote: { ...sessionOf('jordan'), clientId: UNKNOWN } },
    taken,
    overlapping,
    { id: uuid(), changeNote: { noteId: mine.id, baseVersion: 2, plan: 'Too late' } },
    { id: uuid(), changeNote: { noteId: bens.id, baseVersion: 1, plan: 'Not mine' } },
    { id: uuid(), signNote: { noteId: UNKNOWN, version: 1, attestation: true } },
    { id: uuid(), checkIn: { goalId: UNKNOWN, on: yesterday, kept: 'kept' } },
    attempt(),
  ];
  const [first, second] = [taken, overlapping].sort((a, b) => (a.id < b.id ? -1 : 1));
  const results = outcomes(await send(operations));
  expect(results.slice(0, 2)).toEqual(['/problems/not-found', '/problems/not-found']);
  expect([results[operations.indexOf(first!)], results[operations.indexOf(second!)]]).toEqual(['done', '/problems/sessions-overlap']);
  expect(results.slice(4)).toEqual(['/problems/note-signed-already', '/problems/not-found', '/problems/not-found', '/problems/not-found', 'done']);
  expect(await stored(peerwork, bens.id)).toMatchObject({ version: 1 });
  const rows = await peerwork.rows(`select from app.session_notes where id = any ($1)`, [operations.map(({ id }) => id)]);
  expect(rows).toHaveLength(2);
});

it('takes an id for another operation as a mistake, and knows its own again when the keys are forgotten', async () => {
  const one = attempt();
  expect(outcomes(await send([one]))).toEqual(['done']);
  expect(outcomes(await send([{ ...attempt({ outcome: 'unreachable' }), id: one.id }]))).toEqual(['/problems/idempotency-key-reused']);
  await peerwork.rows('delete from app.idempotency_keys');
  expect(outcomes(await send([one]))).toEqual(['known']);
  expect(outcomes(await send([{ ...one, logAttempt: { clientId: CLIENTS.sam, outcome: 'no-show', modality: 'phone' } } as Operation], 'ben'))).toEqual([
    '/problems/id-taken',
  ]);
});

it('does it once for eight who send it at the same time', async () => {
  for (let round = 0; round < 10; round++) {
    const startedAt = Date.now() - 40 * 3_600_000 - round * 600_000;
    const note = draft({ startedAt: new Date(startedAt).toISOString(), endedAt: new Date(startedAt + 300_000).toISOString() });
    const operations = [note, attempt(), attempt()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(operations)));
    const told = answers.map(outcomes);
    for (const nth of [0, 1, 2]) expect(told.map((one) => one[nth]).sort()).toEqual(['done', ...Array(7).fill('known')]);
  }
});

it.each([
  ['nothing to do', { id: uuid() }, '#/operations/0'],
  ['two things to do', { ...draft(), checkIn: { goalId: UNKNOWN, on: '2026-11-22', kept: 'kept' } }, '#/operations/0'],
  ['an id of its own for the note', { id: uuid(), draftNote: { ...sessionOf('jordan'), id: uuid() } }, '#/operations/0/draftNote/id'],
  [
    'a wrong field deep within',
    { id: uuid(), logAttempt: { clientId: CLIENTS.jordan, outcome: 'completed', modality: 'phone' } },
    '#/operations/0/logAttempt/outcome',
  ],
  ['an id that no device makes', { ...draft(), id: CAST.ana.id.replace('-7', '-4') }, '#/operations/0/id'],
])('refuses a batch with %s', async (_, operation, pointer) => {
  expect(await peerwork.as('ana').post('/v1/batches', { operations: [operation] })).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});

it('refuses the same operation twice, more than two hundred, and everybody who writes no notes', async () => {
  const one = attempt();
  expect(await peerwork.as('ana').post('/v1/batches', { operations: [one, one] })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '#/operations/1/id' }] },
  });
  const many = Array.from({ length: 201 }, () => attempt());
  expect(await peerwork.as('ana').post('/v1/batches', { operations: many })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/operations' }] } });
  for (const who of ['sue', 'nadia', 'max', 'priya', 'ada'] as const) expect((await peerwork.as(who).post('/v1/batches', { operations: [] })).status).toBe(403);
});

it('takes two hundred long notes, which are more than another body may hold', async () => {
  const text = 'words '.repeat(300);
  const operations = Array.from({ length: 200 }, () => ({
    id: uuid(),
    changeNote: { noteId: UNKNOWN, baseVersion: 1, plan: text, response: text, intervention: text },
  }));
  expect(JSON.stringify(operations).length).toBeGreaterThan(1_000_000);
  expect(new Set(outcomes(await send(operations)))).toEqual(new Set(['/problems/not-found']));
});
