import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, drafted, sessionOf, signed } from '../session-note/session.ts';
import * as feed from './feed.ts';
import type { Change } from './feed.ts';

const peerwork = launch({ POOL_SIZE: '20' });
const ask = (who: Who, since?: string, limit?: number) => feed.ask(peerwork, who, since, limit);
const heardOf = (who: Who, since: string, count: number) => feed.heardOf(peerwork, who, since, count);
/** From where nothing that was done so far is told of once more: the feed stops short of transactions that are open, in other tests' databases too. */
const startOf = (who: Who) => feed.settled(peerwork).then(() => ask(who));
const told = (changes: Change[]) => changes.map(({ kind, change, id }) => `${kind} ${id} ${change}`);

it('begins with everybody who is yours, and then tells of what is made and changed, each thing once', async () => {
  const first = await ask('ana');
  expect(first).toMatchObject({ restart: true, more: false, changes: [{ kind: 'client', id: CLIENTS.jordan, change: 'yours' }] });
  expect((await ask('ana', first.next)).changes).toEqual([]);

  const note = await drafted(peerwork, 'ana', 'jordan');
  await peerwork.as('ana').patch(`/v1/session-notes/${note.id}`, { plan: 'Another' }, { version: 1 });
  const goal = await agreedGoal(peerwork, 'ana', 'jordan');
  await signed(peerwork, 'ben', 'sam');
  const { changes, next } = await heardOf('ana', first.next, 2);
  // What is heard of in two pieces is told of in both.
  expect([...new Set(told(changes).map((one) => one.replace(' changed', ' created')))]).toEqual([`session-note ${note.id} created`, `goal ${goal.id} created`]);
  await peerwork.as('ana').put(`/v1/session-notes/${note.id}/signature`, { attestation: true }, { version: 2 });
  expect(told((await heardOf('ana', next, 1)).changes)).toEqual([`session-note ${note.id} changed`]);
});

it("tells of a colleague's draft when it is signed, and not before", async () => {
  const { next } = await startOf('nadia');
  const note = await drafted(peerwork, 'ana', 'jordan');
  const before = await ask('nadia', next);
  expect(before.changes).toEqual([]);
  await peerwork.as('ana').put(`/v1/session-notes/${note.id}/signature`, { attestation: true }, { version: 1 });
  // Its making is heard of with its signing where the look before had to stop short of both.
  const { changes } = await heardOf('nadia', before.next, 1);
  expect(told(changes).map((one) => one.replace(' created', ' changed'))).toEqual([`session-note ${note.id} changed`]);
});

it('survives reassignment: what is no longer yours, what is yours now, whenever it took effect', async () => {
  const [ana, ben] = [(await startOf('ana')).next, (await startOf('ben')).next];
  // Dated back to before both asked.
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  await peerwork
    .as('sue')
    .post(`/v1/clients/${CLIENTS.jordan}/assignments`, { peerSpecialistId: CAST.ben.specialistId, role: 'primary', from: hourAgo, reason: 'Evens out' });
  const [left, gained] = [await ask('ana', ana), await ask('ben', ben)];
  expect(told(left.changes)).toEqual([`client ${CLIENTS.jordan} no-longer-yours`]);
  expect(told(gained.changes)).toEqual(expect.arrayContaining([`client ${CLIENTS.jordan} yours`]));
  expect((await ask('ana', left.next)).changes).toEqual([]);
  // And back again, by itself, at a time to come.
  const soon = new Date(Date.now() + 1_500).toISOString();
  const back = await peerwork
    .as('sue')
    .post(`/v1/clients/${CLIENTS.jordan}/assignments`, { peerSpecialistId: CAST.ana.specialistId, role: 'secondary', from: soon, reason: 'Helps out' });
  expect(back.status).toBe(201);
  expect((await ask('ana', left.next)).changes).toEqual([]);
  await new Promise((next) => setTimeout(next, 1_600));
  expect(told((await ask('ana', left.next)).changes)).toEqual(expect.arrayContaining([`client ${CLIENTS.jordan} yours`]));
});

it('loses and repeats nothing under eight who write', async () => {
  const start = (await startOf('sue')).next;
  const made: string[] = [];
  let isOver = false;
  const writers = Array.from({ length: 8 }, async (_, nth) => {
    const [who, client] = nth % 2 ? (['ben', 'sam'] as const) : (['ana', 'jordan'] as const);
    for (let round = 0; round < 12; round++) {
      const body = { ...sessionOf(client), outcome: 'no-show' };
      const answer = await peerwork.as(who).post('/v1/session-notes', body);
      if (answer.status !== 201) throw new Error(answer.text);
      made.push(answer.body.id);
    }
  });
  const reading = (async () => {
    const changes: Change[] = [];
    let next = start;
    for (let isLast = false; !isLast;) {
      isLast = isOver;
      const feed = await ask('sue', next, 5);
      changes.push(...feed.changes);
      next = feed.next;
    }
    const missing = 96 - changes.filter(({ kind }) => kind === 'session-note').length;
    return [...changes, ...(await heardOf('sue', next, missing)).changes];
  })();
  await Promise.all(writers);
  isOver = true;
  const notes = (await reading).filter(({ kind }) => kind === 'session-note').map(({ id }) => id);
  expect(made).toHaveLength(96);
  // A supervisor sees that drafts of his team are there; each is told of once.
  expect([...notes].sort()).toEqual([...made].sort());
}, 60_000);

it('waits for a transaction that is still open, and then tells of what it did', async () => {
  const { next } = await startOf('ana');
  await peerwork.rows('begin');
  await peerwork.rows('select pg_current_xact_id()');
  const note = await drafted(peerwork, 'ana', 'jordan');
  const during = await ask('ana', next);
  expect(told(during.changes)).toEqual([]);
  await peerwork.rows('commit');
  expect(told((await heardOf('ana', during.next, 1)).changes)).toEqual([`session-note ${note.id} created`]);
});

it('says to read everything anew after a restore', async () => {
  const { next } = await ask('ana');
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows('insert into app.audit_eras (era) select max(era) + 1 from app.audit_eras');
  await peerwork.rows('set session_replication_role = origin');
  const feed = await ask('ana', next);
  expect(feed.restart).toBe(true);
  expect((await ask('ana', feed.next)).restart).toBe(false);
});

it('refuses what is no marker of ours, and those who have no caseload', async () => {
  for (const since of ['x', 'AAAA', Buffer.alloc(29).toString('base64url'), `${Buffer.alloc(28).toString('base64url')}=`])
    expect((await peerwork.as('ana').get(`/v1/changes?since=${since}`)).status).toBe(422);
  for (const who of ['max', 'priya', 'ada'] as const) expect((await peerwork.as(who).get('/v1/changes')).status).toBe(403);
});
