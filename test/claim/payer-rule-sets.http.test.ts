import { describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN } from '../support/cast.ts';
import { cosigned } from '../session-note/session.ts';
import { covered, day, payer, stateOf } from './payers.ts';

const peerwork = launch();
const RULES = '/v1/payer-rule-sets';
const wish = (changes: object = {}) => ({
  ...{ payer: 'a-plan', name: 'Peer support', validFrom: day(-2), source: 'Section 7 of our contract', serviceCode: 'H0038', minutesPerUnit: 15 },
  ...{ unitRule: 'half-up', accumulation: 'same-day', requiredElements: ['plan', 'credential'], timelinessTargetHours: 24, cosignature: 'required' },
  ...changes,
});
const NOTHING_ELSE = {
  ...{ dailyCapUnits: null, weeklyCapUnits: null, annualCapUnits: null, groupLimit: null, groupModifier: null },
  ...{ timelinessLimitHours: null, unitsWithoutAuthorization: null },
};
const add = (changes: object = {}) => peerwork.as('max').post(RULES, wish(changes));

describe('GET /v1/payer-rule-sets', () => {
  it('has two examples, each with where it comes from', async () => {
    const { body } = await peerwork.as('sue').get(RULES);
    expect(body.items.map((one: { payer: string }) => one.payer)).toEqual(['pa-medical-assistance', 'nc-medicaid']);
    for (const { source } of body.items) expect(source).toMatch(/Assumed: .* Compare with your contract/);
    expect(body.items[1]).toMatchObject({ serviceCode: 'H0038', groupModifier: 'HQ', groupLimit: 12, unitsWithoutAuthorization: 24, version: 1 });
    expect(body.items[0]).toMatchObject({ dailyCapUnits: 16, annualCapUnits: 3_600, accumulation: 'same-day' });
    expect((await peerwork.as('priya').get(`${RULES}/${body.items[0].id}`)).body).toEqual(body.items[0]);
    const page = await peerwork.as('max').get(`${RULES}?limit=1`);
    expect((await peerwork.as('max').get(`${RULES}?limit=1&after=${page.body.next}`)).body).toEqual({ items: [body.items[1]], next: null });
  });

  it.each(['ana', 'nadia', 'ada'] as const)('is not for %s', async (who) => {
    expect((await peerwork.as(who).get(RULES)).status).toBe(403);
  });

  it('does not know what is not there', async () => {
    expect((await peerwork.as('max').get(`${RULES}/${UNKNOWN}`)).status).toBe(404);
  });
});

describe('POST /v1/payer-rule-sets', () => {
  it('adds a version', async () => {
    const { status, body } = await add();
    expect([status, body]).toEqual([201, { id: expect.any(String), version: 1, ...wish(), ...NOTHING_ELSE }]);
    expect(await peerwork.trail(body.id)).toMatchObject([
      { action: 'payer-rule-set.added', account_id: CAST.max.id, facts: { payer: 'a-plan', version: 1, validFrom: day(-2) } },
    ]);
    const next = await add({ validFrom: day(-3), dailyCapUnits: 16, weeklyCapUnits: null });
    expect(next.body).toMatchObject({ version: 2, dailyCapUnits: 16, weeklyCapUnits: null });
  });

  it('begins after the newest version, and not in the past', async () => {
    const kept = () => peerwork.rows('select count(*)::integer as count from app.payer_rule_sets');
    const before = await kept();
    for (const validFrom of [day(-3), day(-1), day(1)])
      expect(await add({ validFrom })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/validFrom' }] } });
    expect(await kept()).toEqual(before);
  });

  it.each([
    [{ minutesPerUnit: 0 }, '#/minutesPerUnit'],
    [{ unitRule: 'by-guess' }, '#/unitRule'],
    [{ requiredElements: ['mood'] }, '#/requiredElements/0'],
    [{ timelinessLimitHours: 3 }, '#/timelinessLimitHours'],
    [{ payer: 'A Plan' }, '#/payer'],
    [{ version: 7 }, '#/version'],
  ])('refuses %j', async (changes, pointer) => {
    expect(await add({ payer: 'another-plan', ...changes })).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it.each(['ana', 'sue', 'nadia', 'priya', 'ada'] as const)('is not for %s', async (who) => {
    expect((await peerwork.as(who).post(RULES, wish())).body).toMatchObject({ type: '/problems/role-may-not' });
  });

  it('adds one for one key', async () => {
    const send = () => peerwork.as('max').post(RULES, wish({ payer: 'keyed-plan' }), { key: 'one-key-for-this-test' });
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
  });

  it('leaves what an earlier note is worth as it was', async () => {
    const code = await payer(peerwork);
    await covered(peerwork, 'jordan', code);
    const { id } = await cosigned(peerwork, 'ana', 'jordan');
    const before = await stateOf(peerwork, id);
    expect((await add({ payer: code, validFrom: day(-1), minutesPerUnit: 60 })).status).toBe(201);
    expect([before, await stateOf(peerwork, id)]).toEqual(['ready 2', 'ready 2']);
  });

  it('is never edited, nor taken away', async () => {
    await expect(peerwork.rows(`update app.payer_rule_sets set minutes_per_unit = 1`)).rejects.toMatchObject({ code: 'PX502' });
    await expect(peerwork.rows(`delete from app.payer_rule_sets`)).rejects.toMatchObject({ code: 'PX501' });
  });
});
