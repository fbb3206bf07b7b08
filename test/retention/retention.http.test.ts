import { describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { asOwner, day, former, HOLD, placed, retention, typeOf } from './former.ts';

const peerwork = launch();
const errorsIn = ({ body }: { body: any }) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
const addRule = (body: object, who: Who = 'priya') =>
  peerwork.as(who).post('/v1/retention-rules', { years: 5, validFrom: day(0), source: 'A contract', ...body });

describe('rules of retention', () => {
  it('come with a source each, and the word to compare them with the state', async () => {
    const { body } = await peerwork.as('max').get('/v1/retention-rules');
    expect(body.items.map(({ kind, years, majorityAge, payer, version }: any) => [kind, years, majorityAge, payer, version])).toEqual([
      ['center', 6, null, null, 1],
      ['minor', 7, 18, null, 1],
      ['payer', 10, null, null, 1],
      ['state', 7, null, null, 1],
    ]);
    for (const { source } of body.items) expect(source).toContain('before use');
  });

  it('are added as versions, each after the newest of its kind and payer and not in the past', async () => {
    const answer = await addRule({ kind: 'payer', payer: 'harbor-health', years: 4 });
    expect(answer).toMatchObject({ status: 201, body: { kind: 'payer', payer: 'harbor-health', version: 1, years: 4, validFrom: day(0), majorityAge: null } });
    expect(await peerwork.trail(answer.body.id)).toMatchObject([
      { action: 'retention-rule.added', account_id: CAST.priya.id, facts: { rule: 'payer', version: 1, validFrom: day(0) } },
    ]);
    expect(await addRule({ kind: 'payer', payer: 'harbor-health', validFrom: day(-10) })).toMatchObject({ status: 201, body: { version: 2 } });
    expect(errorsIn(await addRule({ kind: 'payer', payer: 'harbor-health', validFrom: day(-5) }))).toEqual(['#/validFrom']);
    expect(errorsIn(await addRule({ kind: 'center', validFrom: day(2) }))).toEqual(['#/validFrom']);
    await expect(peerwork.rows(`update app.retention_rules set years = 0`)).rejects.toMatchObject({ code: 'PX502' });
  });

  it('say what belongs together', async () => {
    expect(errorsIn(await addRule({ kind: 'state', payer: 'harbor-health' }))).toEqual(['#/payer']);
    expect(errorsIn(await addRule({ kind: 'minor' }))).toEqual(['#/majorityAge']);
    expect(errorsIn(await addRule({ kind: 'state', majorityAge: 18 }))).toEqual(['#/majorityAge']);
    expect(errorsIn(await addRule({ kind: 'state', years: 101 }))).toEqual(['#/years']);
    expect(errorsIn(await addRule({ kind: 'habit' }))).toEqual(['#/kind']);
  });

  it('are read by privacy officer and program manager, and added by the privacy officer', async () => {
    for (const who of ['ana', 'sue', 'nadia', 'ada'] as const) expect(typeOf(await peerwork.as(who).get('/v1/retention-rules'))).toBe('403 role-may-not');
    for (const who of ['max', 'sue', 'ada'] as const) expect(typeOf(await addRule({ kind: 'state' }, who))).toBe('403 role-may-not');
    for (const who of ['ana', 'sue', 'nadia', 'ada'] as const)
      expect(typeOf(await peerwork.as(who).get(`/v1/clients/${CLIENTS.jordan}/retention`))).toBe('403 role-may-not');
    for (const who of ['priya', 'max'] as const) expect(typeOf(await retention(peerwork, UNKNOWN, who))).toBe('404 not-found');
  });
});

describe('the day until which a record is kept', () => {
  it('is the longest of what the rules ask for, each said in words', async () => {
    const id = await former(peerwork, { birth: '1980-06-15', created: '2015-01-10', discharged: '2016-03-01' });
    await asOwner(peerwork, [
      `insert into app.client_coverages (id, client_id, payer, starts_on, ends_on, end_reason, added_by, ended_by, created_at, version) values ($1, $1, 'nc-medicaid', '2015-01-10', '2015-12-31', 'other', $2, $2, now(), 1)`,
      [id, CAST.max.id],
    ]);
    const answer = await retention(peerwork, id);
    expect(answer).toMatchObject({ status: 200, body: { clientId: id, keptUntil: '2025-12-31', isHeld: false, isInCare: false } });
    expect(answer.body.reasons.map(({ kind, until, words }: any) => [kind, until, words])).toEqual([
      ['payer', '2025-12-31', '10 years after 2015-12-31, the last day covered by nc-medicaid'],
      ['state', '2023-03-01', '7 years after the last discharge or contact on 2016-03-01, as the state asks'],
      ['center', '2022-03-01', '6 years after the last discharge or contact on 2016-03-01, as the center has decided'],
    ]);
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'access', client_ids: [id] }]);
  });

  it('is reckoned from majority of whoever came as a minor, and of nobody else', async () => {
    const minor = await former(peerwork, { birth: '2004-02-29', created: '2020-01-10', discharged: '2020-03-01' });
    const { body } = await retention(peerwork, minor);
    expect(body).toMatchObject({ keptUntil: '2029-02-28' });
    expect(body.reasons[0]).toMatchObject({ kind: 'minor', words: '7 years after majority at 18 on 2022-02-28, since the client came as a minor' });
    const adult = await former(peerwork, { birth: '2002-01-10', created: '2020-01-10', discharged: '2020-03-01' });
    expect((await retention(peerwork, adult)).body.reasons.map(({ kind }: any) => kind)).toEqual(['state', 'center']);
  });

  it('is none while the client is in care', async () => {
    const { body } = await retention(peerwork, CLIENTS.jordan);
    expect(body).toMatchObject({ keptUntil: null, isInCare: true, isHeld: false });
    expect(body.reasons[0]).toEqual({
      kind: 'in-care',
      until: null,
      words: 'The client is in care: no period has begun',
      source: null,
      ruleId: null,
    });
  });
});

describe('a legal hold', () => {
  it('stands above every period until it is released with a reason, and several stand at once', async () => {
    const id = await former(peerwork);
    const first = await placed(peerwork, id, { from: day(3) });
    expect(first).toMatchObject({ status: 201, body: { clientId: id, ...HOLD, from: day(3), placedBy: CAST.priya.id, releasedAt: null, version: 1 } });
    const second = await placed(peerwork, id, { matter: 'An audit' });
    expect(second).toMatchObject({ status: 201, body: { from: day(0) } });
    expect((await retention(peerwork, id, 'max')).body).toMatchObject({ keptUntil: null, isHeld: true, reasons: [{ kind: 'legal-hold' }, {}, {}] });
    const path = `/v1/legal-holds/${first.body.id}`;
    const released = await peerwork.as('priya').put(`${path}/release`, { reason: 'Settled' }, { version: 1 });
    expect(released).toMatchObject({ status: 200, body: { releasedBy: CAST.priya.id, releaseReason: 'Settled', version: 2 } });
    expect((await retention(peerwork, id)).body.isHeld).toBe(true);
    expect(typeOf(await peerwork.as('priya').put(`${path}/release`, { reason: 'Again' }, { version: 2 }))).toBe('409 legal-hold-released');
    expect(typeOf(await peerwork.as('priya').put(`${path}/release`, { reason: 'Again' }, { version: 1 }))).toBe('412 stale-version');
    await peerwork.as('priya').put(`/v1/legal-holds/${second.body.id}/release`, { reason: 'Over' }, { version: 1 });
    expect((await retention(peerwork, id)).body).toMatchObject({ isHeld: false, keptUntil: expect.any(String) });
    const list = await peerwork.as('priya').get(`/v1/clients/${id}/legal-holds`);
    expect(list.body.items.map((one: any) => one.id)).toEqual([second.body.id, first.body.id]);
    expect(await peerwork.trail(first.body.id)).toMatchObject([
      { action: 'legal-hold.placed', client_ids: [id], facts: {} },
      { action: 'legal-hold.released', client_ids: [id], facts: {} },
    ]);
  });

  it('is the privacy officer’s alone', async () => {
    const { body } = await placed(peerwork, CLIENTS.sam);
    for (const who of ['ana', 'ben', 'sue', 'nadia', 'max', 'ada'] as const) {
      expect(typeOf(await peerwork.as(who).post(`/v1/clients/${CLIENTS.sam}/legal-holds`, HOLD))).toBe('403 role-may-not');
      expect(typeOf(await peerwork.as(who).get(`/v1/legal-holds/${body.id}`))).toBe('403 role-may-not');
    }
    expect(typeOf(await placed(peerwork, UNKNOWN))).toBe('404 not-found');
    expect(errorsIn(await placed(peerwork, CLIENTS.sam, { from: day(-2) }))).toEqual(['#/from']);
    expect(errorsIn(await placed(peerwork, CLIENTS.sam, { matter: '' }))).toEqual(['#/matter']);
  });
});
