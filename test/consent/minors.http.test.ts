import { beforeAll, describe, expect, it } from '@jest/globals';
import { overlapping } from '../client/overlap.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { complete, day, draft, recipient, typeOf } from './given.ts';

const peerwork = launch();
const RULES = '/v1/minor-consent-rules';
const GUARDIAN = { guardianName: 'Pat Doe', guardianRelationship: 'Mother', guardianSignedOn: day(0) };
const terms = (more: object = {}) => ({ validFrom: day(0), aloneFromAge: 14, guardianBesides: false, source: 'G.S. 90-21.5', ...more });
const errorsIn = (body: any) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer.slice(2)).sort();
/** So many years old today, and so many days more. */
const born = (years: number, days = 0) => {
  const today = new Date(Date.now() - days * 86_400_000);
  return new Date(Date.UTC(today.getUTCFullYear() - years, today.getUTCMonth(), today.getUTCDate())).toISOString().slice(0, 10);
};
const age = (birthDate: string) =>
  peerwork.rows(
    `set session_replication_role = replica; update app.clients set birth_date = '${birthDate}' where id = '${CLIENTS.jordan}'; set session_replication_role = origin`,
  );

let clinic: { id: string };
beforeAll(async () => {
  clinic = await recipient(peerwork);
});
/** Signed today, with the rest as it is given. */
async function activate(more: object = {}) {
  const { id } = await draft(peerwork, { ...complete(clinic.id), signedOn: day(0), ...more });
  return peerwork.as('ana').put(`/v1/consents/${id}/activation`, {}, { version: 1 });
}

describe('a minor’s consent', () => {
  it('P2-24 needs a guardian besides the minor until the center says what its state’s law is', async () => {
    await age(born(16, 10));
    const refused = await activate();
    expect([refused.status, errorsIn(refused.body)]).toEqual([422, ['guardianName', 'guardianRelationship', 'guardianSignedOn']]);
    const { guardianName: _name, ...nameless } = GUARDIAN;
    expect(errorsIn((await activate(nameless)).body)).toEqual(['guardianName']);
    const held = await activate(GUARDIAN);
    expect(held).toMatchObject({ status: 200, body: { status: 'active', ...GUARDIAN } });
    expect(errorsIn((await activate({ ...GUARDIAN, guardianSignedOn: day(2) })).body)).toEqual(['guardianSignedOn']);
    const [rule] = (await peerwork.as('ana').get(RULES)).body.items;
    expect(rule).toMatchObject({ version: 1, aloneFromAge: 18, guardianBesides: true });
    expect(rule.source).toContain('Compare with your state');
  });

  it('P2-24 is the minor’s own: nobody signs in his place', async () => {
    await age(born(16, 10));
    const instead = { signer: 'personal-representative', signerName: 'Pat Doe', signerRelationship: 'Mother' };
    expect(errorsIn((await activate({ ...instead, ...GUARDIAN })).body)).toEqual(['signer']);
    await age(born(40));
    expect((await activate(instead)).status).toBe(200);
  });

  it('P2-24 follows the rule of the day on which it was signed', async () => {
    const added = await peerwork.as('priya').post(RULES, terms());
    expect(added).toMatchObject({ status: 201, body: { version: 2, aloneFromAge: 14, guardianBesides: false } });
    expect((await peerwork.trail(added.body.id)).map(({ action, facts }) => [action, facts])).toEqual([
      ['minor-consent-rule.added', { version: 2, validFrom: day(0) }],
    ]);
    await age(born(16, 10));
    expect((await activate()).status).toBe(200);
    // Signed while the rule before it held.
    expect(errorsIn((await activate({ signedOn: day(-1) })).body)).toEqual(['guardianName', 'guardianRelationship', 'guardianSignedOn']);
    await age(born(13, 10));
    expect(errorsIn((await activate()).body)).toEqual(['guardianName', 'guardianRelationship', 'guardianSignedOn']);
    await age(born(18));
    expect((await activate({ signedOn: day(0) })).status).toBe(200);
  });
});

describe('the rule about minors', () => {
  it('is added by the privacy officer alone, and read by whoever captures consents', async () => {
    for (const who of ['ana', 'sue', 'nadia', 'max', 'ada'] as const) expect((await peerwork.as(who).post(RULES, terms())).status).toBe(403);
    const reads = await Promise.all((Object.keys(CAST) as Who[]).map(async (who) => [who, (await peerwork.as(who).get(RULES)).status]));
    expect(Object.fromEntries(reads)).toEqual({ ana: 200, ben: 200, olive: 200, sue: 200, otto: 200, nadia: 200, priya: 200, max: 200, ada: 403 });
  });

  it('begins after the newest and not in the past, is never edited, and one of two at once is added', async () => {
    for (const [more, pointer] of [
      [{ validFrom: day(-1) }, '#/validFrom'],
      [{ validFrom: day(0) }, '#/validFrom'],
      [{ validFrom: day(5), aloneFromAge: 19 }, '#/aloneFromAge'],
      [{ validFrom: day(5), source: '' }, '#/source'],
    ] as const)
      expect(await peerwork.as('priya').post(RULES, terms(more))).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    const answers = await overlapping(
      peerwork,
      'lock table app.minor_consent_rules in exclusive mode',
      [2, 3].map((ahead) => () => peerwork.as('priya').post(RULES, terms({ validFrom: day(ahead) }))),
    );
    expect(answers.map(typeOf).sort()).toEqual(['201 undefined', '409 rule-added-meanwhile']);
    await expect(peerwork.rows('update app.minor_consent_rules set alone_from_age = 1')).rejects.toThrow();
  });
});
