import { describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { freeTime } from '../session-note/session.ts';
import { attended, circle, daysFromNow, held, opened, planOf, presence, respond, scheduled, step } from './group.ts';

const peerwork = launch();
const READERS: Who[] = ['ana', 'ben', 'olive', 'sue', 'otto', 'nadia', 'priya', 'max'];
const attendanceOf = async (id: string) =>
  (await peerwork.rows<{ client_id: string }>('select client_id from app.group_attendances where session_id = $1 order by 1', [id])).map(
    (row) => row.client_id,
  );

it('goes its way from the plan to the last note', async () => {
  const { id: seriesId } = await circle(peerwork);
  const planned = await scheduled(peerwork, seriesId);
  expect(planned).toMatchObject({ seriesId, status: 'scheduled', place: 'Room 2', startedAt: null, attendance: [], hints: [], withheld: false, version: 1 });
  const time = freeTime();
  const holding = await step(peerwork, 'ben', planned, 'holding', { ...time, topic: 'Weekends', summary: 'A quiet evening' });
  expect(holding).toMatchObject({ status: 200, etag: '"2"', body: { status: 'held', ...time, topic: 'Weekends', summary: 'A quiet evening' } });
  const { startedAt } = time;
  const late = new Date(+new Date(startedAt) + 600_000).toISOString();
  const present = [{ clientId: CLIENTS.jordan, arrivedAt: late }, { clientId: CLIENTS.sam }, { clientId: CLIENTS.casey }];
  const attendance = await step(peerwork, 'ana', holding.body, 'attendance', { present });
  expect(attendance).toMatchObject({ status: 200, body: { status: 'notes-open', version: 3 } });
  expect(attendance.body.attendance).toContainEqual({
    ...{ clientId: CLIENTS.jordan, code: 'PW-TEST-JORDAN', name: 'Jordan', arrivedAt: late, leftAt: time.endedAt },
    ...{ hasNote: false, noNoteReason: null },
  });
  for (const client of ['jordan', 'sam'] as const) expect((await respond(peerwork, 'ana', planned.id, client)).status).toBe(201);
  const lacking = await step(peerwork, 'ana', attendance.body, 'closing', { withoutNote: [] });
  expect(lacking).toMatchObject({ status: 409, body: { type: '/problems/group-notes-missing', clientIds: [CLIENTS.casey] } });
  const closing = await step(peerwork, 'sue', attendance.body, 'closing', { withoutNote: [{ clientId: CLIENTS.casey, reason: 'Left at once' }] });
  expect(closing).toMatchObject({ status: 200, body: { status: 'closed', version: 4 } });
  expect(closing.body.attendance.map(({ hasNote, noNoteReason }: { hasNote: boolean; noNoteReason: string | null }) => [hasNote, noNoteReason])).toEqual([
    [true, null],
    [true, null],
    [false, 'Left at once'],
  ]);
  expect((await peerwork.trail(planned.id)).map(({ action, client_ids, facts }) => [action, client_ids, facts])).toEqual([
    ['group-session.scheduled', [], { seriesId }],
    ['group-session.held', [], { seriesId }],
    ['group-session.attended', [CLIENTS.jordan, CLIENTS.sam, CLIENTS.casey], { seriesId, takenOff: [] }],
    ['group-session.closed', [CLIENTS.casey], { seriesId }],
  ]);
});

it('shows everybody when it is, and who sat there and the words only to whose group it is', async () => {
  const { id: seriesId } = await circle(peerwork);
  const session = await attended(peerwork, seriesId, ['jordan', 'sam'], { topic: 'Weekends', summary: 'Quiet' });
  for (const who of READERS) {
    const { status, body, text } = await peerwork.as(who).get(`/v1/group-sessions/${session.id}`);
    const { startsAt, endsAt, startedAt, endedAt, modality } = session;
    expect({ status, body }).toMatchObject({ status: 200, body: { startsAt, endsAt, startedAt, endedAt, modality, status: 'notes-open' } });
    const isTheirs = ['ana', 'ben', 'sue'].includes(who);
    expect(body.withheld).toBe(!isTheirs);
    for (const word of ['Weekends', 'Quiet', 'Room 2', CLIENTS.jordan, CLIENTS.sam, 'Jordan', 'PW-TEST'])
      expect([who, word, text.includes(word)]).toEqual([who, word, isTheirs]);
    const list = await peerwork.as(who).get(`/v1/group-series/${seriesId}/sessions`);
    expect(list.body.items).toEqual([Object.fromEntries(Object.entries(body).filter(([name]) => name in list.body.items[0]))]);
    expect(list.text).not.toContain('Room 2');
  }
});

it('is scheduled by whose group it is', async () => {
  const { id } = await opened(peerwork);
  const post = (who: Who, seriesId: string, changes: object = {}) => peerwork.as(who).post(`/v1/group-series/${seriesId}/sessions`, planOf(changes));
  const [hidden, unknown] = [await post('olive', id), await post('olive', UNKNOWN)];
  expect(hidden.status).toBe(404);
  expect(unknown.text).toBe(hidden.text);
  for (const who of ['nadia', 'priya', 'max', 'ada'] as const) expect((await post(who, id)).status).toBe(403);
  for (const who of ['ana', 'ben', 'sue'] as const) expect((await post(who, id)).status).toBe(201);
  for (const changes of [{ endsAt: daysFromNow(0) }, { endsAt: daysFromNow(2) }, { place: ' ' }, { modality: 'letter' }])
    expect((await post('ana', id, changes)).status).toBe(422);
  await peerwork.as('ana').put(`/v1/group-series/${id}/ending`, {}, { version: 1 });
  expect(await post('ana', id)).toMatchObject({ status: 409, body: { type: '/problems/group-series-ended' } });
  expect((await peerwork.as('ana').get(`/v1/group-series/${id}/sessions`)).body.items).toHaveLength(3);
});

it('is cancelled before it is held, with a reason for those whose group it is', async () => {
  const { id } = await opened(peerwork);
  const session = await scheduled(peerwork, id);
  const cancelled = await step(peerwork, 'ana', session, 'cancellation', { reason: 'The leader is ill' });
  expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', cancelReason: 'The leader is ill' } });
  expect((await peerwork.as('olive').get(`/v1/group-sessions/${session.id}`)).body).toMatchObject({ status: 'cancelled', cancelReason: null });
  expect(JSON.stringify(await peerwork.trail(session.id))).not.toContain('ill');
});

const STEPS: [string, object][] = [
  ['holding', { startedAt: daysFromNow(-1), endedAt: daysFromNow(-0.99) }],
  ['attendance', presence('jordan')],
  ['cancellation', { reason: 'Nobody came' }],
  ['closing', { withoutNote: [] }],
];

describe.each(STEPS)('%s', (name, body) => {
  it('is not for another team, as if there were no such session, nor for roles that hold none', async () => {
    const { id } = await circle(peerwork);
    for (const session of [await scheduled(peerwork, id), await held(peerwork, id), await attended(peerwork, id, ['jordan'])]) {
      for (const who of ['olive', 'otto'] as const) {
        const [hidden, unknown] = [await step(peerwork, who, session, name, body), await step(peerwork, who, { ...session, id: UNKNOWN }, name, body)];
        expect(hidden.status).toBe(404);
        expect(unknown.text).toBe(hidden.text);
      }
      for (const who of ['nadia', 'priya', 'max', 'ada'] as const) expect((await step(peerwork, who, session, name, body)).status).toBe(403);
      expect((await peerwork.as('ana').get(`/v1/group-sessions/${session.id}`)).body).toEqual(session);
    }
  });

  it('is refused where it does not come next, and of another version', async () => {
    const { id } = await circle(peerwork);
    const done = await step(peerwork, 'ana', await scheduled(peerwork, id), 'cancellation', { reason: 'Rain' });
    expect(await step(peerwork, 'ana', done.body, name, body)).toMatchObject({
      status: 409,
      body: { type: '/problems/group-session-state', state: 'cancelled' },
    });
    expect(await step(peerwork, 'ana', { ...done.body, version: 1 }, name, body)).toMatchObject({ status: 412 });
  });
});

describe('attendance', () => {
  it('may be said again until the session is closed', async () => {
    const { id } = await circle(peerwork);
    const session = await attended(peerwork, id, ['jordan', 'sam']);
    const again = await step(peerwork, 'ben', session, 'attendance', presence('sam', 'casey'));
    expect(again).toMatchObject({ status: 200, body: { status: 'notes-open', version: session.version + 1 } });
    expect(await attendanceOf(session.id)).toEqual([CLIENTS.sam, CLIENTS.casey].sort());
    const last = (await peerwork.trail(session.id)).at(-1)!;
    expect(last).toMatchObject({ client_ids: [CLIENTS.sam, CLIENTS.casey, CLIENTS.jordan], facts: { takenOff: [CLIENTS.jordan] } });
  });

  it('does not lose whoever has a note', async () => {
    const { id } = await circle(peerwork);
    const session = await attended(peerwork, id, ['jordan', 'sam']);
    await respond(peerwork, 'ana', session.id, 'sam');
    const answer = await step(peerwork, 'ana', session, 'attendance', presence('jordan'));
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/group-note-written', clientIds: [CLIENTS.sam] } });
    expect(await attendanceOf(session.id)).toEqual([CLIENTS.jordan, CLIENTS.sam].sort());
  });

  it('takes guests of an open series whom the caller sees, and nobody else', async () => {
    const { id } = await opened(peerwork);
    const session = await held(peerwork, id);
    for (const [who, client] of [
      ['ana', 'sam'],
      ['ben', 'jordan'],
      ['sue', 'riley'],
    ] as const) {
      const hidden = await step(peerwork, who, session, 'attendance', presence(client));
      const unknown = await step(peerwork, who, session, 'attendance', { present: [{ clientId: UNKNOWN }] });
      expect(hidden).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/present/0/clientId' }] } });
      expect(unknown.text).toBe(hidden.text);
    }
    expect((await step(peerwork, 'ana', session, 'attendance', presence('jordan'))).status).toBe(200);
    // Ben keeps whom Ana brought, and brings his own.
    expect((await step(peerwork, 'ben', { ...session, version: session.version + 1 }, 'attendance', presence('jordan', 'sam'))).status).toBe(200);
  });

  it('takes no guests of a closed series', async () => {
    const { id } = await opened(peerwork, { admission: 'closed' });
    expect(await step(peerwork, 'ana', await held(peerwork, id), 'attendance', presence('jordan'))).toMatchObject({ status: 422 });
  });

  it('takes nobody who had left the group before', async () => {
    const { id } = await circle(peerwork, { admission: 'closed' });
    const { body } = await peerwork.as('ana').get(`/v1/group-series/${id}/members`);
    const sam = body.items.find(({ clientId }: { clientId: string }) => clientId === CLIENTS.sam);
    await peerwork.as('ana').put(`/v1/group-members/${sam.id}/ending`, { at: daysFromNow(-15), reason: 'moved' }, { version: 1 });
    expect(await step(peerwork, 'ana', await held(peerwork, id), 'attendance', presence('jordan', 'sam'))).toMatchObject({
      ...{ status: 422, body: { errors: [{ pointer: '#/present/1/clientId' }] } },
    });
  });

  it.each([
    [{ present: [{ clientId: CLIENTS.jordan, arrivedAt: daysFromNow(-5) }] }, '#/present/0/leftAt'],
    [{ present: [{ clientId: CLIENTS.jordan }, { clientId: CLIENTS.jordan }] }, '#/present/1/clientId'],
    [{ present: [{ clientId: CLIENTS.jordan, mood: 'good' }] }, '#/present/0/mood'],
    [{}, '#/present'],
  ])('refuses %j by pointer', async (wish, pointer) => {
    const { id } = await circle(peerwork);
    const session = await held(peerwork, id);
    expect(await step(peerwork, 'ana', session, 'attendance', wish)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await attendanceOf(session.id)).toEqual([]);
  });
});

describe('hints', () => {
  const hinted = async (words: object) => {
    const { id } = await circle(peerwork);
    return (await held(peerwork, id, words))['hints'];
  };

  it('point at names of members that stand in topic and summary, as whole words and however they are written', async () => {
    expect(await hinted({ topic: 'Weekends with JORDAN', summary: 'pw-test-sam and Testperson were there; Jordanian food' })).toEqual([
      { field: 'summary', word: 'pw test sam' },
      { field: 'summary', word: 'sam' },
      { field: 'summary', word: 'testperson' },
      { field: 'topic', word: 'jordan' },
    ]);
  });

  it('know nobody who is not in the group', async () => expect(await hinted({ topic: 'What Riley told' })).toEqual([]));

  it('are for those whose group it is, and tell others nothing', async () => {
    const { id } = await circle(peerwork);
    const session = await held(peerwork, id, { topic: 'About Sam' });
    expect((await peerwork.as('otto').get(`/v1/group-sessions/${session.id}`)).body.hints).toEqual([]);
    const [row] = await peerwork.rows<{ count: string }>(
      `select count(*) from (select set_config('app.team', $2, true)) s, app.group_names_in($1, null, '{"guess":"sam jordan"}')`,
      [session.id, `{${CAST.olive.specialistId}}`],
    );
    expect(row!.count).toBe('0');
  });
});
