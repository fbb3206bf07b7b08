import { beforeAll, describe, expect, it } from '@jest/globals';
import { complete, recipient, tpo } from '../consent/given.ts';
import { launch } from '../support/app.ts';
import { CLIENTS, EPISODES } from '../support/cast.ts';
import { day, former, placed, retention, typeOf, yearsAgo } from './former.ts';
import { asked, consented, errorsIn, lineOf, linesOf, overtaken, type Query, siteDay, totalled } from './programs-end.ts';

/** For ten hours of each day it is a day later there than in Greenwich. */
const peerwork = launch({ SITE_TIME_ZONE: 'Pacific/Kiritimati' });
/** Kept by a rule, and by none any more. */
const kept = () => former(peerwork, { created: yearsAgo(3), discharged: yearsAgo(2) });
const past = () => former(peerwork);
let successor: string;
let other: string;
const toSuccessor = (clientId: string, query: Query = {}) => lineOf(peerwork, clientId, { successorId: successor, ...query });

beforeAll(async () => {
  successor = (await recipient(peerwork, { name: 'Harbor Recovery' })).id;
  other = (await recipient(peerwork)).id;
});

describe('what becomes of a record', () => {
  it('P2-28 is handed on to whom the client consents to, kept sealed as long as the law asks, or destroyed', async () => {
    const [handed, sealed, gone] = [await past(), await kept(), await past()];
    const consent = await consented(peerwork, handed, successor);
    const lines = await linesOf(peerwork, { successorId: successor });
    const none = { isOpen: false, consentId: null, consentVersion: null, legalHoldIds: [], label: null };
    const [ofHanded, ofSealed, ofGone] = await Promise.all(([handed, sealed, gone] as const).map(async (id) => (await retention(peerwork, id)).body));
    const lineFor = (id: string) => lines.find(({ clientId }) => clientId === id);
    expect(lineFor(handed)).toEqual({
      ...{ ...none, clientId: handed, code: handed, disposition: 'transfer', consentId: consent.id, consentVersion: consent.version },
      ...{ keptUntil: ofHanded.keptUntil, reasons: ofHanded.reasons },
    });
    const [longest] = ofSealed.reasons;
    expect(longest).toMatchObject({ kind: 'state', until: ofSealed.keptUntil });
    const source = String(longest.source).replace(/\.$/, '');
    const label = `Records of Demo Recovery Center required to be maintained under ${source} until a date not later than ${ofSealed.keptUntil}`;
    expect(lineFor(sealed)).toEqual({
      ...{ ...none, clientId: sealed, code: sealed, disposition: 'keep-sealed', label },
      ...{ keptUntil: ofSealed.keptUntil, reasons: ofSealed.reasons },
    });
    expect(lineFor(gone)).toEqual({
      ...{ ...none, clientId: gone, code: gone, disposition: 'destroy', keptUntil: ofGone.keptUntil, reasons: ofGone.reasons },
    });
    expect(ofGone.keptUntil < siteDay(peerwork)).toBe(true);
  });

  it('P2-28 may still have to be kept where it is handed on', async () => {
    const id = await kept();
    await consented(peerwork, id, successor);
    const { body } = await retention(peerwork, id);
    expect(body.keptUntil > siteDay(peerwork)).toBe(true);
    expect(await toSuccessor(id)).toMatchObject({ disposition: 'transfer', keptUntil: body.keptUntil, label: null });
  });

  it('P2-28 goes nowhere while nobody is named who takes over', async () => {
    const [gone, sealed] = [await past(), await kept()];
    for (const id of [gone, sealed]) await consented(peerwork, id, successor);
    expect(await lineOf(peerwork, gone)).toMatchObject({ disposition: 'destroy', consentId: null });
    expect(await lineOf(peerwork, sealed)).toMatchObject({ disposition: 'keep-sealed', consentId: null });
    expect(await linesOf(peerwork, { disposition: 'transfer' })).toEqual([]);
    expect((await totalled(peerwork)).body.transfer).toBe(0);
  });

  it('P2-28 waits for the discharge of whoever is in care', async () => {
    expect(await toSuccessor(CLIENTS.riley)).toMatchObject({
      ...{ disposition: 'keep-sealed', isOpen: true, keptUntil: null, label: null, code: 'PW-TEST-RILEY' },
      reasons: [{ kind: 'in-care' }, {}, {}],
    });
    // However long ago anybody met him.
    const longAgo = await former(peerwork, { discharged: null });
    expect(await toSuccessor(longAgo)).toMatchObject({ disposition: 'keep-sealed', isOpen: true, keptUntil: null, label: null });
    const consent = await consented(peerwork, CLIENTS.riley, successor);
    expect(await toSuccessor(CLIENTS.riley)).toMatchObject({ disposition: 'transfer', isOpen: true, keptUntil: null, consentId: consent.id });
  });

  it('P2-28 is kept by a legal hold, which gives the label no day', async () => {
    const [id, sealed] = [await past(), await kept()];
    const [{ body: hold }, { body: second }] = [await placed(peerwork, id), await placed(peerwork, sealed)];
    const standing = 'a legal hold until it is released, for which there is no date';
    expect(await toSuccessor(id)).toMatchObject({
      ...{ disposition: 'keep-sealed', keptUntil: null, legalHoldIds: [hold.id], reasons: [{ kind: 'legal-hold' }, {}, {}] },
      label: `Records of Demo Recovery Center required to be maintained under ${standing}`,
    });
    const line = await toSuccessor(sealed);
    expect(line).toMatchObject({ keptUntil: null, legalHoldIds: [second.id] });
    expect(line['label']).toMatch(new RegExp(`until a date not later than ${line['reasons'][1].until}, and under ${standing}$`));
    await peerwork.as('priya').put(`/v1/legal-holds/${hold.id}/release`, { reason: 'Settled' }, { version: 1 });
    expect(await toSuccessor(id)).toMatchObject({ disposition: 'destroy', legalHoldIds: [], label: null });
    // Whoever consents is handed on all the same, and what is held stays here as well.
    await consented(peerwork, sealed, successor);
    expect(await toSuccessor(sealed)).toMatchObject({ disposition: 'transfer', legalHoldIds: [second.id], keptUntil: null, label: null });
  });

  it('P2-28 leaves by a disclosure, on the very consent that the list names', async () => {
    const { version } = (await peerwork.as('sue').get(`/v1/episodes/${EPISODES.jordan}`)).body;
    const discharge = { at: new Date().toISOString(), reason: 'completed' };
    expect((await peerwork.as('sue').put(`/v1/episodes/${EPISODES.jordan}/discharge`, discharge, { version })).status).toBe(200);
    const wish = { recipientId: successor, purpose: 'treatment', categories: complete('').categories };
    const ask = () => peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/disclosures`, wish);
    expect(await toSuccessor(CLIENTS.jordan)).toMatchObject({ disposition: 'keep-sealed', isOpen: false, label: expect.any(String) });
    expect(typeOf(await ask())).toBe('409 not-covered');
    const consent = await consented(peerwork, CLIENTS.jordan, successor);
    expect(await toSuccessor(CLIENTS.jordan)).toMatchObject({ disposition: 'transfer', consentId: consent.id });
    expect(await ask()).toMatchObject({ status: 201, body: { status: 'authorised', basis: 'consent', consentId: consent.id } });
  });
});

describe('a consent hands a record on only as long and as far as it goes', () => {
  const without = (...left: string[]) => ({ categories: complete('').categories.filter((one) => !left.includes(one)) });
  it.each([
    ['covers too little', () => without('session-notes'), null],
    ['is for other purposes', () => ({ purposes: ['operations'] }), null],
    ['names somebody else', () => ({ recipientIds: [other] }), null],
    ['only describes whoever treats the client', () => tpo(), null],
    ['has expired', () => ({}), `expires_at = now() - interval '1 hour'`],
    ['was revoked', () => ({}), `status = 'revoked', revoked_how = 'oral', ended_at = now(), ended_by = activated_by`],
    ['was superseded', () => ({}), `status = 'superseded', ended_at = now(), ended_by = activated_by`],
    ['is a draft', () => ({}), `status = 'draft', activated_at = null, activated_by = null`],
  ])('P2-28 and not where it %s', async (_, more, later) => {
    const id = await past();
    const consent = await consented(peerwork, id, successor, more());
    if (later) await overtaken(peerwork, consent.id, later);
    expect(await toSuccessor(id)).toMatchObject({ disposition: 'destroy', consentId: null, consentVersion: null });
    const whole = await consented(peerwork, id, successor);
    expect(await toSuccessor(id)).toMatchObject({ disposition: 'transfer', consentId: whole.id });
  });

  it('P2-28 not where it ends with the treatment that is still going on', async () => {
    const consent = await consented(peerwork, CLIENTS.casey, successor, { ...tpo(), recipientIds: [successor], expiresWith: 'end-of-treatment' });
    expect(await toSuccessor(CLIENTS.casey)).toMatchObject({ disposition: 'keep-sealed', isOpen: true, consentId: null });
    await overtaken(peerwork, consent.id, `expires_with = 'none', episode_id = null`);
    expect(await toSuccessor(CLIENTS.casey)).toMatchObject({ disposition: 'transfer', consentId: consent.id });
  });

  it('P2-28 not to whom nothing is disclosed any more', async () => {
    const id = await past();
    const ending = await recipient(peerwork);
    await consented(peerwork, id, ending.id);
    expect(await lineOf(peerwork, id, { successorId: ending.id })).toMatchObject({ disposition: 'transfer' });
    expect((await peerwork.as('max').put(`/v1/recipients/${ending.id}/ending`, {}, { version: ending.version })).status).toBe(200);
    expect(await lineOf(peerwork, id, { successorId: ending.id })).toMatchObject({ disposition: 'destroy' });
  });

  it('P2-28 not to an organisation that needs no consent: it is no program that the client chose', async () => {
    const id = await past();
    const lab = await recipient(peerwork, { basis: 'same-program' });
    expect(await lineOf(peerwork, id, { successorId: lab.id })).toMatchObject({ disposition: 'destroy', consentId: null });
  });

  it('P2-28 by the latest of several', async () => {
    const id = await past();
    const [first, second] = [await consented(peerwork, id, successor), await consented(peerwork, id, successor)];
    await consented(peerwork, id, successor, { categories: ['demographics'] });
    expect(await toSuccessor(id)).toMatchObject({ consentId: second.id });
    await peerwork.as('priya').put(`/v1/consents/${second.id}/revocation`, { how: 'written' }, { version: second.version });
    expect(await toSuccessor(id)).toMatchObject({ disposition: 'transfer', consentId: first.id });
  });
});

describe('the day on which the program ends', () => {
  it('P2-28 is that until which a consent has to stand', async () => {
    const id = await past();
    await consented(peerwork, id, successor, { expiresOn: siteDay(peerwork, 30) });
    for (const [ahead, disposition] of [
      [0, 'transfer'],
      [30, 'transfer'],
      [31, 'destroy'],
    ] as const)
      expect([ahead, (await toSuccessor(id, { on: siteDay(peerwork, ahead) })).disposition]).toEqual([ahead, disposition]);
  });

  it('P2-28 is that up to which a rule has kept a record', async () => {
    const id = await former(peerwork, { created: yearsAgo(8), discharged: siteDay(peerwork, -Math.round(7 * 365.25) + 20) });
    const { body } = await retention(peerwork, id);
    const ahead = Math.round((Date.parse(body.keptUntil) - Date.parse(siteDay(peerwork))) / 86_400_000);
    expect(ahead).toBeGreaterThan(10);
    expect(await lineOf(peerwork, id, { on: body.keptUntil })).toMatchObject({ disposition: 'keep-sealed', keptUntil: body.keptUntil });
    expect(await lineOf(peerwork, id, { on: siteDay(peerwork, ahead + 1) })).toMatchObject({ disposition: 'destroy', keptUntil: body.keptUntil });
  });

  it('P2-28 is reckoned as today where it is over, and lies no more than a year back', async () => {
    const [today, monthsAgo] = [siteDay(peerwork), siteDay(peerwork, -100)];
    const [now, then] = [await totalled(peerwork), await totalled(peerwork, { on: monthsAgo, successorId: successor })];
    expect([now.body.asOf, now.body.successorId]).toEqual([today, null]);
    expect([then.body.asOf, then.body.successorId]).toEqual([today, successor]);
    for (const ask of [asked, totalled]) expect(errorsIn(await ask(peerwork, { on: siteDay(peerwork, -367) }))).toEqual(['#/on lies more than a year back']);
    expect((await totalled(peerwork, { on: siteDay(peerwork, 400) })).body.asOf).toBe(siteDay(peerwork, 400));
  });

  it('P2-28 reckons by the rules of the day on which the program ends', async () => {
    const id = await past();
    const from = day(-20);
    const added = await peerwork.as('priya').post('/v1/retention-rules', { kind: 'state', years: 60, validFrom: from, source: 'A new law, section 5' });
    expect(added.status).toBe(201);
    expect(await lineOf(peerwork, id)).toMatchObject({ disposition: 'destroy' });
    const line = await lineOf(peerwork, id, { on: from });
    expect(line).toMatchObject({ disposition: 'keep-sealed', reasons: [{ kind: 'state', ruleId: added.body.id }, {}] });
    expect(line['label']).toBe(
      `Records of Demo Recovery Center required to be maintained under A new law, section 5 until a date not later than ${line['keptUntil']}`,
    );
  });
});
