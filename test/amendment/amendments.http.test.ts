import { beforeAll, describe, expect, it } from '@jest/globals';
import { AmendmentRequest } from '../../src/modules/amendment/amendment-request.entity.ts';
import { active, complete, day, recipient, typeOf } from '../consent/given.ts';
import { agreedGoal, readIn, signedNote } from '../disclosure/held.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';

const peerwork = launch();
let note: string;
let goal: string;
beforeAll(async () => {
  await import('../../src/modules/session-note/note-pages.ts');
  [goal, note] = [await agreedGoal(peerwork), await signedNote(peerwork)];
});

const asked = (more: object = {}) => ({
  ...{ recordKind: 'session-note', recordId: note, wrong: 'It says that I missed Tuesday', shouldStand: 'The office was locked' },
  ...more,
});
const ask = (more: object = {}, who: Who = 'ana', clientId = CLIENTS.jordan, key?: string) =>
  peerwork.as(who).post(`/v1/clients/${clientId}/amendment-requests`, asked(more), { key });
const open = async (more: object = {}) => (await ask(more)).body as { id: string; version: number };
const put = (id: string, verb: string, body: object, version = 1, who: Who = 'priya') =>
  peerwork.as(who).put(`/v1/amendment-requests/${id}/${verb}`, body, { version });
const deny = (id: string, version = 1) => put(id, 'denial', { basis: 'accurate-and-complete', words: 'The door log says otherwise' }, version);
const read = (id: string, who: Who = 'ana') => peerwork.as(who).get(`/v1/amendment-requests/${id}`);
const idsIn = ({ body }: Answer) => body.items.map(({ id }: { id: string }) => id) as string[];
const actions = async (id: string) => (await peerwork.trail(id)).map(({ action }) => action);

describe('a request to amend', () => {
  it('says about which record, what is wrong and what should stand, and is due in sixty days', async () => {
    const answer = await ask({ receivedOn: day(-3) }, 'ana', CLIENTS.jordan, 'a key for the request');
    expect(answer).toMatchObject({
      status: 201,
      body: { ...asked(), clientId: CLIENTS.jordan, status: 'open', receivedOn: day(-3), dueOn: day(57), overdue: false, recordedBy: CAST.ana.id, version: 1 },
    });
    const { id } = answer.body;
    expect((await ask({ receivedOn: day(-3) }, 'ana', CLIENTS.jordan, 'a key for the request')).body).toEqual(answer.body);
    expect((await read(id, 'priya')).body).toEqual(answer.body);
    expect(await peerwork.trail(id)).toEqual([
      expect.objectContaining({
        ...{ action: 'amendment.requested', account_id: CAST.ana.id, client_ids: [CLIENTS.jordan] },
        facts: { record: 'session-note', recordId: note },
      }),
    ]);
    expect((await ask({ recordKind: 'goal', recordId: goal }, 'priya')).body).toMatchObject({ recordKind: 'goal', recordId: goal, dueOn: day(60) });
  });

  it('is about a record of that client, and of a client in sight', async () => {
    for (const more of [
      { recordId: UNKNOWN },
      { recordKind: 'goal' },
      { receivedOn: day(1) },
      { wrong: '' },
      { shouldStand: undefined },
      { recordKind: 'stay' },
    ])
      expect(typeOf(await ask(more))).toBe('422 invalid-request');
    const [hidden, unknown] = [await ask({}, 'olive'), await ask({}, 'olive', UNKNOWN)];
    expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
    expect((await ask({}, 'max')).status).toBe(403);
    expect((await ask({}, 'ada')).status).toBe(403);
  });

  it('is extended once, by thirty days, with a reason', async () => {
    const { id } = await open();
    expect(typeOf(await put(id, 'extension', { reason: '' }))).toBe('422 invalid-request');
    const extended = await put(id, 'extension', { reason: 'The author is on leave' });
    expect(extended.body).toMatchObject({ dueOn: day(90), extensionReason: 'The author is on leave', extendedAt: expect.any(String), version: 2 });
    expect(typeOf(await put(id, 'extension', { reason: 'Still on leave' }, 2))).toBe('409 amendment-extended');
    expect(await actions(id)).toEqual(['amendment.requested', 'amendment.extended']);
  });

  it('is accepted with the author’s addendum to that note, or with what was done', async () => {
    const { id } = await open();
    const added = await peerwork.as('ana').post(`/v1/session-notes/${note}/addenda`, { text: 'He was there', reason: 'The client asked' });
    expect(added.status).toBe(201);
    expect(typeOf(await put(id, 'acceptance', {}))).toBe('422 invalid-request');
    expect(typeOf(await put(id, 'acceptance', { addendumId: UNKNOWN }))).toBe('422 invalid-request');
    const accepted = await put(id, 'acceptance', { addendumId: added.body.id });
    expect(accepted.body).toMatchObject({ status: 'accepted', addendumId: added.body.id, decidedBy: CAST.priya.id, decision: null, version: 2 });
    const other = await open({ recordKind: 'goal', recordId: goal });
    expect(typeOf(await put(other.id, 'acceptance', { addendumId: added.body.id }))).toBe('422 invalid-request');
    expect((await put(other.id, 'acceptance', { words: 'The goal was worded anew' })).body).toMatchObject({ status: 'accepted', addendumId: null });
    for (const [verb, body] of [
      ['acceptance', { words: 'Again' }],
      ['denial', { basis: 'accurate-and-complete', words: 'Or not' }],
      ['extension', { reason: 'Later' }],
    ] as const)
      expect(typeOf(await put(id, verb, body, 2))).toBe('409 amendment-decided');
    expect(typeOf(await put(id, 'disagreement', { statement: 'Still' }, 2))).toBe('409 amendment-not-denied');
  });

  it('is denied on one of the grounds, disagreed with once, and answered once', async () => {
    const { id } = await open();
    expect(typeOf(await put(id, 'denial', { basis: 'because', words: 'No reason' }))).toBe('422 invalid-request');
    expect((await deny(id)).body).toMatchObject({ status: 'denied', basis: 'accurate-and-complete', decision: 'The door log says otherwise' });
    expect(typeOf(await put(id, 'rebuttal', { words: 'Too early' }, 2))).toBe('409 nothing-to-rebut');
    const disagreed = await put(id, 'disagreement', { statement: 'The log is wrong' }, 2, 'ana');
    expect(disagreed.body).toMatchObject({ disagreement: 'The log is wrong', disagreedAt: expect.any(String), version: 3 });
    expect(typeOf(await put(id, 'disagreement', { statement: 'Very wrong' }, 3, 'sue'))).toBe('409 disagreement-stated');
    expect((await put(id, 'rebuttal', { words: 'It was checked twice' }, 3)).body).toMatchObject({ rebuttal: 'It was checked twice', version: 4 });
    expect(typeOf(await put(id, 'rebuttal', { words: 'And again' }, 4))).toBe('409 rebutted-already');
    expect(await actions(id)).toEqual(['amendment.requested', 'amendment.denied', 'amendment.disagreed', 'amendment.rebutted']);
    const trail = JSON.stringify(await peerwork.trail(id));
    for (const words of ['Tuesday', 'locked', 'door log', 'log is wrong', 'checked twice']) expect(trail).not.toContain(words);
  });

  it('is decided by one of two who decide at the same moment, and not on an old version', async () => {
    const { id } = await open();
    const answers = await Promise.all([deny(id), put(id, 'acceptance', { words: 'Done' }), deny(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await peerwork.as('priya').put(`/v1/amendment-requests/${id}/denial`, {})).status).toBe(428);
  });

  it('is decided by the privacy officer alone, and does not change past him', async () => {
    const { id } = await open();
    for (const who of ['ana', 'sue', 'nadia', 'max'] as const) {
      expect((await put(id, 'denial', { basis: 'accurate-and-complete', words: 'None' }, 1, who)).status).toBe(403);
      expect((await put(id, 'extension', { reason: 'None' }, 1, who)).status).toBe(403);
    }
    await deny(id);
    await expect(peerwork.rows(`update app.amendment_requests set decision = 'x', version = version + 1 where id = $1`, [id])).rejects.toMatchObject({
      code: 'PX502',
    });
    await expect(peerwork.rows(`update app.amendment_requests set wrong = 'x', version = version + 1 where id = $1`, [id])).rejects.toMatchObject({
      code: 'PX502',
    });
  });

  it('is listed with its day, and found when that is over', async () => {
    const { id } = await open({ receivedOn: day(-61) });
    expect((await read(id)).body).toMatchObject({ dueOn: day(-1), overdue: true });
    const overdue = await peerwork.as('priya').get('/v1/amendment-requests?status=overdue');
    expect(idsIn(overdue)).toEqual([id]);
    const all = idsIn(await peerwork.as('priya').get('/v1/amendment-requests?limit=100'));
    expect(idsIn(await peerwork.as('ana').get(`/v1/amendment-requests?limit=100&clientId=${CLIENTS.jordan}`))).toEqual(all);
    const first = await peerwork.as('ana').get('/v1/amendment-requests?limit=2');
    const second = await peerwork.as('ana').get(`/v1/amendment-requests?limit=2&after=${first.body.next}`);
    expect([...idsIn(first), ...idsIn(second)]).toEqual(all.slice(0, 4));
    expect(idsIn(await peerwork.as('olive').get('/v1/amendment-requests'))).toEqual([]);
    const [hidden, unknown] = [await read(id, 'olive'), await read(UNKNOWN, 'olive')];
    expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
    expect((await put(id, 'extension', { reason: 'Illness' })).body).toMatchObject({ dueOn: day(29), overdue: false });
  });
});

describe('a disclosure of a record whose amendment was denied', () => {
  it('carries the client’s statement and the answer, as JSON and on paper, and none about another record', async () => {
    const clinic = await recipient(peerwork);
    await active(peerwork, complete(clinic.id));
    const disclose = async (categories: string[]) => {
      const body = { recipientId: clinic.id, purpose: 'treatment', categories };
      return (await peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/disclosures`, body)).body.id as string;
    };
    const about = await open({ recordKind: 'goal', recordId: goal, wrong: 'That was never my goal', shouldStand: 'To see my son' });
    await deny(about.id);
    const path = (id: string) => `/v1/disclosures/${id}/content`;
    expect((await peerwork.as('ana').get(path(await disclose(['goals'])))).body.statements).toEqual([]);
    await put(about.id, 'disagreement', { statement: 'Nobody asked me' }, 2, 'ana');
    await put(about.id, 'rebuttal', { words: 'It bears a signature' }, 3);
    const id = await disclose(['goals']);
    const { statements } = (await peerwork.as('ana').get(path(id))).body;
    expect(statements).toEqual([
      {
        ...{ recordKind: 'goal', recordId: goal, wrong: 'That was never my goal', shouldStand: 'To see my son' },
        ...{ denial: 'The door log says otherwise', statement: 'Nobody asked me', rebuttal: 'It bears a signature' },
      },
    ]);
    const paper = await readIn(peerwork, path(id), 'ana');
    for (const words of ['The client disagrees: goal', 'Nobody asked me', 'It bears a signature', 'To see my son']) expect(paper).toContain(words);
    expect((await peerwork.as('ana').get(path(await disclose(['demographics'])))).body.statements).toEqual([]);
  });
});

it('reckons its days by what it is told, and not by its clock', () => {
  const words = { recordKind: 'goal', recordId: goal, wrong: 'a', shouldStand: 'b' } as const;
  const request = AmendmentRequest.record('c', { ...words, receivedOn: '2026-01-01' }, 'by', '2026-01-02');
  expect(request.dueOn).toBe('2026-03-02');
  request.extend('why', 'by');
  expect(request.dueOn).toBe('2026-04-01');
  expect(() => request.accept('x', null, 'by')).toThrow();
});
