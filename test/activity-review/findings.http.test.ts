import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { typeOf } from '../consent/given.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { clock, day, looked } from './looked.ts';

const peerwork = launch();
const { ana, ben, sue, max, priya, nadia } = CAST;
/** A second privacy officer, so that there is somebody who judges the first one. */
const PAT = 'pat'.padEnd(43, '_');

type Finding = { id: string; rule: string; on: string; accountId: string; clientId: string | null; looks: number; reason: string; eventIds: string[] };
const find = async (query = '', who: Who = 'priya') => (await peerwork.as(who).get(`/v1/activity-findings?limit=100&${query}`)).body.items as Finding[];
const of = async (rule: string, accountId: string, query = '') => find(`rule=${rule}&accountId=${accountId}&${query}`);
const review = (findingId: string, on: string, more: object = {}) =>
  peerwork.as('priya').post('/v1/finding-reviews', { findingId, on, outcome: 'justified', words: 'Asked him; the rota says so', ...more });
const own = (accountId: string, clientId: string) => peerwork.as('priya').post(`/v1/accounts/${accountId}/own-records`, { clientId });

beforeAll(async () => {
  const id = randomUUID();
  await peerwork.rows('begin');
  await peerwork.rows(`set local session_replication_role = replica`);
  await peerwork.rows(
    `insert into app.accounts (id, email, name, role, created_at, version) values ($1, 'pat@center.example', 'Pat', 'privacy-officer', now() - interval '9 days', 1)`,
    [id],
  );
  await peerwork.rows(
    `insert into app.sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at)
     values ($1, $1, sha256($2), now(), now() + interval '2 hours', now() + interval '12 hours')`,
    [id, Buffer.from(PAT)],
  );
  await peerwork.rows('commit');
});

describe('own records, relatives and colleagues', () => {
  it('are found where somebody opens the record that is his own, and not where it stands in a list', async () => {
    const linked = await own(nadia.id, CLIENTS.sam);
    expect(linked).toMatchObject({ status: 201, body: { accountId: nadia.id, accountName: 'Nadia', clientId: CLIENTS.sam, endsAt: null } });
    const events = await looked(
      peerwork,
      'nadia',
      { at: clock(3, '10:00'), clients: [CLIENTS.sam], kind: 'refusal' },
      { at: clock(3, '10:05'), clients: [CLIENTS.sam], action: 'GET /v1/clients/:id/goals' },
      { at: clock(3, '10:06'), clients: [CLIENTS.sam, CLIENTS.riley], action: 'GET /v1/clients' },
    );
    const [found, ...others] = await of('own-record', nadia.id);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ on: day(3), clientId: CLIENTS.sam, looks: 2, refused: 1, clients: 1, eventIds: events.slice(0, 2), review: null });
    expect(found!.reason).toBe('The record is his own, and he opened it 2 times, 1 of them in vain.');
    expect(await peerwork.trail(linked.body.id)).toEqual([
      expect.objectContaining({ action: 'own-record.recorded', account_id: priya.id, client_ids: [CLIENTS.sam], facts: { accountId: nadia.id } }),
    ]);
  });

  it('are found where a colleague opens it who neither treats him nor supervises who does', async () => {
    const at = clock(3, '11:00');
    for (const who of ['ben', 'sue', 'max', 'olive'] as const) await looked(peerwork, who, { at, clients: [CLIENTS.sam] });
    const whos = (await find('rule=co-worker')).filter(({ on }) => on === day(3)).map(({ accountId }) => accountId);
    expect(whos.sort()).toEqual([CAST.olive.id, max.id].sort());
  });

  it('are found where a conflict is declared, whatever the day, and not where the client merely declined', async () => {
    const declare = (clientId: string, kind: string) =>
      peerwork.as('max').post(`/v1/clients/${clientId}/conflicts`, { peerSpecialistId: ben.specialistId, kind });
    expect((await declare(CLIENTS.jordan, 'relative')).status).toBe(201);
    expect((await declare(CLIENTS.jordan, 'former-room-mate')).status).toBe(201);
    expect((await declare(CLIENTS.riley, 'client-declined')).status).toBe(201);
    const at = clock(5, '12:00');
    await looked(peerwork, 'ben', { at, clients: [CLIENTS.jordan], kind: 'refusal' }, { at, clients: [CLIENTS.riley] });
    const found = await of('relative', ben.id);
    expect(found.map(({ clientId, looks }) => [clientId, looks])).toEqual([[CLIENTS.jordan, 1]]);
    expect(found[0]!.reason).toContain('(former-room-mate, relative)');
  });

  it('are known once for an account and once for a client, end once, and are found until then', async () => {
    expect(typeOf(await own(nadia.id, CLIENTS.casey))).toBe('409 own-record-known');
    expect(typeOf(await own(ana.id, CLIENTS.sam))).toBe('409 own-record-known');
    expect(typeOf(await own(UNKNOWN, CLIENTS.casey))).toBe('404 not-found');
    expect(typeOf(await own(ana.id, UNKNOWN))).toBe('404 not-found');
    const { id } = (await own(ana.id, CLIENTS.casey)).body;
    await looked(peerwork, 'ana', { at: clock(2, '12:00'), clients: [CLIENTS.casey] });
    const end = (version: number) => peerwork.as('priya').put(`/v1/own-records/${id}/ending`, {}, { version });
    expect(typeOf(await end(7))).toBe('412 stale-version');
    expect((await end(1)).body).toMatchObject({ id, version: 2, endsAt: expect.any(String) });
    expect(typeOf(await end(2))).toBe('409 own-record-ended');
    expect(await of('own-record', ana.id)).toHaveLength(1);
    expect((await peerwork.trail(id)).map(({ action }) => action)).toEqual(['own-record.recorded', 'own-record.ended']);
    const racing = await Promise.all(Array.from({ length: 6 }, () => own(ana.id, CLIENTS.casey)));
    expect(racing.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });
});

describe('hours', () => {
  it('are those that somebody declared, or the house’s, with some minutes around them', async () => {
    const weekday = ((clock(4, '12:00').getUTCDay() + 6) % 7) + 1;
    await peerwork.rows(`begin`);
    await peerwork.rows(`set local session_replication_role = replica`);
    await peerwork.rows(
      `insert into app.work_hours (id, peer_specialist_id, starts_on, hours, set_by, created_at) values (gen_random_uuid(), $1, current_date - 9, $2, $3, now())`,
      [CAST.olive.specialistId, JSON.stringify([{ weekday, startsAt: '22:00', endsAt: '23:30' }]), CAST.olive.id],
    );
    await peerwork.rows('commit');
    const clients = [CLIENTS.riley];
    const [, late] = await looked(
      peerwork,
      'olive',
      { at: clock(4, '22:10'), clients },
      { at: clock(4, '12:00'), clients: [CLIENTS.riley, CLIENTS.jordan] },
      { at: clock(4, '21:40'), clients },
    );
    const [inNight] = (await looked(
      peerwork,
      'otto',
      { at: clock(4, '03:00'), clients },
      { at: clock(4, '06:40'), clients },
      { at: clock(4, '12:00'), clients },
    )) as [string];
    const found = (await find('rule=after-hours')).filter(({ on }) => on === day(4));
    expect(found.map(({ accountId, eventIds, clientId }) => [accountId, eventIds, clientId])).toEqual([
      [CAST.olive.id, [late], null],
      [CAST.otto.id, [inNight], null],
    ]);
    expect(found[0]!.reason).toBe('He looked once at something of 2 clients outside of the hours that he works, or the house does.');
  });
});

describe('many at once', () => {
  it('is more distinct clients within any hour than the policy of that day says', async () => {
    const many = (count: number) => Array.from({ length: count }, () => randomUUID());
    // Of an hour that two clock hours share, and of two lists with the same people.
    await looked(peerwork, 'max', { at: clock(2, '10:41'), clients: many(90) }, { at: clock(2, '11:25'), clients: many(61) });
    const same = many(100);
    await looked(peerwork, 'sue', { at: clock(2, '10:41'), clients: same }, { at: clock(2, '10:45'), clients: same });
    await looked(peerwork, 'otto', { at: clock(2, '10:05'), clients: many(100) }, { at: clock(2, '11:30'), clients: many(100) });
    const found = await find('rule=mass-read');
    expect(found.map(({ accountId, on, looks }) => [accountId, on, looks])).toEqual([[max.id, day(2), 2]]);
    expect(found[0]!.reason).toBe('He saw something of 151 clients within an hour; more than 150 are looked into.');
  });

  it('is measured by a version that somebody adds, from its day on', async () => {
    const terms = { validFrom: day(0), source: 'The procedure', mostClientsAnHour: 2, opensAt: '00:00', closesAt: '23:59', workdays: [7, 1], graceMinutes: 0 };
    const add = (more: object = {}, key?: string) => peerwork.as('priya').post('/v1/activity-policies', { ...terms, ...more }, { key });
    expect(typeOf(await add({ validFrom: day(1) }))).toBe('422 invalid-request');
    expect(typeOf(await add({ closesAt: '00:00' }))).toBe('422 invalid-request');
    const [one, again] = [await add({}, 'a key for the policy'), await add({}, 'a key for the policy')];
    expect(one).toMatchObject({ status: 201, body: { version: 2, opensAt: '00:00', closesAt: '23:59', workdays: [1, 7] } });
    expect(again.body).toEqual(one.body);
    expect(typeOf(await add())).toBe('422 invalid-request');
    const page = await peerwork.as('priya').get('/v1/activity-policies');
    expect(page.body.items.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    await looked(peerwork, 'ana', { at: new Date(), clients: Array.from({ length: 3 }, () => randomUUID()) });
    expect((await of('mass-read', ana.id, `to=${day(0)}`)).map(({ on }) => on)).toEqual([day(0)]);
    expect(await of('mass-read', sue.id)).toEqual([]);
    expect((await peerwork.trail(one.body.id)).map(({ action, facts }) => [action, facts])).toEqual([
      ['activity-policy.added', { version: 2, validFrom: day(0) }],
    ]);
  });
});

describe('a review', () => {
  it('is written once, with an outcome and words, and stands beside its finding', async () => {
    const [found] = await of('mass-read', max.id);
    const first = await review(found!.id, found!.on, { outcome: 'not-justified', words: 'Looked for a neighbour' });
    expect(first).toMatchObject({ status: 201, body: { findingId: found!.id, rule: 'mass-read', on: day(2), accountId: max.id, clientId: null, looks: 2 } });
    const { id, outcome, words, reviewedBy, reviewedAt } = first.body;
    expect((await of('mass-read', max.id))[0]).toEqual({ ...found, review: { id, outcome, words, reviewedBy, reviewedAt } });
    expect([outcome, words, reviewedBy]).toEqual(['not-justified', 'Looked for a neighbour', priya.id]);
    expect(typeOf(await review(found!.id, found!.on))).toBe('409 finding-reviewed');
    expect((await of('mass-read', max.id, 'reviewed=false')).length + (await of('mass-read', max.id, 'reviewed=true')).length).toBe(1);
    expect((await peerwork.trail(id)).map(({ action, facts }) => [action, facts])).toEqual([
      ['finding.reviewed', { findingId: found!.id, rule: 'mass-read', accountId: max.id, outcome: 'not-justified' }],
    ]);
  });

  it('is written by one of many who do at the same moment', async () => {
    const [found] = await of('own-record', nadia.id);
    const answers = await Promise.all(Array.from({ length: 6 }, () => review(found!.id, found!.on)));
    expect(answers.map(typeOf).sort()).toEqual(['201 undefined', ...Array.from({ length: 5 }, () => '409 finding-reviewed')]);
  });

  it('is never of one’s own doings, which another privacy officer judges', async () => {
    await looked(peerwork, 'priya', { at: clock(2, '03:00'), clients: [CLIENTS.jordan] });
    const [mine] = await of('after-hours', priya.id);
    expect(typeOf(await review(mine!.id, mine!.on))).toBe('409 own-finding');
    const body = { findingId: mine!.id, on: mine!.on, outcome: 'justified', words: 'A breach was under way' };
    expect((await peerwork.bearing(PAT).post('/v1/finding-reviews', body)).status).toBe(201);
    await expect(
      peerwork.rows(
        `insert into app.finding_reviews (id, finding_id, rule, account_id, found_on, looks, outcome, words, reviewed_by, reviewed_at)
         values (gen_random_uuid(), gen_random_uuid(), 'mass-read', $1, current_date - 1, 1, 'justified', 'mine', $1, now())`,
        [priya.id],
      ),
    ).rejects.toMatchObject({ constraint: 'finding_reviews_not_own' });
  });

  it('is of what the trail says, of a day that is over', async () => {
    expect(typeOf(await review(UNKNOWN, day(2)))).toBe('404 not-found');
    const [today] = await of('mass-read', ana.id, `to=${day(0)}`);
    expect(typeOf(await review(today!.id, today!.on))).toBe('422 invalid-request');
    const [found] = await of('relative', ben.id);
    expect(typeOf(await review(found!.id, day(1)))).toBe('404 not-found');
    for (const more of [{ outcome: 'fine' }, { words: '' }, { on: 'yesterday' }])
      expect(typeOf(await review(found!.id, found!.on, more))).toBe('422 invalid-request');
  });
});

it('are shown page by page and as a file, within a fortnight', async () => {
  const all = await find(`from=${day(6)}`);
  const paged: Finding[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { body } = await peerwork.as('priya').get(`/v1/activity-findings?from=${day(6)}&limit=2${next && `&after=${next}`}`);
    paged.push(...body.items);
    next = body.next;
  }
  expect(paged).toEqual(all);
  expect(all.length).toBeGreaterThan(6);
  const file = await peerwork.as('priya').get(`/v1/activity-findings?from=${day(6)}`, { headers: { accept: 'text/csv' } });
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="activity-findings-${day(6)}-${day(1)}.csv"`);
  const lines = file.text.trim().split('\r\n');
  expect(lines).toHaveLength(all.length + 1);
  for (const { id } of all) expect(file.text).toContain(id);
  expect((await peerwork.looks(file))[0]).toMatchObject({ status: 200, client_ids: expect.arrayContaining([CLIENTS.sam, CLIENTS.jordan]) });
  for (const query of [`from=${day(1)}&to=${day(2)}`, `from=${day(40)}&to=${day(1)}`, 'rule=other', 'accountId=x', 'reviewed=perhaps'])
    expect(typeOf(await peerwork.as('priya').get(`/v1/activity-findings?${query}`))).toBe('422 invalid-request');
});

it.each(['ana', 'sue', 'nadia', 'max', 'ada'] as const)('are not for %s', async (who) => {
  const api = peerwork.as(who);
  const answers = [
    await api.get('/v1/activity-findings'),
    await api.get('/v1/own-records'),
    await api.get('/v1/activity-policies'),
    await api.get(`/v1/clients/${CLIENTS.jordan}/looks`),
    await api.get(`/v1/accounts/${ana.id}/looks`),
    await api.post('/v1/finding-reviews', { findingId: UNKNOWN, on: day(1), outcome: 'justified', words: 'none' }),
    await api.post(`/v1/accounts/${ana.id}/own-records`, { clientId: CLIENTS.riley }),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
});
