import { DraftExpiry } from '../../src/modules/session-note/index.ts';
import { CLIENTS } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, drafted, type Note, stored } from './session.ts';

const peerwork = launch();
const DAY = 86_400_000;
const empty = { intervention: undefined, response: undefined, plan: undefined };
const age = (note: Note, days: number) =>
  peerwork.rows(
    `set session_replication_role = replica; update app.session_notes set created_at = created_at - interval '${days} days' where id = '${note.id}'; set session_replication_role = origin`,
  );
const ago = (days: number) => ({
  startedAt: new Date(Date.now() - days * DAY - 3_600_000).toISOString(),
  endedAt: new Date(Date.now() - days * DAY).toISOString(),
});
const stale = async (who: 'ana' | 'ben' | 'sue' | 'otto' | 'max') =>
  (await peerwork.as(who).get('/v1/session-notes?stale=true&limit=100')).body.items.map(({ id }: Note) => id);
const expire = () => peerwork.app.get(DraftExpiry).expire();

it("shows what was left for a week to its author and his supervisor, and to nobody else's", async () => {
  const [left, fresh] = [await drafted(peerwork, 'ana', 'jordan', ago(8)), await drafted(peerwork, 'ana', 'jordan', ago(5))];
  for (const who of ['ana', 'sue'] as const) {
    expect(await stale(who)).toContain(left.id);
    expect(await stale(who)).not.toContain(fresh.id);
  }
  for (const who of ['ben', 'otto'] as const) expect(await stale(who)).not.toContain(left.id);
  expect((await peerwork.as('sue').get('/v1/session-notes?stale=maybe')).status).toBe(422);
});

it('ends drafts in which nothing stands, says so on the trail, and leaves all others', async () => {
  const goal = await agreedGoal(peerwork, 'ana', 'jordan');
  const notes = {
    empty: await drafted(peerwork, 'ana', 'jordan', empty),
    young: await drafted(peerwork, 'ana', 'jordan', empty),
    words: await drafted(peerwork, 'ana', 'jordan', { ...empty, plan: 'x' }),
    goal: await drafted(peerwork, 'ana', 'jordan', { ...empty, goalIds: [goal.id] }),
    reason: await drafted(peerwork, 'ana', 'jordan', { ...empty, outcome: 'no-show', reason: 'Ill' }),
    returned: await drafted(peerwork, 'ana', 'jordan', empty),
  };
  for (const note of [notes.empty, notes.words, notes.goal, notes.reason, notes.returned]) await age(note, 8);
  await peerwork.rows(
    `set session_replication_role = replica; update app.session_notes set returned_at = now() where id = '${notes.returned.id}'; set session_replication_role = origin`,
  );
  expect(await expire()).toBe(1);
  expect(await expire()).toBe(0);
  for (const [name, { id }] of Object.entries(notes))
    expect([name, (await stored(peerwork, id))['status']]).toEqual([name, name === 'empty' ? 'voided' : 'draft']);
  const { body } = await peerwork.as('ana').get(`/v1/session-notes/${notes.empty.id}`);
  expect(body.voided).toEqual({ reason: 'Expired by itself: nothing was written in seven days', voidedBy: null, voidedAt: expect.any(String) });
  expect((await peerwork.trail(notes.empty.id)).at(-1)).toMatchObject({ action: 'session-note.expired', account_id: null, client_ids: [CLIENTS.jordan] });
});

it('gives the time back that an empty draft held', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan', empty);
  await age(note, 8);
  const again = { ...empty, startedAt: note.startedAt, endedAt: note.endedAt };
  await expect(drafted(peerwork, 'ana', 'jordan', again)).rejects.toThrow(/sessions-overlap/);
  await expire();
  expect((await drafted(peerwork, 'ana', 'jordan', again)).status).toBe('draft');
});

it('passes over a draft that its author is just writing in', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan', empty);
  await age(note, 8);
  await peerwork.rows(`begin; select from app.session_notes where id = '${note.id}' for update`);
  expect(await expire()).toBe(0);
  await peerwork.rows('rollback');
  expect(await expire()).toBe(1);
});

it('lets nobody who serves requests call it', async () => {
  await peerwork.rows('begin; set local role app_peer_specialist');
  await expect(peerwork.rows(`select app.expire_empty_drafts('0 days', 'because')`)).rejects.toThrow(/permission denied/);
  await peerwork.rows('rollback');
});
