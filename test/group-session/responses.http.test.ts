import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { sessionOf, sign } from '../session-note/session.ts';
import { attended, circle, held, opened, presence, respond, step } from './group.ts';

const peerwork = launch();
const read = (who: Who, id: string) => peerwork.as(who).get(`/v1/session-notes/${id}`);
const notesOf = async (sessionId: string) =>
  Number((await peerwork.rows('select count(*) from app.session_notes where group_session_id = $1', [sessionId]))[0]!['count']);
const EVERYBODY = Object.keys(CAST) as Who[];

let series: { id: string };
beforeAll(async () => void (series = await circle(peerwork)));

it("is the member's own note, of the time that he was there, by who wrote it", async () => {
  const session = await held(peerwork, series.id);
  const arrivedAt = new Date(+new Date(session['startedAt']) + 300_000).toISOString();
  await step(peerwork, 'ana', session, 'attendance', { present: [{ clientId: CLIENTS.jordan, arrivedAt }] });
  const { status, body } = await respond(peerwork, 'ana', session.id, 'jordan');
  expect({ status, body }).toMatchObject({
    status: 201,
    body: {
      ...{ clientId: CLIENTS.jordan, peerSpecialistId: CAST.ana.specialistId, groupSessionId: session.id, status: 'draft', outcome: 'completed' },
      ...{ startedAt: arrivedAt, endedAt: session['endedAt'], durationMinutes: 25, place: 'Room 2', modality: 'in-person', program: 'therapy' },
      ...{ intervention: 'Asked about the week', response: 'Listened', plan: 'Come again', otherNames: [], version: 1 },
    },
  });
  expect(await peerwork.trail(body.id)).toEqual([
    { action: 'session-note.drafted', account_id: CAST.ana.id, client_ids: [CLIENTS.jordan], facts: { groupSessionId: session.id } },
  ]);
});

it('is kept out of the EHR when its author says so, then and as long as it is a draft', async () => {
  const session = await attended(peerwork, series.id, ['jordan', 'casey']);
  expect((await respond(peerwork, 'ana', session.id, 'jordan')).body).toMatchObject({ keptFromEhr: false });
  const { status, body } = await respond(peerwork, 'ana', session.id, 'casey', { keptFromEhr: true });
  expect({ status, body }).toMatchObject({ status: 201, body: { keptFromEhr: true, groupSessionId: session.id } });
  const changed = await peerwork.as('ana').patch(`/v1/session-notes/${body.id}`, { keptFromEhr: false }, { version: 1 });
  expect(changed).toMatchObject({ status: 200, body: { keptFromEhr: false, groupSessionId: session.id } });
  const wrong = await respond(peerwork, 'ana', session.id, 'jordan', { keptFromEhr: 'yes' });
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/keptFromEhr' }] } });
});

describe('of a member whom its author may not see otherwise', () => {
  it('is read by the author while it is a draft, by his supervisor without its words, and signed; then by those who see the client', async () => {
    const session = await attended(peerwork, series.id, ['sam', 'jordan']);
    const { body: note } = await respond(peerwork, 'ana', session.id, 'sam', { response: 'Secret of Sams' });
    expect(note).toMatchObject({ program: null, wordsWithheld: false });
    const readersOf = async () => {
      const answers = await Promise.all(EVERYBODY.map(async (who) => ({ who, answer: await read(who, note.id) })));
      const isWorded = answers.filter(({ answer }) => answer.text.includes('Secret of Sams')).map(({ who }) => who);
      return [answers.filter(({ answer }) => answer.status === 200).map(({ who }) => who), isWorded];
    };
    expect(await readersOf()).toEqual([['ana', 'sue', 'priya', 'max'], ['ana']]);
    const changed = await peerwork.as('ana').patch(`/v1/session-notes/${note.id}`, { plan: 'Ring him' }, { version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { plan: 'Ring him', groupSessionId: session.id } });
    expect(await sign(peerwork, 'ana', { id: note.id, version: 2 })).toMatchObject({ status: 200, body: { status: 'pending-cosignature' } });
    expect(await readersOf()).toEqual([
      ['ben', 'sue', 'priya', 'max'],
      ['ben', 'sue'],
    ]);
    expect(await peerwork.as('sue').put(`/v1/session-notes/${note.id}/cosignature`, {}, { version: 3 })).toMatchObject({ status: 200 });
    // Who led the group still learns that there is a note, and closes the session with it.
    const { body } = await peerwork.as('ana').get(`/v1/group-sessions/${session.id}`);
    expect(body.attendance.find(({ clientId }: { clientId: string }) => clientId === CLIENTS.sam)).toMatchObject({ hasNote: true });
    expect(JSON.stringify(body)).not.toContain('Secret');
    expect((await peerwork.as('ben').get(`/v1/session-notes?clientId=${CLIENTS.sam}`)).text).toContain(note.id);
    expect((await peerwork.as('ana').get(`/v1/session-notes?clientId=${CLIENTS.sam}`)).body.items).toEqual([]);
  });
});

describe('who may write it', () => {
  it('leads the group', async () => {
    const session = await attended(peerwork, series.id, ['jordan', 'sam', 'casey']);
    for (const who of ['sue', 'otto', 'nadia', 'priya', 'max', 'ada'] as const) expect((await respond(peerwork, who, session.id, 'jordan')).status).toBe(403);
    const [hidden, unknown] = [await respond(peerwork, 'olive', session.id, 'riley'), await respond(peerwork, 'olive', UNKNOWN, 'riley')];
    expect(hidden.status).toBe(404);
    expect(unknown.text).toBe(hidden.text);
    expect(await notesOf(session.id)).toBe(0);
    expect((await respond(peerwork, 'ben', session.id, 'casey')).body).toMatchObject({ peerSpecialistId: CAST.ben.specialistId });
  });

  it('writes about somebody who was there, and learns nothing of anybody else', async () => {
    const session = await attended(peerwork, series.id, ['sam']);
    const [absent, hidden, unknown] = [
      await respond(peerwork, 'ana', session.id, 'jordan'),
      await respond(peerwork, 'ana', session.id, 'riley'),
      await respond(peerwork, 'ana', session.id, 'sam', { clientId: UNKNOWN }),
    ];
    expect(absent).toMatchObject({ status: 409, body: { type: '/problems/group-client-absent' } });
    expect([hidden.text, unknown.text]).toEqual([absent.text, absent.text]);
    expect(await notesOf(session.id)).toBe(0);
  });

  it('waits for the attendance, and stops when the session is closed', async () => {
    const session = await held(peerwork, series.id);
    expect(await respond(peerwork, 'ana', session.id, 'jordan')).toMatchObject({ status: 409, body: { type: '/problems/group-session-state', state: 'held' } });
    const open = await step(peerwork, 'ana', session, 'attendance', presence('jordan'));
    await step(peerwork, 'ana', open.body, 'closing', { withoutNote: [{ clientId: CLIENTS.jordan, reason: 'Slept' }] });
    expect(await respond(peerwork, 'ana', session.id, 'jordan')).toMatchObject({ status: 409, body: { state: 'closed' } });
    expect(await notesOf(session.id)).toBe(0);
  });

  it('takes no goal of whom he cannot see', async () => {
    const { body } = await peerwork.as('ben').post(`/v1/clients/${CLIENTS.sam}/goals`, { statement: 'Sleep', domain: 'health' });
    const session = await attended(peerwork, series.id, ['sam']);
    expect(await respond(peerwork, 'ana', session.id, 'sam', { goalIds: [body.id] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/goalIds/0' }] },
    });
    expect(await notesOf(session.id)).toBe(0);
  });
});

it('is one for each member, and answers the same to the same key', async () => {
  const session = await attended(peerwork, series.id, ['jordan', 'sam']);
  const key = 'one-note-of-jordan-and-no-more';
  const wish = { clientId: CLIENTS.jordan, response: 'Like Sam' };
  const send = () => peerwork.as('ana').post(`/v1/group-sessions/${session.id}/responses`, wish, { key });
  const first = await send();
  const again = await send();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
  expect(await respond(peerwork, 'ben', session.id, 'jordan')).toMatchObject({ status: 409, body: { type: '/problems/sessions-overlap' } });
  expect(await notesOf(session.id)).toBe(1);
});

describe('hints', () => {
  it('point at other members whom it names, and not at its own', async () => {
    const session = await attended(peerwork, series.id, ['jordan', 'sam']);
    const { body } = await respond(peerwork, 'ana', session.id, 'jordan', { intervention: 'Jordan sat by Casey', response: 'as quiet as SAM', plan: null });
    expect(body.otherNames).toEqual([
      { field: 'intervention', word: 'casey' },
      { field: 'response', word: 'sam' },
    ]);
  });
});

describe('the time of it', () => {
  it('is shared by the notes of one session, and by nothing else of its author', async () => {
    const session = await attended(peerwork, series.id, ['jordan', 'casey']);
    for (const client of ['jordan', 'casey'] as const) expect((await respond(peerwork, 'ana', session.id, client)).status).toBe(201);
    const { startedAt, endedAt } = session as unknown as { startedAt: string; endedAt: string };
    const wish = { peerSpecialistId: CAST.ana.specialistId, role: 'covering', from: startedAt, reason: 'holidays' };
    expect((await peerwork.as('sue').post(`/v1/clients/${CLIENTS.sam}/assignments`, wish)).status).toBe(201);
    const alone = await peerwork.as('ana').post('/v1/session-notes', sessionOf('sam', { startedAt, endedAt }));
    expect(alone).toMatchObject({ status: 409, body: { type: '/problems/sessions-overlap' } });
    expect(await notesOf(session.id)).toBe(2);
  });

  it("is not the author's when he sat with somebody else then, and a second group at once is not either", async () => {
    const first = await attended(peerwork, series.id, ['jordan']);
    const { startedAt, endedAt } = first as unknown as { startedAt: string; endedAt: string };
    const other = await attended(peerwork, series.id, ['sam', 'jordan'], { startedAt, endedAt });
    expect((await respond(peerwork, 'ana', first.id, 'jordan')).status).toBe(201);
    expect(await respond(peerwork, 'ana', other.id, 'sam')).toMatchObject({ status: 409, body: { type: '/problems/sessions-overlap' } });
    // Ben's time is his own, and Jordan's is Jordan's.
    expect(await respond(peerwork, 'ben', other.id, 'jordan')).toMatchObject({ status: 409, body: { type: '/problems/sessions-overlap' } });
    expect((await respond(peerwork, 'ben', other.id, 'sam')).status).toBe(201);
  });

  it("is not the member's when he has another session then", async () => {
    const session = await attended(peerwork, series.id, ['sam']);
    const { startedAt, endedAt } = session as unknown as { startedAt: string; endedAt: string };
    expect((await peerwork.as('ben').post('/v1/session-notes', sessionOf('sam', { startedAt, endedAt }))).status).toBe(201);
    expect(await respond(peerwork, 'ana', session.id, 'sam')).toMatchObject({ status: 409, body: { type: '/problems/sessions-overlap' } });
    expect(await notesOf(session.id)).toBe(0);
  });

  it('is held by the database against whoever slips past the look', async () => {
    const session = await attended(peerwork, series.id, ['jordan', 'casey']);
    await respond(peerwork, 'ana', session.id, 'jordan');
    const copy = (group: string) =>
      peerwork.rows(
        `insert into app.session_notes (id, client_id, author_id, group_session_id, started_at, ended_at, service_on, outcome, modality, place, purposes, status, created_at, version)
         select gen_random_uuid(), $2, author_id, ${group}, started_at, ended_at, service_on, outcome, modality, place, purposes, 'draft', now(), 1 from app.session_notes where group_session_id = $1`,
        [session.id, CLIENTS.casey],
      );
    await expect(copy('null')).rejects.toMatchObject({ code: '23P01', constraint: 'session_notes_author_once' });
    // Past that rule; only the record of it is missing.
    await expect(copy('group_session_id')).rejects.toMatchObject({ code: 'PX500' });
  });
});

describe('a voided note', () => {
  it('leaves its member without one, until another is written', async () => {
    const session = await attended(peerwork, series.id, ['jordan']);
    const { body } = await respond(peerwork, 'ana', session.id, 'jordan');
    await peerwork.as('sue').put(`/v1/session-notes/${body.id}/void`, { reason: 'Wrong words' }, { version: 1 });
    expect(await step(peerwork, 'ana', session, 'closing', { withoutNote: [] })).toMatchObject({ status: 409, body: { clientIds: [CLIENTS.jordan] } });
    expect((await respond(peerwork, 'ana', session.id, 'jordan')).status).toBe(201);
    expect((await step(peerwork, 'ana', session, 'closing', { withoutNote: [] })).status).toBe(200);
  });
});

it('is nothing that a specialist can say of a group that is not his: an own client put into a foreign session is refused', async () => {
  const theirs = await opened(peerwork, { leaderId: CAST.olive.specialistId, coLeaderId: null }, 'otto');
  expect(await step(peerwork, 'ana', { id: theirs.id, version: 1 }, 'attendance', presence('jordan'))).toMatchObject({ status: 404 });
  const draft = await peerwork.as('ana').post('/v1/session-notes', sessionOf('jordan', { groupSessionId: theirs.id }));
  expect(draft).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/groupSessionId' }] } });
});
