import { describe, expect, it } from '@jest/globals';
import { overlapping } from '../client/overlap.ts';
import { day, typeOf } from '../consent/given.ts';
import { heardOf } from '../offline/feed.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { asked, decide, extend, withdraw } from './asked.ts';

const peerwork = launch();
const read = (id: string, who: Who = 'priya') => peerwork.as(who).get(`/v1/privacy-requests/${id}`);
const idsIn = ({ body }: Answer) => (body.items as { id: string }[]).map(({ id }) => id);
const actionsOf = async (id: string) => (await peerwork.trail(id)).map(({ action, account_id, client_ids }) => [action, account_id, client_ids]);
const list = (query: string, who: Who = 'priya') => peerwork.as(who).get(`/v1/privacy-requests?limit=100&${query}`);

describe('a request for access', () => {
  it('P2-23 is due in thirty days, once thirty more with the reason, and answered in words', async () => {
    const request = await asked(peerwork, { receivedOn: day(-3) });
    expect(request).toMatchObject({
      ...{ state: 'recorded', dueOn: day(27), overdue: false, wish: 'A copy of my notes' },
      recordedBy: CAST.ana.id,
      version: 1,
    });
    const extended = await extend(peerwork, request);
    expect(extended).toMatchObject({ status: 200, body: { state: 'extended', dueOn: day(57), extensionReason: 'The chart is elsewhere', version: 2 } });
    expect(typeOf(await extend(peerwork, extended.body))).toBe('409 not-extendable');
    const answered = await decide(peerwork, extended.body, { words: 'Copies handed over' });
    expect(answered).toMatchObject({ status: 200, body: { state: 'answered', answer: 'Copies handed over', answeredBy: CAST.priya.id, ground: null } });
    const late = [await decide(peerwork, answered.body, {}), await extend(peerwork, answered.body), await withdraw(peerwork, answered.body)];
    expect(new Set(late.map(typeOf))).toEqual(new Set(['409 privacy-request-closed']));
    expect(await actionsOf(request.id)).toEqual([
      ['privacy-request.recorded', CAST.ana.id, [CLIENTS.jordan]],
      ['privacy-request.extended', CAST.priya.id, [CLIENTS.jordan]],
      ['privacy-request.decided', CAST.priya.id, [CLIENTS.jordan]],
    ]);
    expect((await peerwork.trail(request.id))[0]!.facts).toEqual({ request: 'access' });
    expect(await read(request.id, 'ana')).toMatchObject({ status: 200, body: { answer: 'Copies handed over' } });
  });

  it('P2-23 is denied only on a ground, and given on none', async () => {
    const request = await asked(peerwork);
    expect((await decide(peerwork, request, { outcome: 'denied' })).body.errors).toEqual([{ pointer: '#/ground', detail: 'is required of a denial' }]);
    expect((await decide(peerwork, request, { ground: 'endangers' })).body.errors).toEqual([{ pointer: '#/ground', detail: 'is only for a denial' }]);
    const denied = await decide(peerwork, request, { outcome: 'denied', ground: 'counseling-notes' });
    expect(denied).toMatchObject({ status: 200, body: { state: 'denied', ground: 'counseling-notes', answeredBy: CAST.priya.id } });
    expect((await peerwork.trail(request.id)).at(-1)!.facts).toEqual({ request: 'access', outcome: 'denied', ground: 'counseling-notes' });
  });

  it('P2-23 is overdue when its last day is over, and is then extended no more', async () => {
    const [late, today] = [await asked(peerwork, { receivedOn: day(-31) }), await asked(peerwork, { receivedOn: day(-30) })];
    expect([(await read(late.id)).body.overdue, (await read(today.id)).body.overdue]).toEqual([true, false]);
    const overdue = idsIn(await list('overdue=true&kind=access'));
    expect([overdue.includes(late.id), overdue.includes(today.id)]).toEqual([true, false]);
    expect(typeOf(await extend(peerwork, late))).toBe('409 not-extendable');
    expect((await extend(peerwork, today)).status).toBe(200);
    await decide(peerwork, late, {});
    expect((await read(late.id)).body.overdue).toBe(false);
    expect(idsIn(await list('overdue=true'))).not.toContain(late.id);
  });

  it('is withdrawn with a reason, and then nothing follows', async () => {
    const request = await asked(peerwork);
    const withdrawn = await withdraw(peerwork, request);
    expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn', withdrawalReason: 'No longer wished for', withdrawnBy: CAST.priya.id } });
    expect(typeOf(await decide(peerwork, withdrawn.body, {}))).toBe('409 privacy-request-closed');
    expect((await actionsOf(request.id)).map(([action]) => action)).toEqual(['privacy-request.recorded', 'privacy-request.withdrawn']);
  });

  it('is decided once, however many decide at the same time', async () => {
    const request = await asked(peerwork);
    const answers = await overlapping(peerwork, `select from app.privacy_requests where id = '${request.id}' for update`, [
      () => decide(peerwork, request, {}),
      () => decide(peerwork, request, { outcome: 'denied', ground: 'not-held' }),
      () => withdraw(peerwork, request),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect(await actionsOf(request.id)).toHaveLength(2);
  });
});

describe('a list that an intermediary is asked for, and where one wishes to be written to', () => {
  it('P2-20 is due in thirty days and never extended', async () => {
    const request = await asked(peerwork, { kind: 'intermediary-list', wish: 'To whom it went' }, 'ben', CLIENTS.sam);
    expect(request).toMatchObject({ dueOn: day(30), state: 'recorded' });
    expect(typeOf(await extend(peerwork, request))).toBe('409 not-extendable');
    expect(await decide(peerwork, request, { words: 'The list of three years' })).toMatchObject({ status: 200, body: { state: 'answered' } });
  });

  it('is listed by kind, by state and by client', async () => {
    const letters = await asked(peerwork, { kind: 'confidential-communication', wish: 'Write to my sister' });
    const [byKind, byState] = [await list('kind=confidential-communication'), await list('state=answered')];
    expect([idsIn(byKind), idsIn(byState).includes(letters.id)]).toEqual([[letters.id], false]);
    expect(new Set((byState.body.items as { state: string }[]).map(({ state }) => state))).toEqual(new Set(['answered']));
    const ofSam = await list(`clientId=${CLIENTS.sam}`);
    expect(new Set((ofSam.body.items as { clientId: string }[]).map(({ clientId }) => clientId))).toEqual(new Set([CLIENTS.sam]));
    expect(byKind.body.items[0]).not.toHaveProperty('wish');
    const first = await peerwork.as('priya').get('/v1/privacy-requests?limit=1');
    const second = await peerwork.as('priya').get(`/v1/privacy-requests?limit=1&after=${first.body.next}`);
    expect([first.body.items.length, idsIn(second)]).toEqual([1, [idsIn(await list(''))[1]]]);
  });
});

describe('a complaint', () => {
  it('P2-30 is taken by whoever hears it, and read by nobody else but the privacy officer', async () => {
    const complaint = await asked(peerwork, { kind: 'complaint', wish: 'About my specialist' });
    expect((await read(complaint.id, 'ana')).status).toBe(200);
    for (const who of ['sue', 'nadia', 'ben', 'otto'] as const) {
      expect(typeOf(await read(complaint.id, who))).toBe('404 not-found');
      expect(idsIn(await list('kind=complaint', who))).toEqual([]);
    }
    expect(idsIn(await list('kind=complaint'))).toEqual([complaint.id]);
    const outcome = await decide(peerwork, complaint, { words: 'Spoken with both' });
    expect(outcome).toMatchObject({ status: 200, body: { state: 'answered', recordedBy: CAST.ana.id, answer: 'Spoken with both' } });
    // What came of it is between the client and the privacy officer.
    expect(typeOf(await read(complaint.id, 'ana'))).toBe('404 not-found');
    expect(idsIn(await list('kind=complaint', 'ana'))).toEqual([]);
    expect(Object.keys(outcome.body).filter((field) => /about|against|accused|subject/i.test(field))).toEqual([]);
  });

  it('P2-30 is not told of to devices of those who may not read it', async () => {
    const since = (await peerwork.as('sue').get('/v1/changes')).body.next;
    const complaint = await asked(peerwork, { kind: 'complaint', wish: 'About a colleague' }, 'priya');
    const access = await asked(peerwork);
    const told = (await heardOf(peerwork, 'sue', since, 1)).changes.map(({ id }) => id);
    expect([told.includes(access.id), told.includes(complaint.id)]).toEqual([true, false]);
  });
});

describe('whose requests they are', () => {
  const record = (who: Who, clientId = CLIENTS.jordan, body: object = {}) =>
    peerwork.as(who).post(`/v1/clients/${clientId}/privacy-requests`, { kind: 'access', wish: 'A copy of it', ...body });

  it('is who treats the client or supervises those who do, and the privacy officer', async () => {
    const answers: [Who, number][] = [];
    for (const who of Object.keys(CAST) as Who[]) answers.push([who, (await record(who)).status]);
    expect(Object.fromEntries(answers)).toEqual({ ana: 201, ben: 404, olive: 404, sue: 201, otto: 404, nadia: 201, priya: 201, max: 403, ada: 403 });
    const { id } = await asked(peerwork);
    const looks: [Who, number][] = [];
    for (const who of Object.keys(CAST) as Who[]) looks.push([who, (await read(id, who)).status]);
    expect(Object.fromEntries(looks)).toEqual({ ana: 200, ben: 404, olive: 404, sue: 200, otto: 404, nadia: 200, priya: 200, max: 403, ada: 403 });
    expect(idsIn(await list('', 'ben'))).not.toContain(id);
  });

  it('is the privacy officer alone who decides', async () => {
    const request = await asked(peerwork);
    for (const who of ['ana', 'sue', 'nadia', 'max', 'ada'] as const)
      for (const change of [extend, withdraw]) expect((await change(peerwork, request, who)).status).toBe(403);
    expect((await decide(peerwork, request, {}, 'sue')).status).toBe(403);
    expect((await read(request.id)).body.version).toBe(1);
  });

  it('refuses what cannot be meant', async () => {
    const faults = async (body: object) => ((await record('ana', CLIENTS.jordan, body)).body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(await faults({ receivedOn: day(2) })).toEqual(['#/receivedOn']);
    expect(await faults({ kind: 'restriction' })).toEqual(['#/recipientId']);
    expect(await faults({ recipientId: UNKNOWN, purpose: 'payment', paidInFull: true })).toEqual(['#/recipientId', '#/purpose', '#/paidInFull']);
    expect(await faults({ kind: 'wish' })).toEqual(['#/kind']);
    expect(typeOf(await record('ana', CLIENTS.jordan, { kind: 'restriction', recipientId: UNKNOWN }))).toBe('404 not-found');
    expect(typeOf(await record('ana', UNKNOWN))).toBe('404 not-found');
    expect(typeOf(await peerwork.as('priya').put(`/v1/privacy-requests/${UNKNOWN}/answer`, { outcome: 'answered', words: 'Done' }, { version: 1 }))).toBe(
      '404 not-found',
    );
  });

  it('keeps what was asked and what was decided from everybody, the owner included', async () => {
    const request = await asked(peerwork);
    const fix = (set: string) => peerwork.rows(`update app.privacy_requests set ${set}, version = version + 1 where id = $1`, [request.id]);
    await expect(fix(`wish = 'Something else'`)).rejects.toThrow('does not change');
    await decide(peerwork, request, { outcome: 'denied', ground: 'not-held' });
    await expect(fix(`state = 'answered', ground = null`)).rejects.toThrow('does not change');
    await expect(peerwork.rows('delete from app.privacy_requests where id = $1', [request.id])).rejects.toThrow();
  });
});
