import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';
import { shareOf } from '../support/proof.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { allOf, BASE, call, entriesOf, linkOf, search, TYPES } from './wire.ts';

const peerwork = launch(SETTINGS);
let ehr: FarEhr;
let token: string;
beforeAll(async () => {
  await furnish(peerwork);
  ehr = await FarEhr.register(peerwork);
  await consented(peerwork, 'jordan', ehr.recipientId);
  token = await ehr.token();
}, 60_000);

const HOSTILE = [
  `'`,
  `"`,
  `' or 1=1 --`,
  `x'); drop table app.clients; --`,
  `$1`,
  `\\`,
  `\\\\'`,
  `a\\`,
  '%',
  '_',
  '%27',
  'ünïcödé 漢字 😀',
  '\u202e\u0301',
  '${jndi:ldap://x}',
  '../../etc/passwd',
  '|',
  '||',
  'a|b|c',
  ',',
  ',,,',
  '\\,',
  '-',
  'null',
  'undefined',
  '[object Object]',
  'NaN',
  'Infinity',
  '1e309',
  'x'.repeat(10_000),
];
/** What is never a fault of ours, and never more than was asked for. */
const told = ({ status, text }: { status: number; text: string }) => [status === 200 || status === 400, /syntax error|SELECT|select v\.|at .*\.ts/.test(text)];

describe('whatever is searched for', () => {
  it.each([...TYPES, 'Provenance'])(
    'of %s, the answer is a page or a refusal in FHIR',
    async (type) => {
      const { resource } = (await ehr.get('/fhir/R4/metadata')).body.rest[0];
      const names = resource.find((each: any) => each.type === type).searchParam.map(({ name }: any) => name);
      for (const [at, name] of [...names, '_sort', '_count', '_page', '_total', '_summary', '_include', '_revinclude'].entries())
        for (const value of shareOf(HOSTILE, at, 3)) {
          const body = `${allOf(type, [CLIENTS.jordan]).split('?')[1]!}&${name}=${encodeURIComponent(value)}`;
          const answer = await call(peerwork, `/fhir/R4/${type}/_search`, token, {
            method: 'POST',
            body,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
          });
          expect([name, value.slice(0, 40), told(answer)]).toEqual([name, value.slice(0, 40), [true, false]]);
          expect(['Bundle', 'OperationOutcome']).toContain(answer.body.resourceType);
        }
    },
    60_000,
  );

  it('nothing of it did anything', async () => {
    const [{ count }] = (await peerwork.rows('select count(*)::integer as count from app.clients')) as [{ count: number }];
    expect(count).toBe(Object.keys(CLIENTS).length);
  });

  it.each(['%00', '%ff', '%zz', '%', '%c3', '%ed%a0%80'])('and is no text (%s) is refused', async (broken) => {
    for (const type of TYPES) {
      expect((await call(peerwork, `${allOf(type)}&_id=${broken}`, token)).status).toBe(400);
      const form = { method: 'POST', body: `_id=${broken}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
      expect((await call(peerwork, `/fhir/R4/${type}/_search`, token, form)).status).toBe(400);
    }
  });

  it('and has more values than anybody has a question for is refused', async () => {
    for (const name of ['_id', 'name', 'birthdate']) {
      const many = Array.from({ length: 101 }, () => '2020').join(',');
      expect((await ehr.get(`/fhir/R4/Patient?${name}=${many}`)).status).toBe(400);
    }
  });

  it('and names a system that cannot be read finds nobody', async () => {
    for (const system of [`${BASE}/ids/%zz`, `${BASE}/ids/%ff`, `${BASE}/ids/%00`, `${BASE}/ids/`, '', 'urn:x'])
      expect([system, entriesOf(await search(ehr, `/fhir/R4/Patient?identifier=${encodeURIComponent(`${system}|MRN-77`)}`))]).toEqual([system, []]);
    expect(entriesOf(await search(ehr, `/fhir/R4/Patient?identifier=${encodeURIComponent(`${BASE}/ids/clinic-mrn|MRN-77`)}`))).toHaveLength(1);
  });
});

describe('a link to a next page that is not ours', () => {
  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { jordan } = CLIENTS;
  it.each([
    'x',
    '%00',
    forged(null),
    forged({}),
    forged([]),
    forged([jordan]),
    forged([jordan, 'x']),
    forged([jordan, null]),
    forged([null, jordan]),
    forged([1, jordan]),
    forged([{}, jordan]),
    forged(['x', jordan]),
    forged(['0', jordan]),
    forged(['0000-01-01T00:00:00.000Z', jordan]),
    forged(['2026-02-31', jordan]),
    forged(['2026-01-01T00:00:00Z', jordan]),
    forged(['infinity', jordan]),
    forged(['now', jordan]),
    forged(['Thu, 01 Jan 1970 00:00:00 GMT+0200 (x)', jordan]),
    forged([`2026-01-01' or 1=1`, jordan]),
    forged([jordan, jordan, jordan]),
    forged(['a\0', 'b\0']),
    forged(['x'.repeat(500), 'x'.repeat(500)]),
  ])('is refused: %s', async (page) => {
    for (const order of ['_lastUpdated', 'start-date']) {
      const answer = await ehr.get(`/fhir/R4/Goal?patient=${jordan}&_sort=${order}&_page=${page}`);
      expect([order, answer.status, answer.body.resourceType]).toEqual([order, 400, 'OperationOutcome']);
    }
    expect((await ehr.get(`/fhir/R4/Goal?patient=${jordan}&_page=${page}`)).status).toBe(400);
    expect((await ehr.get(`/fhir/R4/Location?_page=${page}`)).status).toBe(400);
  });

  it('shows nothing that the first page would not', async () => {
    for (const id of Object.values(CLIENTS)) {
      const answer = await search(ehr, `/fhir/R4/Patient?_sort=_id&_page=${forged([id, id])}`);
      for (const each of entriesOf(answer)) expect(each.id).toBe(jordan);
      expect(linkOf(answer, 'next')).toBeUndefined();
    }
  });
});
