import { beforeAll, describe, expect, it } from '@jest/globals';
import { KINDS } from '../../src/modules/ehr/fhir/kinds/index.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { BulkReader, make } from './exported.ts';
import { FarEhr, PUBLIC_URL, SETTINGS } from './far-ehr.ts';
import { consented, furnish, NEVER } from './furnished.ts';

const peerwork = launch(SETTINGS);
const OF_CLIENTS = KINDS.filter(({ ofClients }) => ofClients).map(({ type }) => type as string);
const OF_CENTER = KINDS.filter(({ ofClients }) => !ofClients).map(({ type }) => type as string);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
let center: Awaited<ReturnType<typeof furnish>>;
let ehr: BulkReader;

beforeAll(async () => {
  center = await furnish(peerwork);
  ehr = new BulkReader(await FarEhr.register(peerwork));
  await consented(peerwork, 'jordan', ehr.ehr.recipientId);
  await consented(peerwork, 'riley', ehr.ehr.recipientId, { categories: ['demographics', 'goals'] });
}, 60_000);

const ids = (resources: any[] = []) => resources.map(({ id }) => id).sort();
/** As it is read one by one: what a search finds, of each client where it must be narrowed. */
async function searched(type: string, clients: string[]): Promise<any[]> {
  if (!OF_CLIENTS.includes(type)) return ehr.searched(type, '');
  const each = await Promise.all(clients.map((client) => ehr.searched(type, type === 'Patient' ? `_id=${client}` : `patient=${client}`)));
  return each.flat();
}
/** The words of a document are in a file at once; a search tells where they are. */
const withoutWords = (resource: any) => {
  const copy = structuredClone(resource);
  delete copy.content?.[0]?.attachment?.data;
  return copy;
};
const inOrder = (resources: any[] = []) => resources.map(withoutWords).sort((one, other) => (one.id < other.id ? -1 : 1));

describe('an export of everything', () => {
  it('is asked for, made in the background, and fetched; it holds what searches find and nothing else', async () => {
    const asked = await ehr.ask();
    expect(asked).toMatchObject({ status: 202, text: '' });
    const place = asked.headers.get('content-location')!;
    expect(place).toMatch(new RegExp(`^${PUBLIC_URL}/fhir/R4/exports/[0-9a-f-]{36}$`));
    const at = place.slice(PUBLIC_URL.length);

    const waiting = await ehr.call(at);
    expect(waiting).toMatchObject({ status: 202, text: '' });
    expect(waiting.headers.get('x-progress')).toBe('0 resources so far');
    expect(waiting.headers.get('retry-after')).toBe('2');

    await make(peerwork);
    const done = await ehr.call(at);
    expect(done).toMatchObject({
      status: 200,
      body: { transactionTime: expect.stringMatching(INSTANT), request: `${PUBLIC_URL}/fhir/R4/$export`, requiresAccessToken: true, error: [], deleted: [] },
    });
    expect(done.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(Date.parse(done.headers.get('expires')!) - Date.now()).toBeGreaterThan(23 * 3_600_000);

    const lines = await ehr.lines(done.body);
    for (const type of [...OF_CLIENTS, ...OF_CENTER])
      expect([type, inOrder(lines[type])]).toEqual([type, inOrder(await searched(type, Object.values(CLIENTS)))]);
    expect(Object.keys(lines).sort()).toEqual(expect.arrayContaining(['Patient', 'DocumentReference', 'Encounter', 'Goal', 'Group', 'Practitioner']));
    for (const { type, url, count } of done.body.output) expect([type, (await ehr.file(url)).length]).toEqual([type, count]);
  });

  it('lasts until its transaction time, holds nothing newer, and everything that was there when it was asked for', async () => {
    const before = new Date();
    const { transactionTime, output } = await ehr.made();
    expect(Date.parse(transactionTime)).toBeGreaterThanOrEqual(before.getTime());
    const times = Object.values(await ehr.lines({ output })).flatMap((lines) => lines.map(({ meta }) => meta.lastUpdated as string));
    expect(times.filter((time) => time > transactionTime)).toEqual([]);
  });

  it('has the words of documents in it, labelled and with the notice, and never what no machine has', async () => {
    const { output } = await ehr.made();
    const lines = await ehr.lines({ output });
    const words = lines['DocumentReference']!.map(({ content }) => Buffer.from(content[0].attachment.data, 'base64').toString()).join();
    for (const word of ['Listened', 'FIRST words', 'ADDED once', 'ADDED twice', 'GROUP words']) expect(words).toContain(word);
    const everything = JSON.stringify(lines) + words;
    for (const word of [...NEVER, 'SAM words', 'RILEY words', CLIENTS.sam, CLIENTS.casey]) expect(everything).not.toContain(word);
    for (const resource of OF_CLIENTS.flatMap((type) => lines[type] ?? [])) {
      expect(resource.meta.security).toContainEqual(expect.objectContaining({ code: '42CFRPart2' }));
      expect(resource.text.div).toContain('42 CFR part 2');
    }
    expect(ids(lines['Patient'])).toEqual([CLIENTS.jordan, CLIENTS.riley]);
    expect(lines['Encounter']!.filter(({ subject }) => subject.reference === `Patient/${CLIENTS.riley}`)).toEqual([]);
  });

  it('is on the trail from asking to completion, and each client’s disclosure is accounted for when a file is fetched', async () => {
    const { at, output } = await ehr.made('$export?_type=Patient,Goal');
    const id = at.split('/').at(-1)!;
    expect((await peerwork.trail(id)).map(({ action, facts }) => [action, facts])).toEqual([
      ['export.asked', { level: 'system', types: ['Patient', 'Goal'] }],
      ['export.begun', { attempt: 1 }],
      ['export.completed', { attempt: 1 }],
    ]);
    const accounted = () =>
      peerwork.rows(
        `select client_id, basis, consent_id, categories, manifest, status, purpose, machine_client_id from app.disclosures where machine_client_id = $1 order by id`,
        [ehr.id],
      );
    const before = await accounted();
    const answer = await ehr.call(output.find(({ type }) => type === 'Patient')!.url.slice(PUBLIC_URL.length));
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers.get('content-type')).toBe('application/fhir+ndjson');
    const lines = (await accounted()).slice(before.length);
    expect(lines.map((line) => [line['client_id'], line['manifest'], line['categories']])).toEqual([
      [CLIENTS.jordan, [{ kind: 'Patient', ids: [CLIENTS.jordan], fields: ['*'] }], ['demographics']],
      [CLIENTS.riley, [{ kind: 'Patient', ids: [CLIENTS.riley], fields: ['*'] }], ['demographics']],
    ]);
    expect(lines).toMatchObject([{ status: 'sent', purpose: 'treatment', basis: 'consent' }, {}]);
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'access', action: 'GET /fhir/R4/exports/:id/files/:file', account_id: ehr.id, status: 200 }]);
    const [read] = await peerwork.rows(`select action, client_ids from app.audit_events where kind = 'change' and request_id = $1`, [
      answer.headers.get('request-id'),
    ]);
    expect(read).toEqual({ action: 'disclosure.read-by-machine', client_ids: [CLIENTS.jordan, CLIENTS.riley] });
  });

  it('gives the head of a file and accounts for nothing', async () => {
    const { output } = await ehr.made('$export?_type=Patient');
    const count = async () => Number((await peerwork.rows('select count(*) from app.disclosures'))[0]!['count']);
    const before = await count();
    expect(await ehr.call(output[0]!.url.slice(PUBLIC_URL.length), { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect(await count()).toBe(before);
  });
});

describe('an export of patients', () => {
  it('is what searches find of them and of who and what they name, without the caseloads', async () => {
    const { output, request } = await ehr.made('Patient/$export');
    expect(request).toBe(`${PUBLIC_URL}/fhir/R4/Patient/$export`);
    const lines = await ehr.lines({ output });
    for (const type of [...OF_CLIENTS, 'Practitioner', 'Location'])
      expect([type, ids(lines[type])]).toEqual([type, ids(await searched(type, Object.values(CLIENTS)))]);
    expect(lines['Group']).toBeUndefined();
  });

  it('is of those alone who are named in the body, and of nobody who is not let out', async () => {
    const patient = [CLIENTS.riley, CLIENTS.sam].map((id) => ({ name: 'patient', valueReference: { reference: `Patient/${id}` } }));
    const body = { resourceType: 'Parameters', parameter: [...patient, { name: '_type', valueString: 'Patient,Goal' }] };
    const { output } = await ehr.made('Patient/$export', { method: 'POST', body });
    const { Patient: patients, Goal: goals, ...others } = await ehr.lines({ output });
    expect([ids(patients), ids(goals), others]).toEqual([[CLIENTS.riley], [center.goals.rileys.id], {}]);
  });
});

describe('an export of a caseload', () => {
  it('is of those in it whom the machine may know of', async () => {
    const { output } = await ehr.made(`Group/${CAST.ana.specialistId}/$export`);
    const lines = await ehr.lines({ output });
    expect(ids(lines['Patient'])).toEqual([CLIENTS.jordan]);
    for (const type of OF_CLIENTS) expect([type, ids(lines[type])]).toEqual([type, ids(await searched(type, [CLIENTS.jordan]))]);
  });

  it('is of nobody where none of them consented, by GET and by POST', async () => {
    for (const call of [{}, { method: 'POST', body: { resourceType: 'Parameters' } }]) {
      const { output } = await ehr.made(`Group/${CAST.ben.specialistId}/$export`, call);
      expect(output.filter(({ type }) => OF_CLIENTS.includes(type))).toEqual([]);
    }
  });
});

describe('parts of resources', () => {
  it('are marked as such, and keep their labels and the notice', async () => {
    const { output } = await ehr.made('$export?_type=Patient,Goal&_elements=Patient.name,birthDate');
    const { Patient: patients, Goal: goals } = await ehr.lines({ output });
    const [jordan] = patients!.filter(({ id }) => id === CLIENTS.jordan);
    expect(Object.keys(jordan).sort()).toEqual(['birthDate', 'gender', 'id', 'identifier', 'meta', 'name', 'resourceType', 'text']);
    for (const part of [jordan, goals![0]]) {
      expect(part.meta.tag).toMatchObject([{ code: 'SUBSETTED' }]);
      expect(part.meta.security).toHaveLength(4);
    }
    expect(goals![0].target).toBeUndefined();
  });
});

describe('the CapabilityStatement', () => {
  it('declares what is done', async () => {
    const { body } = await ehr.call('/fhir/R4/metadata');
    const definition = (name: string) => [{ name: 'export', definition: `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${name}` }];
    expect(body.instantiates).toContain('http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data');
    expect(body.rest[0].operation).toEqual(definition('export'));
    const of = (type: string) => body.rest[0].resource.find((each: any) => each.type === type).operation;
    expect([of('Patient'), of('Group')]).toEqual([definition('patient-export'), definition('group-export')]);
  });
});
