import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, EPISODES, UNKNOWN } from '../support/cast.ts';
import { restrict } from '../restriction/restricted.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { allOf, call, entriesOf, OF_CLIENTS, reads, search, TYPES } from './wire.ts';

const peerwork = launch(SETTINGS);
const { jordan, sam, casey, riley } = CLIENTS;
let center: Awaited<ReturnType<typeof furnish>>;
let ehr: FarEhr;
let token: string;
beforeAll(async () => {
  center = await furnish(peerwork);
  ehr = await FarEhr.register(peerwork);
  await consented(peerwork, 'jordan', ehr.recipientId);
  await consented(peerwork, 'casey', ehr.recipientId);
  await restrict(peerwork, 'casey', ['sue']);
  token = await ehr.token();
}, 60_000);

const outcome = (code: string) => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text: expect.any(String) } }] });
const FHIR = 'application/fhir+json; charset=utf-8';
const get = (path: string, headers: Record<string, string> = {}) => call(peerwork, path, token, { headers });

describe('a resource', () => {
  it('is answered with its version, and not again to whoever has it', async () => {
    for (const type of TYPES) {
      const [{ id, meta }] = entriesOf(await search(ehr, allOf(type))) as [any];
      const answer = await reads(ehr, type, id);
      const tag = `W/"${meta.versionId}"`;
      expect([type, answer.status, answer.etag, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
        type,
        200,
        tag,
        FHIR,
        'no-store',
      ]);
      for (const known of [tag, tag.slice(2), `"x", ${tag}`, '*']) {
        const again = await reads(ehr, type, id, { 'if-none-match': known });
        expect([type, known, again.status, again.text]).toEqual([type, known, 304, '']);
      }
      expect((await reads(ehr, type, id, { 'if-none-match': 'W/"other"' })).status).toBe(200);
      const changed = answer.headers.get('last-modified');
      if (type === 'Group') expect(changed).toBeNull();
      else expect(Math.floor(Date.parse(meta.lastUpdated) / 1_000) * 1_000).toBe(Date.parse(changed!));
      const since = async (at: number) => (await reads(ehr, type, id, { 'if-modified-since': new Date(at).toUTCString() })).status;
      expect([type, await since(Date.now() + 60_000), await since(Date.parse(meta.lastUpdated) - 60_000)]).toEqual([type, type === 'Group' ? 200 : 304, 200]);
    }
  });

  it('has another version when it has changed', async () => {
    const before = await reads(ehr, 'Goal', center.goals.open.id);
    const changed = await peerwork.as('ana').put(`/v1/goals/${center.goals.open.id}/pause`, { reason: 'Away' }, { version: before.body.meta.versionId });
    expect(changed.status).toBe(200);
    const after = await reads(ehr, 'Goal', center.goals.open.id, { 'if-none-match': before.etag });
    expect(after).toMatchObject({ status: 200, body: { lifecycleStatus: 'on-hold' } });
    expect(after.body.meta.lastUpdated > before.body.meta.lastUpdated).toBe(true);
  });

  it('is what of it was asked for, and its labels, the notice and what makes it one', async () => {
    const { body } = await get(`/fhir/R4/Patient/${jordan}?_elements=birthDate`);
    expect(Object.keys(body).sort()).toEqual(['birthDate', 'gender', 'id', 'identifier', 'meta', 'name', 'resourceType', 'text']);
    expect(body.meta).toMatchObject({ tag: [{ code: 'SUBSETTED' }], security: expect.arrayContaining([expect.objectContaining({ code: '42CFRPart2' })]) });
    const [found] = entriesOf(await get(`/fhir/R4/Goal?patient=${jordan}&_elements=startDate`)) as [any];
    expect(Object.keys(found).sort()).toEqual(['description', 'id', 'lifecycleStatus', 'meta', 'resourceType', 'startDate', 'subject', 'text']);
  });

  it('is answered to HEAD without a body', async () => {
    const answer = await call(peerwork, `/fhir/R4/Patient/${jordan}`, token, { method: 'HEAD' });
    expect([answer.status, answer.text, answer.etag]).toEqual([200, '', (await get(`/fhir/R4/Patient/${jordan}`)).etag]);
    expect((await call(peerwork, `/fhir/R4/Patient/${sam}`, token, { method: 'HEAD' })).status).toBe(404);
  });
});

/** Of each type one that is not let out, of whoever did not consent and of whoever is restricted. */
const hiddenOf = (type: string): string[] =>
  ({
    ...{
      Patient: [sam, casey],
      CarePlan: [sam],
      CareTeam: [sam],
      EpisodeOfCare: [EPISODES.sam, EPISODES.casey],
      Encounter: [center.notes.sam.id, EPISODES.casey],
    },
    ...{ DocumentReference: [center.notes.sam.id], Binary: [center.notes.sam.id], Goal: [center.goals.sams.id] },
    Provenance: [
      `patient-${sam}`,
      `patient-${casey}`,
      `goal-${center.goals.sams.id}`,
      `patient-${UNKNOWN}`,
      'patient-x',
      `location-${center.residenceId}`,
      'x',
    ],
  })[type] ?? [];

it('P2-12 what is hidden, restricted, unknown or no id at all is answered alike', async () => {
  const { text } = await get(`/fhir/R4/Patient/${UNKNOWN}`);
  expect(JSON.parse(text)).toMatchObject(outcome('not-found'));
  for (const type of [...TYPES, 'Binary', 'Provenance'])
    for (const id of [...hiddenOf(type), UNKNOWN, 'x', '0', 'a b', '%00', UNKNOWN.toUpperCase().replace('8000', '8OOO')]) {
      const answer = await get(`/fhir/R4/${type}/${encodeURI(id).replace('%2500', '%00')}`);
      expect([type, id, answer.status, answer.text]).toEqual([type, id, 404, text]);
      expect([type, id, answer.etag, answer.headers.get('last-modified')]).toEqual([type, id, '', null]);
    }
});

it('P2-12 what is hidden takes as long as what is unknown', async () => {
  const timeOf = async (id: string) => {
    const began = performance.now();
    await get(`/fhir/R4/Patient/${id}`);
    return performance.now() - began;
  };
  const times: Record<string, number[]> = { [sam]: [], [riley]: [], [casey]: [], [UNKNOWN]: [] };
  for (let round = 0; round < 60; round++) for (const id of Object.keys(times)) times[id]!.push(await timeOf(id));
  const middle = (some: number[]) => some.sort((a, b) => a - b)[some.length / 2]!;
  const [unknown, ...hidden] = [UNKNOWN, sam, riley, casey].map((id) => middle(times[id]!));
  for (const each of hidden) expect(Math.abs(each - unknown!)).toBeLessThan(Math.max(5, unknown! / 2));
});

describe('who or what is refused is told so by an OperationOutcome', () => {
  it('without a token, or with that of somebody on the staff', async () => {
    for (const who of [null, 'x'.repeat(43), CAST.priya.token, CAST.ana.token])
      for (const path of [
        ...TYPES.map((type) => `/fhir/R4/${type}`),
        `/fhir/R4/Patient/${jordan}`,
        '/fhir/R4/Binary/x',
        '/fhir/R4/DocumentReference/$docref',
      ]) {
        const answer = await call(peerwork, path, who);
        expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 401, FHIR]);
        expect(answer.body).toMatchObject(outcome('login'));
      }
  });

  it.each([
    ['a type that is not here', '/fhir/R4/Medication', {}, 404, 'not-found'],
    ['a type that is not here, by id', `/fhir/R4/Medication/${UNKNOWN}`, {}, 404, 'not-found'],
    ['what has no search', '/fhir/R4/Binary', {}, 404, 'not-found'],
    ['who wrote everything', '/fhir/R4/Provenance', {}, 400, 'structure'],
    ['a path that is none', `/fhir/R4/Patient/${jordan}/_history/1`, {}, 404, 'not-supported'],
    ['XML, in the header', `/fhir/R4/Patient/${jordan}`, { accept: 'application/fhir+xml' }, 406, 'not-supported'],
    ['XML, in the address', `/fhir/R4/Patient/${jordan}?_format=xml`, {}, 406, 'not-supported'],
    ['an address that is not encoded', '/fhir/R4/Patient?name=%zz', {}, 400, 'structure'],
    ['everybody’s', '/fhir/R4/Goal', {}, 400, 'structure'],
  ])('%s', async (_what, path, headers, status, code) => {
    const answer = await get(path, headers);
    expect(answer).toMatchObject({ status, body: outcome(code) });
    expect(answer.headers.get('content-type')).toBe(FHIR);
  });

  it.each(['application/json', 'application/xml', 'text/plain', 'application/fhir+json'])('a search whose form is %s', async (type) => {
    const answer = await call(peerwork, '/fhir/R4/Patient/_search', token, { method: 'POST', body: '{}', headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status: 415, body: outcome('not-supported') });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('whoever comes to change something by %s', async (method) => {
    for (const type of OF_CLIENTS) {
      const answer = await call(peerwork, method === 'POST' ? `/fhir/R4/${type}` : `/fhir/R4/${type}/${jordan}`, token, { method });
      expect([type, answer.status >= 404 && answer.status <= 405, answer.body?.resourceType]).toEqual([type, true, 'OperationOutcome']);
    }
  });

  it('but JSON is answered to whoever takes it', async () => {
    for (const accept of ['application/json', '*/*', 'application/fhir+json; fhirVersion=4.0', 'application/xml, application/json;q=0.1'])
      expect([accept, (await get(`/fhir/R4/Patient/${jordan}`, { accept })).status]).toEqual([accept, 200]);
  });
});
