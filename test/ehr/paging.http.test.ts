import { beforeAll, describe, expect, it } from '@jest/globals';
import { agreed } from '../accountability-goal/goal.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { allOf, BASE, call, entriesOf, found, idsOf, linkOf, OF_CLIENTS, pathOf, type Resource, search, TYPES } from './wire.ts';

const peerwork = launch(SETTINGS);
const { jordan, sam } = CLIENTS;
let ehr: FarEhr;
let token: string;
beforeAll(async () => {
  await furnish(peerwork);
  for (let nth = 0; nth < 4; nth++) await agreed(peerwork, 'ana', 'jordan');
  ehr = await FarEhr.register(peerwork);
  for (const client of ['jordan', 'sam', 'riley'] as const) await consented(peerwork, client, ehr.recipientId);
  token = await ehr.token();
}, 60_000);

const statement = async () =>
  (await ehr.get('/fhir/R4/metadata')).body.rest[0].resource as { type: string; searchInclude?: string[]; searchRevInclude?: string[] }[];
const ORDERS: Record<string, Record<string, (resource: Resource) => string>> = {
  EpisodeOfCare: { date: ({ period }) => period.start },
  Encounter: { date: ({ period }) => period.start },
  DocumentReference: { date: ({ date }) => date },
  Goal: { 'start-date': ({ startDate }) => startDate },
  Observation: { date: ({ effectiveDateTime }) => effectiveDateTime },
};

describe('a search', () => {
  it.each([...TYPES])('of %s is paged whole in every order, without a skip or a repeat', async (type) => {
    const all = idsOf(await found(ehr, allOf(type)));
    const orders = { _id: ({ id }: Resource) => id, _lastUpdated: ({ meta }: Resource) => meta.lastUpdated, ...ORDERS[type] };
    for (const [order, keyOf] of Object.entries(orders))
      for (const sign of ['', '-'])
        for (const count of [1, 2, 200]) {
          const pages = await found(ehr, `${allOf(type)}&_sort=${sign}${order}&_count=${count}`);
          const keys = pages.map(keyOf);
          expect([type, order, sign, count, idsOf(pages)]).toEqual([type, order, sign, count, all]);
          expect(keys).toEqual(sign ? [...keys].sort().reverse() : [...keys].sort());
        }
  });

  it('neither skips nor repeats what was there while more is added between its pages', async () => {
    for (const order of ['_id', '-_id', '_lastUpdated', '-_lastUpdated', 'start-date', '-start-date']) {
      const before = idsOf(await found(ehr, allOf('Goal')));
      const seen: Resource[] = [];
      for (let next: string | undefined = `${allOf('Goal')}&_sort=${order}&_count=2`; next;) {
        const page = await search(ehr, next);
        seen.push(...entriesOf(page));
        if (seen.length < 12) await agreed(peerwork, 'ana', 'jordan');
        const url = linkOf(page, 'next');
        next = url && pathOf(url);
      }
      expect([order, new Set(idsOf(seen)).size]).toEqual([order, seen.length]);
      expect([order, before.filter((id) => !seen.some((each) => each.id === id))]).toEqual([order, []]);
    }
  }, 60_000);

  it('holds as much as was asked for, fifty of it otherwise, and two hundred at most', async () => {
    const known = (await found(ehr, allOf('Goal'))).length;
    for (let nth = known; nth < 205; nth++) await agreed(peerwork, 'ana', 'jordan');
    const counted = async (more: string) => entriesOf(await search(ehr, `${allOf('Goal')}${more}`)).length;
    expect(await Promise.all(['', '&_count=1', '&_count=199', '&_count=200', '&_count=201', '&_count=999999'].map(counted))).toEqual([
      50, 1, 199, 200, 200, 200,
    ]);
    const none = await search(ehr, `${allOf('Goal')}&_count=0`);
    expect([none.body.entry, linkOf(none, 'next'), none.body.total >= 205]).toEqual([undefined, undefined, true]);
    for (const count of ['-1', 'x', '1.5', '9999999']) expect([count, (await ehr.get(`${allOf('Goal')}&_count=${count}`)).status]).toEqual([count, 400]);
  }, 120_000);

  it('tells a total where it was asked for, of the matches alone', async () => {
    for (const type of TYPES) {
      const number = (await found(ehr, allOf(type))).length;
      const first = await search(
        ehr,
        `${allOf(type)}&_total=accurate&_count=1${(OF_CLIENTS as readonly string[]).includes(type) ? '&_revinclude=Provenance:target' : ''}`,
      );
      const count = await search(ehr, `${allOf(type)}&_summary=count`);
      expect([type, first.body.total, count.body.total, count.body.entry]).toEqual([type, number, number, undefined]);
      expect([type, (await search(ehr, allOf(type))).body.total]).toEqual([type, undefined]);
    }
  });

  it('includes each that it declares to include, once, and no other', async () => {
    for (const { type, searchInclude = [], searchRevInclude = [] } of await statement()) {
      for (const include of searchInclude) {
        const answer = await search(ehr, `${allOf(type)}&_count=200&_include=${include}&_include=${include}`);
        const [matches, included] = [entriesOf(answer), entriesOf(answer, 'include')];
        const named = new Set(referencesIn(matches));
        expect([include, included.length > 0 || type === 'Location']).toEqual([include, true]);
        for (const each of included)
          expect([include, `${each.resourceType}/${each.id}`, named.has(`${each.resourceType}/${each.id}`)]).toEqual([include, expect.any(String), true]);
        const addresses = answer.body.entry.map(({ fullUrl }: any) => fullUrl);
        expect([include, new Set(addresses).size]).toEqual([include, addresses.length]);
        for (const each of included) expect((await search(ehr, `/fhir/R4/${each.resourceType}/${each.id}`)).body).toEqual(each);
      }
      for (const revinclude of searchRevInclude) {
        const answer = await search(ehr, `${allOf(type)}&_revinclude=${revinclude}`);
        const provenances = entriesOf(answer, 'include');
        expect(provenances.map(({ target }) => target[0].reference)).toEqual(entriesOf(answer).map(({ id }) => `${type}/${id}`));
        for (const each of provenances.slice(0, 2)) expect((await search(ehr, `/fhir/R4/Provenance/${each.id}`)).body).toEqual(each);
      }
      if (type !== 'Binary')
        for (const wrong of ['_include=Patient:x', `_include=${type}`, '_include=*', '_revinclude=Goal:patient', '_revinclude=*'])
          expect([type, wrong, (await ehr.get(`${allOf(type)}&${wrong}`)).status]).toEqual([type, wrong, 400]);
    }
  });

  it('is answered by _search as by its address, with what is said in both', async () => {
    const post = (type: string, body: string, query = '') =>
      call(peerwork, `/fhir/R4/${type}/_search${query}`, token, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    for (const type of TYPES) {
      const query = `${allOf(type).split('?')[1]}&_count=3&_sort=_id&_total=accurate`.replace(/^&/, '');
      const [got, posted] = [await search(ehr, `/fhir/R4/${type}?${query}`), await post(type, query)];
      expect([type, posted.status, posted.body]).toEqual([type, 200, got.body]);
    }
    const both = await post('Goal', 'lifecycle-status=completed', `?patient=${jordan},${sam}`);
    expect(both.body.link[0].url).toBe(`${BASE}/Goal?patient=${encodeURIComponent(`${jordan},${sam}`)}&lifecycle-status=completed`);
    expect(entriesOf(both).map(({ lifecycleStatus }) => lifecycleStatus)).toEqual(['completed']);
  });
});

describe('what is said together', () => {
  const of = async (query: string) => idsOf(await found(ehr, `/fhir/R4/Goal?${query}&_count=200`));

  it('by a comma is any of it, by repeating all of it', async () => {
    const [jordans, sams, both] = [await of(`patient=${jordan}`), await of(`patient=${sam}`), await of(`patient=${jordan},${sam}`)];
    expect(both).toEqual([...jordans, ...sams].sort());
    expect(await of(`patient=${jordan}&patient=${sam}`)).toEqual([]);
    const [paused, completed] = [await of(`patient=${jordan}&lifecycle-status=on-hold`), await of(`patient=${jordan}&lifecycle-status=completed`)];
    expect(await of(`patient=${jordan}&lifecycle-status=on-hold,completed`)).toEqual([...paused, ...completed].sort());
    expect(await of(`patient=${jordan}&lifecycle-status=on-hold&lifecycle-status=completed`)).toEqual([]);
    const others = await of(`patient=${jordan}&lifecycle-status:not=on-hold,completed`);
    expect(others).toEqual(jordans.filter((id) => ![...paused, ...completed].includes(id)));
  });

  it('and not known is left out, as the self link shows, or refused where it is asked strictly', async () => {
    const strict = { prefer: 'handling=strict' };
    for (const field of [
      'colour=red',
      '_has:Goal:patient:x=1',
      'patient.name=Jo',
      '__proto__=1',
      'constructor=1',
      'toString=1',
      '_sort=colour',
      '_sort=;drop table',
      '_include:iterate=Goal:patient',
    ]) {
      const path = `/fhir/R4/Goal?patient=${jordan}&${field}`;
      const lenient = await search(ehr, path);
      expect([field, linkOf(lenient, 'self')]).toEqual([field, `${BASE}/Goal?patient=${jordan}`]);
      expect(await ehr.get(path, strict)).toMatchObject({
        status: 400,
        body: { resourceType: 'OperationOutcome', issue: [{ expression: [expect.any(String)] }] },
      });
    }
    expect((await ehr.get(`/fhir/R4/Goal?patient=${jordan}&lifecycle-status=active&_sort=-start-date`, strict)).status).toBe(200);
    expect((await ehr.get(`/fhir/R4/Practitioner?name=${CAST.ana.name}`, strict)).status).toBe(200);
  });
});

/** Whatever these name, at whatever place. */
const referencesIn = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, each]) => (name === 'reference' && typeof each === 'string' ? [each] : referencesIn(each)));
