import { beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { BulkReader, localPath, make } from './exported.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';

const peerwork = launch(SETTINGS);
let ehr: BulkReader;
let other: BulkReader;

beforeAll(async () => {
  await furnish(peerwork);
  ehr = new BulkReader(await FarEhr.register(peerwork));
  other = new BulkReader(await FarEhr.register(peerwork, { recipient: ehr.ehr.recipientId }));
  await consented(peerwork, 'jordan', ehr.ehr.recipientId);
}, 60_000);

const outcomeOf = ({ status, headers, body }: Answer) => [
  status,
  headers.get('content-type')?.split(';')[0],
  body?.issue?.[0]?.diagnostics,
  body?.issue?.[0]?.expression?.[0],
];
const refused = (status: number, slug: string, parameter?: string) => [status, 'application/fhir+json', slug, parameter];
const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();
const parameters = (...parameter: object[]) => ({ resourceType: 'Parameters', parameter });

describe('an export is not begun', () => {
  it.each<[string, string, Record<string, string>, number, string, string | undefined]>([
    ['without Prefer', '$export', { prefer: 'return=minimal' }, 400, 'bad-export', 'Prefer'],
    ['where XML is wanted', '$export', { accept: 'application/fhir+xml' }, 406, 'not-acceptable', undefined],
    ['in another form', '$export?_outputFormat=application/fhir%2Bparquet', {}, 400, 'bad-export', '_outputFormat'],
    ['in no form', '$export?_outputFormat=toString', {}, 400, 'bad-export', '_outputFormat'],
    ['since no instant', '$export?_since=yesterday', {}, 400, 'bad-export', '_since'],
    ['since a day', '$export?_since=2026-01-01', {}, 400, 'bad-export', '_since'],
    ['since the 31st of February', '$export?_since=2026-02-31T00:00:00Z', {}, 400, 'bad-export', '_since'],
    ['since tomorrow', `$export?_since=${ahead(86_400_000)}`, {}, 400, 'bad-export', '_since'],
    ['since two instants', '$export?_since=2026-01-01T00:00:00Z&_since=2026-01-02T00:00:00Z', {}, 400, 'bad-export', '_since'],
    ['of an unknown type', '$export?_type=Patient,Medication', {}, 400, 'bad-export', '_type'],
    ['of unknown types alone, however leniently', '$export?_type=Medication', { prefer: 'respond-async, handling=lenient' }, 400, 'bad-export', '_type'],
    ['of the caseloads of patients', 'Patient/$export?_type=Group', {}, 400, 'bad-export', '_type'],
    ['with a type that is a name of every object', '$export?_type=constructor', {}, 400, 'bad-export', '_type'],
    ['of elements of elements', '$export?_elements=name.family', {}, 400, 'bad-export', '_elements'],
    ['with a filter for each type', '$export?_typeFilter=Goal%3Fstatus%3Dactive', {}, 400, 'bad-export', '_typeFilter'],
    ['with what is not known', '$export?includeAssociatedData=LatestProvenanceResources', {}, 400, 'bad-export', 'includeAssociatedData'],
    ['of patients that are named in the address', `Patient/$export?patient=Patient/${CLIENTS.jordan}`, {}, 400, 'bad-export', 'patient'],
    ['of patients at the level of the system', `$export?patient=Patient/${CLIENTS.jordan}`, {}, 400, 'bad-export', 'patient'],
    ['of no caseload', `Group/${UNKNOWN}/$export`, {}, 404, 'not-found', undefined],
    ['of what is no id', 'Group/all/$export', {}, 404, 'not-found', undefined],
  ])('%s', async (_what, path, headers, status, slug, parameter) => {
    const answer = await ehr.ask(path, { headers });
    expect(outcomeOf(answer)).toEqual(refused(status, slug, parameter));
    expect(answer.headers.get('content-location')).toBeNull();
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', account_id: ehr.id, status }]);
  });

  it.each<[string, string, object, string]>([
    ['Patient', 'a resource of another kind', { resourceType: 'Patient' }, 'body'],
    ['Patient', 'a list', [] as object, 'body'],
    ['Patient', 'parameters that are no list', { resourceType: 'Parameters', parameter: {} }, 'body'],
    ['Patient', 'a parameter without a name', parameters({ valueString: 'Goal' }), 'parameter'],
    ['Patient', 'a parameter without a value', parameters({ name: '_type' }), 'parameter'],
    ['Patient', 'a parameter with two values', parameters({ name: '_type', valueString: 'Goal', valueCode: 'Goal' }), 'parameter'],
    ['Patient', 'nothing as a parameter', parameters(null as never), 'parameter'],
    ['Patient', 'a parameter of an object', parameters({ name: '_type', valueCoding: { code: 'Goal' } }), 'parameter'],
    ['Patient', 'a reference to nobody', parameters({ name: 'patient', valueReference: {} }), 'parameter'],
    ['Patient', 'a reference to something else', parameters({ name: 'patient', valueReference: { reference: `Goal/${CLIENTS.jordan}` } }), 'patient'],
    ['Patient', 'a reference that is no id', parameters({ name: 'patient', valueReference: { reference: 'Patient/1' } }), 'patient'],
    ['', 'patients at the level of the system', parameters({ name: 'patient', valueReference: { reference: `Patient/${CLIENTS.jordan}` } }), 'patient'],
  ])('at %s by %s', async (level, _what, body, parameter) => {
    const answer = await ehr.ask(level ? `${level}/$export` : '$export', { method: 'POST', body });
    expect(outcomeOf(answer)).toEqual(refused(400, 'bad-export', parameter));
  });

  it('for whoever has no token', async () => {
    expect(outcomeOf(await ehr.ask('$export', { token: 'x'.repeat(43) }))).toEqual(refused(401, 'sign-in-first'));
  });

  it.each(Object.keys(CAST) as (keyof typeof CAST)[])('for %s of the staff', async (who) => {
    expect((await ehr.ask('$export', { token: CAST[who].token })).status).toBe(401);
  });
});

describe('leniently', () => {
  it('what is not known is left out', async () => {
    const headers = { prefer: 'respond-async; handling=lenient' };
    const { output } = await ehr.made('$export?_type=Patient,Medication&_typeFilter=Patient%3Fname%3Dx&organizeOutputBy=Patient&_elements=a.b.c', { headers });
    expect(output.map(({ type }) => type)).toEqual(['Patient']);
  });

  it('a plus that was not escaped is one', async () => {
    const { output } = await ehr.made('$export?_type=Patient&_outputFormat=application/fhir+ndjson&_since=2020-01-01T00:00:00+01:00');
    expect(output.map(({ type }) => type)).toEqual(['Patient']);
  });
});

describe('a token', () => {
  const holding = (scopes: string) => ehr.ehr.token(scopes);

  it('exports what it opens for reading and for searching', async () => {
    const token = await holding('system/Patient.rs system/Goal.r system/Encounter.s system/Location.rs');
    const { output } = await ehr.made('$export', { token });
    expect(output.map(({ type }) => type)).toEqual(['Location', 'Patient']);
  });

  it('does not export by name what it does not open, nor anything where it opens nothing', async () => {
    const token = await holding('system/Patient.rs system/Goal.r');
    for (const path of ['$export?_type=Patient,Goal', 'Patient/$export?_type=Encounter', `Group/${CAST.ana.specialistId}/$export`])
      expect(outcomeOf(await ehr.ask(path, { token }))).toEqual(refused(403, 'beyond-scope'));
    expect(outcomeOf(await ehr.ask('$export', { token: await holding('system/Goal.r') }))).toEqual(refused(403, 'beyond-scope'));
  });

  it('fetches only those files of an export that it opens itself', async () => {
    const { output } = await ehr.made('$export?_type=Patient,Goal');
    const token = await holding('system/Patient.rs system/Goal.r');
    const fetched = await Promise.all(output.map(async ({ type, url }) => [type, (await ehr.call(localPath(url), { token })).status]));
    expect(fetched).toEqual([
      ['Goal', 403],
      ['Patient', 200],
    ]);
  });
});

describe('an export is there for the machine alone that asked', () => {
  it('and for another one of the same recipient there is nothing', async () => {
    const { at, output } = await ehr.made('$export?_type=Patient');
    const unknown = await other.call(`/fhir/R4/exports/${UNKNOWN}`);
    expect(outcomeOf(unknown)).toEqual(refused(404, 'not-found'));
    for (const path of [at, localPath(output[0]!.url)]) {
      const answer = await other.call(path);
      expect([path, answer.status, answer.body]).toEqual([path, 404, unknown.body]);
    }
    expect((await other.call(at, { method: 'DELETE' })).status).toBe(404);
    expect((await ehr.call(at)).status).toBe(200);
  });

  it.each(['nonsense', 'Patient-9', 'Goal-1', 'Patient-1x', '__proto__'])('and has no file called %s', async (file) => {
    const { at } = await ehr.made('$export?_type=Patient');
    expect(outcomeOf(await ehr.call(`${at}/files/${file}`))).toEqual(refused(404, 'not-found'));
  });

  it('and what is no id is none', async () => {
    for (const path of ['/fhir/R4/exports/all', '/fhir/R4/exports/all/files/Patient-1']) expect((await ehr.call(path)).status).toBe(404);
    expect((await ehr.call('/fhir/R4/exports/all', { method: 'DELETE' })).status).toBe(404);
  });

  it('and its files are not there before it is done', async () => {
    const at = await ehr.begun('$export?_type=Patient');
    expect((await ehr.call(`${at}/files/Patient-1`)).status).toBe(404);
    await make(peerwork);
    expect((await ehr.call(`${at}/files/Patient-1`)).status).toBe(200);
  });
});

describe('whoever asks how far it is', () => {
  it('too soon after he asked before is told to wait, and answered when he did', async () => {
    const at = await ehr.begun('$export?_type=Patient');
    expect((await ehr.call(at)).status).toBe(202);
    const soon = await ehr.call(at);
    expect(outcomeOf(soon)).toEqual(refused(429, 'polled-too-soon'));
    expect(soon.headers.get('retry-after')).toBe('2');
    await wait(1_100);
    expect((await ehr.call(at)).status).toBe(202);
    await make(peerwork);
    expect([(await ehr.call(at)).status, (await ehr.call(at)).status]).toEqual([200, 200]);
  });
});

describe('an export that is deleted', () => {
  const ended = async (at: string) => {
    const answer = await ehr.call(at, { method: 'DELETE' });
    expect(answer).toMatchObject({ status: 202, text: '' });
    expect(outcomeOf(await ehr.call(at))).toEqual(refused(404, 'not-found'));
    expect((await ehr.call(at, { method: 'DELETE' })).status).toBe(404);
    expect((await peerwork.trail(at.split('/').at(-1)!)).at(-1)).toMatchObject({ action: 'export.ended', account_id: ehr.id });
  };

  it('is not made any more, and makes room for another one', async () => {
    const places = [await ehr.begun(), await ehr.begun()];
    expect((await ehr.ask()).status).toBe(429);
    for (const at of places) await ended(at);
    await make(peerwork);
    expect(await peerwork.rows('select id from app.exports where id = any ($1)', [places.map((at) => at.split('/').at(-1))])).toEqual([]);
  });

  it('is gone with all of its files', async () => {
    const { at, output } = await ehr.made();
    const id = at.split('/').at(-1)!;
    await ended(at);
    for (const { url } of output) expect((await ehr.call(localPath(url))).status).toBe(404);
    await make(peerwork);
    expect(await peerwork.rows('select export_id from app.export_chunks where export_id = $1', [id])).toEqual([]);
    expect(await peerwork.rows('select id from app.exports where id = $1', [id])).toEqual([]);
  });
});
