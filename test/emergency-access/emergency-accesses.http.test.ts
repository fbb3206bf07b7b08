import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { restrict } from '../restriction/restricted.ts';
import { drafted, signed } from '../session-note/session.ts';
import { ask, forgotten, NARRATIVE, opened, passed, review, slugOf, wish } from './opened.ts';

const peerwork = launch();
const riley = `/v1/clients/${CLIENTS.riley}`;
const HOUR_MS = 3_600_000;

afterEach(() => forgotten(peerwork));

describe('P2-16 emergency access of staff', () => {
  it('opens one client outside the caseload for an hour, to be read, and closes by itself', async () => {
    expect((await peerwork.as('ana').get(riley)).status).toBe(404);
    const { status, body } = await ask(peerwork, 'ana', 'riley');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ clientId: CLIENTS.riley, accountId: CAST.ana.id, accountName: 'Ana', reasonCode: 'medical-emergency', narrative: NARRATIVE, version: 1 },
      ...{ state: 'running', overdue: false, reviews: [], endedAt: null, endedBy: null },
    });
    expect(Date.parse(body.endsAt) - Date.parse(body.openedAt)).toBe(HOUR_MS);
    expect((await peerwork.as('ana').get(riley)).body).toMatchObject({ id: CLIENTS.riley });
    await passed(peerwork, body.id, 59);
    expect((await peerwork.as('ana').get(riley)).status).toBe(200);
    await passed(peerwork, body.id, 1);
    expect((await peerwork.as('ana').get(riley)).status).toBe(404);
    expect((await peerwork.as('ana').get(`/v1/emergency-accesses/${body.id}`)).body.state).toBe('awaiting-review');
    expect(await peerwork.trail(body.id)).toMatchObject([
      {
        action: 'emergency-access.opened',
        account_id: CAST.ana.id,
        client_ids: [CLIENTS.riley],
        facts: { reason: 'medical-emergency', emergencyAccessIds: [body.id] },
      },
    ]);
  });

  it('opens nothing of any other client, and nothing to anybody else', async () => {
    await opened(peerwork, 'ana', 'riley');
    expect((await peerwork.as('ana').get(`/v1/clients/${CLIENTS.sam}`)).status).toBe(404);
    expect((await peerwork.as('ben').get(riley)).status).toBe(404);
  });

  it.each<[Who, keyof typeof CLIENTS]>([
    ['ana', 'riley'],
    ['sue', 'riley'],
    ['nadia', 'sam'],
  ])('is open to %s', async (who, client) => {
    await opened(peerwork, who, client);
    expect((await peerwork.as(who).get(`/v1/clients/${CLIENTS[client]}`)).status).toBe(200);
  });

  it.each<Who>(['max', 'priya', 'ada'])('is not for %s, who sees the center already or no client at all', async (who) => {
    expect((await ask(peerwork, who, 'riley')).status).toBe(403);
  });

  it('shows what such a role reads of its own clients, and what is withheld from it stays withheld', async () => {
    const [draft, note] = [await drafted(peerwork, 'olive', 'riley'), await signed(peerwork, 'olive', 'riley')];
    await opened(peerwork, 'nadia', 'riley');
    await opened(peerwork, 'ana', 'riley');
    for (const who of ['nadia', 'ana'] as const) {
      const [words, unsigned] = [await peerwork.as(who).get(`/v1/session-notes/${note.id}`), await peerwork.as(who).get(`/v1/session-notes/${draft.id}`)];
      expect([words.status, words.body.plan, unsigned.status]).toEqual([200, 'Meet again in a week', 404]);
      const listed = await peerwork.as(who).get(`/v1/session-notes?clientId=${CLIENTS.riley}`);
      expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual([note.id]);
      expect((await peerwork.as(who).get(`/v1/session-notes/${note.id}/document`)).status).toBe(404);
      expect((await peerwork.as(who).get(`/v1/session-notes/${note.id}/claim`)).status).toBe(404);
    }
  });

  it.each<[string, number]>([
    ['assignments', 200],
    ['care-team', 200],
    ['episodes', 200],
    ['stays', 200],
    ['contact-holds', 200],
    ['setbacks', 200],
    ['goals', 200],
    ['timeline', 200],
    ['coverages', 404],
    ['consents', 404],
    ['disclosures', 404],
    ['conflicts', 404],
    ['wishes', 404],
    ['matches', 404],
    ['bed-occupancies', 404],
  ])('answers about his %s with %d', async (part, status) => {
    await opened(peerwork, 'ana', 'riley');
    expect((await peerwork.as('ana').get(`${riley}/${part}`)).status).toBe(status);
  });

  it('puts him into no list, search, report or feed that is the caller’s own', async () => {
    await opened(peerwork, 'nadia', 'riley');
    const { next } = (await peerwork.as('nadia').get('/v1/changes')).body;
    const api = peerwork.as('nadia');
    const answers = [
      await api.get('/v1/clients?limit=100'),
      await api.post('/v1/clients/search', { name: 'Riley' }),
      await api.get('/v1/reports/caseload/clients?limit=100'),
      await api.get('/v1/reports/caseload/clients', { headers: { accept: 'text/csv' } }),
      await api.get(`/v1/changes?since=${next}`),
      await api.get('/v1/changes'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(answers.filter(({ text }) => /riley/i.test(text) || text.includes(CLIENTS.riley))).toEqual([]);
  });

  it('ends before its hour at the hand of its holder, or of the privacy officer, and once', async () => {
    const own = await opened(peerwork, 'ana', 'riley');
    const ended = await peerwork.as('ana').put(`/v1/emergency-accesses/${own.id}/ending`, undefined, { version: 1 });
    expect(ended.body).toMatchObject({ endedBy: CAST.ana.id, endedAt: expect.any(String), state: 'awaiting-review', version: 2 });
    expect((await peerwork.as('ana').get(riley)).status).toBe(404);
    const again = await peerwork.as('ana').put(`/v1/emergency-accesses/${own.id}/ending`, undefined, { version: 2 });
    expect([again.status, slugOf(again)]).toEqual([409, 'emergency-access-over']);
    const other = await opened(peerwork, 'ben', 'riley');
    expect((await peerwork.as('ana').put(`/v1/emergency-accesses/${other.id}/ending`, undefined, { version: 1 })).status).toBe(404);
    expect((await peerwork.as('priya').put(`/v1/emergency-accesses/${other.id}/ending`, undefined, { version: 1 })).body.endedBy).toBe(CAST.priya.id);
    expect((await peerwork.as('ben').get(riley)).status).toBe(404);
    expect((await peerwork.trail(other.id)).map(({ action }) => action)).toEqual(['emergency-access.opened', 'emergency-access.ended']);
  });

  it('is not extended while it runs, and counts anew after its end', async () => {
    const { id } = await opened(peerwork, 'ana', 'riley');
    const again = await ask(peerwork, 'ana', 'riley');
    expect([again.status, slugOf(again)]).toEqual([409, 'emergency-access-running']);
    await passed(peerwork, id, 60);
    await opened(peerwork, 'ana', 'riley');
    expect(await peerwork.rows('select from app.emergency_accesses')).toHaveLength(2);
  });

  it('does not outlive a change of the database’s own rule of one hour', async () => {
    const { id } = await opened(peerwork, 'ana', 'riley');
    await expect(peerwork.rows(`update app.emergency_accesses set ends_at = ends_at + interval '1 second', version = 2 where id = $1`, [id])).rejects.toThrow(
      /emergency_accesses_hour/,
    );
  });

  it('of fifty at once the first three of 24 hours are opened, and a fourth a day later', async () => {
    const clients = ['sam', 'riley', 'casey'] as const;
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => ask(peerwork, 'ana', clients[at % 3]!)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    const refusals = answers.filter(({ status }) => status !== 201).map(slugOf);
    expect(refusals.filter((slug) => !['emergency-accesses-spent', 'emergency-access-running'].includes(slug))).toEqual([]);
    const rows = await peerwork.rows<{ id: string }>('select id from app.emergency_accesses order by id');
    expect(rows).toHaveLength(3);
    for (const { id } of rows) await passed(peerwork, id, 60);
    const fourth = await ask(peerwork, 'ana', 'riley');
    expect([fourth.status, slugOf(fourth)]).toEqual([409, 'emergency-accesses-spent']);
    await passed(peerwork, rows[0]!.id, 24 * 60);
    await opened(peerwork, 'ana', 'riley');
  });

  it('is answered from one key with one access', async () => {
    const key = randomUUID();
    const first = await peerwork.as('ana').post('/v1/emergency-accesses', wish('riley'), { key });
    const second = await peerwork.as('ana').post('/v1/emergency-accesses', wish('riley'), { key });
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    expect(await peerwork.rows('select from app.emergency_accesses')).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['a short narrative', { narrative: 'It is an emergency' }, '#/narrative'],
    ['blanks for words', { narrative: `short ${' '.repeat(40)}` }, '#/narrative'],
    ['no reason that is known', { reasonCode: 'curious' }, '#/reasonCode'],
    ['no client', { clientId: 'riley' }, '#/clientId'],
  ])('is refused with %s', async (_, more, pointer) => {
    const answer = await ask(peerwork, 'ana', 'riley', more);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
  });

  it('is not needed for one’s own client', async () => {
    const answer = await ask(peerwork, 'ana', 'jordan');
    expect([answer.status, slugOf(answer)]).toEqual([409, 'client-in-sight']);
  });

  it('never opens a restricted client, who is answered like an unknown one, and closes for whoever is restricted meanwhile', async () => {
    await opened(peerwork, 'ana', 'riley');
    const { id } = await restrict(peerwork, 'riley', ['olive']);
    expect((await peerwork.as('ana').get(riley)).status).toBe(404);
    const [hidden, unknown] = [await ask(peerwork, 'ben', 'riley'), await ask(peerwork, 'ben', 'riley', { clientId: UNKNOWN })];
    const plain = (text: string) => text.replace(/"(instance|requestId)":"[^"]*"/g, '');
    expect([hidden.status, plain(hidden.text)]).toEqual([404, plain(unknown.text)]);
    expect((await peerwork.as('priya').get('/v1/emergency-accesses')).body.items).toHaveLength(1);
    await peerwork.as('priya').put(`/v1/restrictions/${id}/lifting`, { reason: 'Not needed any more' }, { version: 1 });
  });
});

describe('P2-13 what is done in an emergency', () => {
  it('is told apart on the trail: every row of the holder’s in the window names the access', async () => {
    const before = await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`);
    const { id } = await opened(peerwork, 'ana', 'riley');
    const answers = [
      await peerwork.as('ana').get(riley),
      await peerwork.as('ana').get(`${riley}/goals`),
      await peerwork.as('ana').get(`/v1/clients/${CLIENTS.sam}`),
      await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 200]);
    const others = await peerwork.as('olive').get(riley);
    await passed(peerwork, id, 60);
    const after = await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`);
    const rowOf = async (answer: { headers: Headers }) =>
      (await peerwork.rows(`select kind, facts from app.audit_events where request_id = $1`, [answer.headers.get('request-id')]))[0]!;
    for (const answer of answers) expect((await rowOf(answer))['facts']).toEqual({ emergencyAccessIds: [id] });
    expect((await rowOf(answers[2]!))['kind']).toBe('refusal');
    for (const answer of [before, others, after]) expect((await rowOf(answer))['facts']).toEqual({});
  });

  it('is reviewed by the privacy officer, once it is over', async () => {
    const { id } = await opened(peerwork, 'ana', 'riley');
    const early = await review(peerwork, id, 'justified');
    expect([early.status, slugOf(early)]).toEqual([409, 'emergency-access-running']);
    await passed(peerwork, id, 60);
    const states = async (state: string) =>
      (await peerwork.as('priya').get(`/v1/emergency-accesses?state=${state}`)).body.items.map((one: { id: string }) => one.id);
    expect(await states('awaiting-review')).toEqual([id]);
    const done = await review(peerwork, id, 'justified');
    expect(done.body).toMatchObject({
      ...{ id, state: 'reviewed', overdue: false },
      reviews: [{ outcome: 'justified', words: 'Spoke with everybody who was there', reviewedBy: CAST.priya.id, reviewedAt: expect.any(String) }],
    });
    expect([await states('awaiting-review'), await states('reviewed')]).toEqual([[], [id]]);
    expect([slugOf(await review(peerwork, id, 'not-justified')), slugOf(await review(peerwork, id, 'settled'))]).toEqual([
      'already-reviewed',
      'already-reviewed',
    ]);
    expect((await peerwork.trail(id)).at(-1)).toMatchObject({ action: 'emergency-access.reviewed', facts: { outcome: 'justified' } });
    expect((await peerwork.as('ana').get(`/v1/emergency-accesses/${id}`)).body.reviews).toHaveLength(1);
  });

  it('of two reviews at once one is kept', async () => {
    const { id } = await opened(peerwork, 'ana', 'riley');
    await passed(peerwork, id, 60);
    const answers = await Promise.all([review(peerwork, id, 'justified'), review(peerwork, id, 'not-justified')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await peerwork.rows('select from app.emergency_access_reviews')).toHaveLength(1);
  });

  it('is never reviewed by its holder, whatever he has become since', async () => {
    const { id } = await opened(peerwork, 'nadia', 'riley');
    await passed(peerwork, id, 60);
    const become = (role: string) =>
      peerwork.rows(
        `set session_replication_role = replica; update app.accounts set role = '${role}' where id = '${CAST.nadia.id}'; set session_replication_role = origin`,
      );
    await become('privacy-officer');
    const answer = await review(peerwork, id, 'justified', 'nadia');
    await become('clinician');
    expect([answer.status, slugOf(answer)]).toEqual([403, 'own-emergency-access']);
  });

  it('is the privacy officer’s to review, and each sees his own', async () => {
    const { id } = await opened(peerwork, 'ana', 'riley');
    await passed(peerwork, id, 60);
    for (const who of ['ana', 'sue', 'nadia', 'max', 'ada'] as const) expect((await review(peerwork, id, 'justified', who)).status).toBe(403);
    const listed = async (who: Who) => (await peerwork.as(who).get('/v1/emergency-accesses')).body.items?.length;
    expect([await listed('ana'), await listed('ben'), await listed('sue'), await listed('priya'), await listed('max')]).toEqual([1, 0, 0, 1, undefined]);
    expect((await peerwork.as('ben').get(`/v1/emergency-accesses/${id}`)).status).toBe(404);
  });

  it('keeps whoever was not justified from opening another, until that is settled', async () => {
    const { id } = await opened(peerwork, 'ana', 'riley');
    await passed(peerwork, id, 60);
    expect(slugOf(await review(peerwork, id, 'settled'))).toBe('nothing-to-settle');
    expect((await review(peerwork, id, 'not-justified')).body.state).toBe('not-settled');
    for (const client of ['sam', 'riley'] as const) {
      const answer = await ask(peerwork, 'ana', client);
      expect([answer.status, slugOf(answer)]).toEqual([409, 'account-under-review']);
    }
    expect((await ask(peerwork, 'ana', 'sam', { clientId: UNKNOWN })).status).toBe(409);
    expect((await ask(peerwork, 'ben', 'riley')).status).toBe(201);
    expect((await review(peerwork, id, 'settled')).body).toMatchObject({ state: 'reviewed', reviews: [{ outcome: 'not-justified' }, { outcome: 'settled' }] });
    expect((await ask(peerwork, 'ana', 'sam')).status).toBe(201);
  });

  it('is overdue when nobody reviewed it in time', async () => {
    const { id, reviewDueAt } = await opened(peerwork, 'ana', 'riley');
    const overdue = async () => (await peerwork.as('priya').get(`/v1/emergency-accesses/${id}`)).body.overdue;
    const minutesLeft = Math.ceil((Date.parse(reviewDueAt) - Date.now()) / 60_000);
    await passed(peerwork, id, minutesLeft - 2);
    expect(await overdue()).toBe(false);
    await passed(peerwork, id, 3);
    expect(await overdue()).toBe(true);
    await review(peerwork, id, 'justified');
    expect(await overdue()).toBe(false);
  });
});
