import { beforeAll, describe, expect, it } from '@jest/globals';
import { propose } from '../accountability-goal/goal.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { isLong, sized } from '../support/proof.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { isCode, isText, isWhen, type Naive, naiveOf, PREFIXES, referencesTo, writtenAs } from './naive-search.ts';
import { allOf, BASE, found, idsOf, type Resource, TYPES } from './wire.ts';

const peerwork = launch(SETTINGS);
/** All that a search may take for a sign of its own. */
const SIGNS = `50%_off, "sober" \\ life|$ 'x'`;
let ehr: FarEhr;
const all: Record<string, Resource[]> = {};
const declared: Record<string, { name: string; type: string }[]> = {};
beforeAll(async () => {
  await furnish(peerwork);
  const { id, version } = (await propose(peerwork, 'ana', 'jordan', { statement: SIGNS })).body;
  await peerwork.as('ana').put(`/v1/goals/${id}/agreement`, { agreedOn: new Date().toISOString().slice(0, 10), how: 'phone' }, { version });
  await peerwork.as('ada').patch(`/v1/accounts/${CAST.nadia.id}`, { name: 'Nadia Maria Okoro-Lee' }, { version: 1 });
  ehr = await FarEhr.register(peerwork);
  for (const client of Object.keys(CLIENTS) as (keyof typeof CLIENTS)[]) await consented(peerwork, client, ehr.recipientId);
  for (const type of TYPES) all[type] = await found(ehr, allOf(type));
  for (const { type, searchParam } of (await ehr.get('/fhir/R4/metadata')).body.rest[0].resource) declared[type] = searchParam ?? [];
}, 120_000);

const encoded = (value: string) => encodeURIComponent(value);
const ask = async (type: string, field: string, value: string) => idsOf(await found(ehr, `${allOf(type)}&${field}=${encoded(value)}&_count=200`));
/** Says for every value that it is asked for whether the answer equals the filter over all there is. */
async function expectFiltered(type: string, field: string, value: string, fits: (resource: Resource) => boolean): Promise<number> {
  const expected = idsOf(all[type]!.filter(fits));
  expect([type, field, value, await ask(type, field, value)]).toEqual([type, field, value, expected]);
  return expected.length;
}
const status = async (type: string, field: string, value: string) => (await ehr.get(`${allOf(type)}&${field}=${encoded(value)}`)).status;
const escaped = (text: string) => text.replace(/[\\,|$]/g, '\\$&');
const distinct = <T>(values: T[], most: number): T[] => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()].slice(0, most);

const EXPECTED: { [kind in Naive['type']]: (type: string, name: string, naive: Extract<Naive, { type: kind }>) => Promise<void> } = {
  async token(type, name, { codes, modifiers }) {
    const isOurCode = ({ system }: { system: string | null }) => type !== 'Patient' || name !== 'identifier' || system === `${BASE}/ids/client`;
    for (const { system, code } of distinct(all[type]!.flatMap(codes), sized(3, 6))) {
      // Of two systems of which one is looked into without being named.
      if (isOurCode({ system })) await expectFiltered(type, name, code, (each) => isCode(codes(each).filter(isOurCode), code));
      if (name === '_id') continue;
      await expectFiltered(type, name, `|${code}`, (each) => isCode(codes(each), `|${code}`));
      expect(await expectFiltered(type, name, `${system}|${code}`, (each) => isCode(codes(each), `${system}|${code}`))).toBeGreaterThan(0);
      await expectFiltered(type, name, `http://elsewhere.example|${code}`, () => false);
      if (type !== 'Patient' || name !== 'identifier') await expectFiltered(type, name, `${system}|`, (each) => isCode(codes(each), `${system}|`));
      if (modifiers.includes('not')) {
        await expectFiltered(type, `${name}:not`, code, (each) => !isCode(codes(each), code));
        await expectFiltered(type, `${name}:not`, `${system}|${code},none-such`, (each) => !isCode(codes(each), `${system}|${code}`));
      }
    }
    await expectFiltered(type, name, 'none-such', () => false);
    if (!modifiers.includes('not')) expect(await status(type, `${name}:not`, 'x')).toBe(400);
  },

  async string(type, name, { texts }) {
    for (const text of distinct(all[type]!.flatMap(texts), sized(4, 8))) {
      for (const part of [text, text.slice(0, 3), text.toUpperCase(), text.toLowerCase()])
        expect(await expectFiltered(type, name, escaped(part), (each) => isText(texts(each), part, ''))).toBeGreaterThan(0);
      expect(
        await expectFiltered(type, `${name}:contains`, escaped(text.slice(1, 5)), (each) => isText(texts(each), text.slice(1, 5), 'contains')),
      ).toBeGreaterThan(0);
      expect(await expectFiltered(type, `${name}:exact`, escaped(text), (each) => isText(texts(each), text, 'exact'))).toBeGreaterThan(0);
      await expectFiltered(type, `${name}:exact`, escaped(text.toUpperCase()), (each) => isText(texts(each), text.toUpperCase(), 'exact'));
    }
    for (const none of ['none such', '%', '_', '%Test', 'J_rdan']) await expectFiltered(type, name, none, (each) => isText(texts(each), none, ''));
  },

  async date(type, name, { ranges }) {
    const edges = distinct(
      all[type]!.flatMap(ranges).flatMap(([from, to]) => [from, ...(to === Infinity ? [] : [Math.floor(to)])]),
      name === '_lastUpdated' ? 1 : sized(1, 3),
    );
    for (const edge of edges)
      for (const [text, range] of [...writtenAs(edge), writtenAs(edge - 86_400_000)[2]!])
        for (const prefix of PREFIXES) await expectFiltered(type, name, `${prefix}${text}`, (each) => isWhen(ranges(each), prefix, range));
    for (const [text, range] of edges.slice(0, 1).flatMap(writtenAs)) await expectFiltered(type, name, text, (each) => isWhen(ranges(each), 'eq', range));
    for (const none of ['yesterday', '2026-13', '2026-02-30', '26-01-01', 'xx2026', '2026-01-01T25:00Z', '0000', '2026-01-01T10:00:00+25:00', 'eq'])
      expect([none, await status(type, name, none)]).toEqual([none, 400]);
    for (const [at, edge] of ['9999', '9999-12', '9999-12-31', '0001', '0001-01-01', '9999-12-31T23:59:59-14:00', '0001-01-01T00:00:00+14:00'].entries())
      for (const prefix of PREFIXES.filter((_, nth) => isLong || nth === at))
        expect([prefix, edge, await status(type, name, `${prefix}${edge}`)]).toEqual([prefix, edge, 200]);
  },

  async reference(type, name, { ids, target }) {
    for (const id of distinct(all[type]!.flatMap(ids), sized(1, 3))) {
      for (const form of referencesTo(target, id)) expect(await expectFiltered(type, name, form, (each) => ids(each).includes(id))).toBeGreaterThan(0);
      await expectFiltered(type, `${name}:${target}`, id, (each) => ids(each).includes(id));
      for (const form of [
        `Medication/${id}`,
        `https://elsewhere.example/fhir/${target}/${id}`,
        `${target}/${id}/_history/1`,
        `${target.toLowerCase()}/${id}`,
        `/${id}`,
      ])
        await expectFiltered(type, name, form, () => false);
    }
    for (const none of [UNKNOWN, 'x', `${target}/x`]) await expectFiltered(type, name, none, () => false);
    expect(await status(type, `${name}:Medication`, UNKNOWN)).toBe(400);
  },
};

describe('every parameter that is declared finds what a filter over everything finds:', () => {
  it.each([...TYPES])(
    '%s',
    async (type) => {
      expect(declared[type]!.length).toBeGreaterThan(1);
      for (const { name, type: kind } of declared[type]!) {
        const naive = naiveOf(type, name);
        expect([type, name, naive?.type]).toEqual([type, name, kind]);
        await EXPECTED[naive!.type](type, name, naive as never);
        for (const modifier of ['missing', 'text', 'above', 'not-in', 'exact:contains', ''])
          expect([type, name, modifier, await status(type, `${name}:${modifier}`, 'true')]).toEqual([type, name, modifier, 400]);
      }
    },
    180_000,
  );

  it('and there is enough of each to tell', () => {
    const few = TYPES.filter((type) => all[type]!.length < (type === 'Organization' ? 1 : 3));
    expect(few).toEqual([]);
    const dead = TYPES.flatMap((type) =>
      declared[type]!.filter(({ name }) => all[type]!.every((each) => valuesOf(naiveOf(type, name)!, each) === 0)).map(({ name }) => `${type} ${name}`),
    );
    expect(dead).toEqual(['Encounter type', 'Organization address', 'Location address']);
  });
});

const valuesOf = (naive: Naive, each: Resource): number =>
  (naive.type === 'token' ? naive.codes(each) : naive.type === 'string' ? naive.texts(each) : naive.type === 'date' ? naive.ranges(each) : naive.ids(each))
    .length;
