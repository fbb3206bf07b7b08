import { CAST, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { countOf, drafted, type Note, signed, stored } from './session.ts';

const peerwork = launch();
const sign = (who: 'sue' | 'otto', notes: { id: string; version: number }[], key?: string) =>
  peerwork.as(who).post('/v1/cosignatures', { notes: notes.map(({ id, version }) => ({ id, version })) }, { key });
const queueOf = async (who: 'sue' | 'otto', query = '') => (await peerwork.as(who).get(`/v1/cosignature-queue?limit=100${query}`)).body.items as Note[];

it('lists what waits for a supervisor, oldest first, of one specialist if that is asked, page by page', async () => {
  const notes = [
    await signed(peerwork, 'ana', 'jordan'),
    await signed(peerwork, 'ben', 'sam'),
    await signed(peerwork, 'olive', 'riley'),
    await signed(peerwork, 'ana', 'jordan'),
  ];
  expect((await queueOf('sue')).map(({ id }) => id)).toEqual([notes[0]!.id, notes[1]!.id, notes[3]!.id]);
  expect((await queueOf('otto')).map(({ id }) => id)).toEqual([notes[2]!.id]);
  expect((await queueOf('sue', `&peerSpecialistId=${CAST.ben.specialistId}`)).map(({ id }) => id)).toEqual([notes[1]!.id]);
  expect(await queueOf('otto', `&peerSpecialistId=${CAST.ben.specialistId}`)).toEqual([]);
  const first = (await peerwork.as('sue').get('/v1/cosignature-queue?limit=2')).body;
  const second = (await peerwork.as('sue').get(`/v1/cosignature-queue?limit=2&after=${first.next}`)).body;
  expect([first.items.length, second.items.map(({ id }: Note) => id), second.next]).toEqual([2, [notes[3]!.id], null]);
});

it('signs many with one result each, in the order asked for, and leaves the queue to what is left', async () => {
  const [one, two, foreign, draft] = [
    await signed(peerwork, 'ana', 'jordan'),
    await signed(peerwork, 'ben', 'sam'),
    await signed(peerwork, 'olive', 'riley'),
    await drafted(peerwork, 'ana', 'jordan'),
  ];
  const answer = await sign('sue', [two, foreign, { ...one, version: 9 }, draft, { id: UNKNOWN, version: 1 }, one].slice(0, 5));
  expect(answer.status).toBe(200);
  expect(answer.body.results).toEqual([
    { id: two.id, outcome: 'cosigned', version: 3, problem: null },
    { id: foreign.id, outcome: 'refused', version: null, problem: { type: '/problems/not-found', title: expect.any(String) } },
    { id: one.id, outcome: 'refused', version: null, problem: { type: '/problems/stale-version', title: expect.any(String) } },
    { id: draft.id, outcome: 'refused', version: null, problem: { type: '/problems/not-awaiting-cosignature', title: expect.any(String) } },
    { id: UNKNOWN, outcome: 'refused', version: null, problem: { type: '/problems/not-found', title: expect.any(String) } },
  ]);
  expect(answer.body.results[1].problem).toEqual(answer.body.results[4].problem);
  expect([(await stored(peerwork, two.id))['status'], (await stored(peerwork, one.id))['status']]).toEqual(['cosigned', 'pending-cosignature']);
  expect(await countOf(peerwork, 'session_note_signatures', foreign.id)).toBe(1);
  expect((await peerwork.trail(two.id)).map(({ action }) => action)).toContain('session-note.cosigned');
  const waiting = (await queueOf('sue')).map(({ id }) => id);
  expect([waiting.includes(one.id), waiting.includes(two.id)]).toEqual([true, false]);
});

it('answers the same once more under one key, and signs nothing again', async () => {
  const note = await signed(peerwork, 'ana', 'jordan');
  const wanted = [note, { id: UNKNOWN, version: 1 }];
  const first = await sign('sue', wanted, 'monday-morning-signatures');
  const second = await sign('sue', wanted, 'monday-morning-signatures');
  expect(second.body).toEqual(first.body);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(await countOf(peerwork, 'session_note_signatures', note.id)).toBe(2);
  expect(await sign('sue', [note], 'monday-morning-signatures')).toMatchObject({ status: 422, body: { type: '/problems/idempotency-key-reused' } });
});

it('takes a hundred at once, and no more', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, nth) => ({ id: `01900000-0000-7000-8000-${String(5_000 + nth).padStart(12, '0')}`, version: 1 }));
  expect((await sign('sue', many(100))).body.results).toHaveLength(100);
  expect(await sign('sue', many(101))).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/notes' }] } });
});

it.each([
  [
    'a note that is there twice',
    [
      { id: UNKNOWN, version: 1 },
      { id: UNKNOWN, version: 1 },
    ],
    '#/notes/1/id',
  ],
  ['a version that is none', [{ id: UNKNOWN, version: 0 }], '#/notes/0/version'],
  ['an id that is none', [{ id: 'x', version: 1 }], '#/notes/0/id'],
  ['another field', [{ id: UNKNOWN, version: 1, force: true }], '#/notes/0/force'],
])('refuses %s', async (_, notes, pointer) => {
  const answer = await peerwork.as('sue').post('/v1/cosignatures', { notes });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});

it('refuses everybody but supervisors', async () => {
  for (const who of ['ana', 'nadia', 'max', 'priya', 'ada'] as const) {
    expect((await peerwork.as(who).get('/v1/cosignature-queue')).status).toBe(403);
    expect((await peerwork.as(who).post('/v1/cosignatures', { notes: [] })).status).toBe(403);
  }
});
