import { setTimeout as wait } from 'node:timers/promises';
import { CAST, CLIENTS } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { type Client, drafted, freeTime, type Note, sessionOf, sign, signed } from './session.ts';

const peerwork = launch();
const OVERLAP = '/problems/sessions-overlap';
const ATTEMPTS = ['no-show', 'client-cancelled', 'staff-cancelled', 'unreachable'];

const post = (who: 'ana' | 'ben', client: Client, changes: object) => peerwork.as(who).post('/v1/session-notes', sessionOf(client, changes));
const timesOf = ({ startedAt, endedAt }: Pick<Note, 'startedAt' | 'endedAt'>) => ({ startedAt, endedAt });
const moved = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * 60_000).toISOString();
const at = async ({ startedAt }: { startedAt: string }) => (await peerwork.rows('select id from app.session_notes where started_at = $1', [startedAt])).length;

beforeAll(async () => {
  const assist = (client: 'jordan' | 'sam', specialist: 'ana' | 'ben') =>
    peerwork.as('sue').post(`/v1/clients/${CLIENTS[client]}/assignments`, {
      peerSpecialistId: CAST[specialist].specialistId,
      role: 'secondary',
      from: new Date(Date.now() - 30 * 86_400_000).toISOString(),
      reason: 'help',
    });
  expect((await assist('jordan', 'ben')).status).toBe(201);
  expect((await assist('sam', 'ana')).status).toBe(201);
});

it.each([
  ['at the same time', 0, 0],
  ['that begins within it', 20, 20],
  ['that ends within it', -20, -20],
  ['around it', -5, 5],
  ['inside it', 5, -5],
])("refuses an author's second session %s, and names the first", async (_, begin, end) => {
  const first = await drafted(peerwork, 'ana', 'jordan');
  const times = { startedAt: moved(first.startedAt, begin), endedAt: moved(first.endedAt, end) };
  const answer = await post('ana', 'sam', times);
  expect(answer).toMatchObject({ status: 409, body: { type: OVERLAP, otherNoteId: first.id } });
  expect(await peerwork.rows('select id from app.session_notes where started_at = $1 and client_id = $2', [times.startedAt, CLIENTS.sam])).toEqual([]);
});

it('takes a session that begins when another ends', async () => {
  const first = await drafted(peerwork, 'ana', 'jordan');
  expect((await post('ana', 'jordan', { startedAt: first.endedAt, endedAt: moved(first.endedAt, 5) })).status).toBe(201);
});

it('takes sessions of different people at one time', async () => {
  const first = await drafted(peerwork, 'ana', 'jordan');
  expect((await post('ben', 'sam', timesOf(first))).status).toBe(201);
});

it("refuses a client's second session, and names the first where it may be seen", async () => {
  const first = await signed(peerwork, 'ana', 'jordan');
  const answer = await post('ben', 'jordan', timesOf(first));
  expect(answer).toMatchObject({ status: 409, body: { type: OVERLAP, otherNoteId: first.id } });
  expect(await at(first)).toBe(1);
});

it("does not name a colleague's draft, which may not be seen", async () => {
  const first = await drafted(peerwork, 'ana', 'jordan');
  const answer = await post('ben', 'jordan', timesOf(first));
  expect(answer).toMatchObject({ status: 409, body: { type: OVERLAP } });
  expect(answer.text).not.toContain(first.id);
  expect(answer.body).not.toHaveProperty('otherNoteId');
  expect(await at(first)).toBe(1);
});

it('refuses to move a session onto another, or to make one of an attempt', async () => {
  const first = await drafted(peerwork, 'ana', 'jordan');
  const second = await drafted(peerwork, 'ana', 'sam');
  const attempt = await drafted(peerwork, 'ana', 'sam', { ...timesOf(first), outcome: 'no-show' });
  const patch = (note: Note, wish: object) => peerwork.as('ana').patch(`/v1/session-notes/${note.id}`, wish, { version: 1 });
  expect(await patch(second, timesOf(first))).toMatchObject({ status: 409, body: { type: OVERLAP, otherNoteId: first.id } });
  expect(await patch(attempt, { outcome: 'completed' })).toMatchObject({ status: 409, body: { type: OVERLAP, otherNoteId: first.id } });
  expect((await peerwork.as('ana').get(`/v1/session-notes/${second.id}`)).body).toEqual(second);
  expect((await peerwork.as('ana').get(`/v1/session-notes/${attempt.id}`)).body).toEqual(attempt);
  expect((await patch(first, { endedAt: moved(first.endedAt, -1) })).status).toBe(200);
});

it.each(ATTEMPTS)('leaves attempts out, before and after a session (%s)', async (outcome) => {
  const attempt = await drafted(peerwork, 'ana', 'jordan', { outcome });
  const session = await drafted(peerwork, 'ana', 'jordan', timesOf(attempt));
  expect((await post('ana', 'jordan', { ...timesOf(session), outcome })).status).toBe(201);
  expect((await sign(peerwork, 'ana', session)).status).toBe(200);
});

it('leaves voided notes out', async () => {
  const wrong = await signed(peerwork, 'ana', 'jordan');
  await peerwork.as('sue').put(`/v1/session-notes/${wrong.id}/void`, { reason: 'Wrong client' }, { version: wrong.version });
  expect((await post('ana', 'sam', timesOf(wrong))).status).toBe(201);
});

/** Holds back what the posts would insert until all of them have looked and found the time free. */
async function heldTogether<T>(count: number, posts: () => Promise<T>[]): Promise<T[]> {
  await peerwork.rows('begin; lock table app.session_notes in share mode');
  try {
    const answers = Promise.all(posts());
    for (let waiting = 0, tries = 0; waiting < count; tries++) {
      if (tries > 80) throw new Error(`only ${waiting} of ${count} requests came to wait`);
      await wait(20);
      waiting = Number((await peerwork.rows(`select count(*) from pg_locks where relation = 'app.session_notes'::regclass and not granted`))[0]!['count']);
    }
    await peerwork.rows('commit');
    return await answers;
  } finally {
    await peerwork.rows('rollback');
  }
}

it.each([
  ["an author's", 'ana', 'sam'],
  ["a client's", 'ben', 'jordan'],
] as const)('takes one of two overlapping sessions that are posted at once (%s)', async (_, who, client) => {
  const times = freeTime();
  const answers = await heldTogether(2, () => [post('ana', 'jordan', times), post(who, client, { ...times, startedAt: moved(times.startedAt, 1) })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)!.body.type).toBe(OVERLAP);
  expect(await peerwork.rows('select from app.session_notes where ended_at = $1', [times.endedAt])).toHaveLength(1);
});

it('takes one of fifty overlapping sessions that are posted at once', async () => {
  const times = freeTime();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => post(n % 2 ? 'ana' : 'ben', n % 4 < 2 ? 'jordan' : 'sam', { ...times, place: `room ${n}`, outcome: 'completed' })),
  );
  const notes = await peerwork.rows('select author_id, client_id from app.session_notes where started_at = $1', [times.startedAt]);
  // Ana with one client and Ben with the other do not overlap.
  expect(new Set(notes.map(({ author_id }) => author_id)).size).toBe(notes.length);
  expect(new Set(notes.map(({ client_id }) => client_id)).size).toBe(notes.length);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(notes.length);
  expect(notes.length).toBeGreaterThan(0);
  for (const { status, body } of answers) expect([status, body.type]).toEqual(status === 201 ? [201, undefined] : [409, OVERLAP]);
});

it('takes one of fifty sessions of one author with one client that are posted at once', async () => {
  const times = freeTime();
  const answers = await Promise.all(Array.from({ length: 50 }, () => post('ana', 'jordan', times)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(49).fill(409)]);
  expect(await at(times)).toBe(1);
});
