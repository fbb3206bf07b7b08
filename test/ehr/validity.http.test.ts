import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FhirResource } from 'fhir/r4.js';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { launch } from '../support/app.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { allOf, entriesOf, OF_CLIENTS, search, TYPES } from './wire.ts';

type Issue = { severity: string } & Record<string, unknown>;
// It is a CommonJS module without types.
const loaded = createRequire(import.meta.url)('@asymmetrik/fhir-json-schema-validator');
const JSONSchemaValidator = loaded.JSONSchemaValidator ?? loaded;

const peerwork = launch(SETTINGS);
/** Everything that ever leaves: each resource, what is included with it, pages, refusals, and what the server says of itself. */
let answers: FhirResource[];
let resources: FhirResource[];
beforeAll(async () => {
  await furnish(peerwork);
  const ehr = await FarEhr.register(peerwork);
  for (const client of ['jordan', 'sam', 'riley'] as const) await consented(peerwork, client, ehr.recipientId);
  const revinclude = (type: string) => ((OF_CLIENTS as readonly string[]).includes(type) ? '&_revinclude=Provenance:target' : '');
  const pages = await Promise.all(TYPES.map((type) => search(ehr, `${allOf(type)}&_count=200${revinclude(type)}`)));
  resources = pages.flatMap((page) => [...entriesOf(page), ...entriesOf(page, 'include')]);
  const documents = resources.filter(({ resourceType }) => resourceType === 'DocumentReference');
  resources.push(...(await Promise.all(documents.map(async ({ id }) => (await search(ehr, `/fhir/R4/Binary/${id}`)).body))));
  const said = [
    '/fhir/R4/metadata',
    '/fhir/R4/Patient?_summary=count',
    '/fhir/R4/Patient/x',
    '/fhir/R4/Goal',
    '/fhir/R4/Nothing',
    '/fhir/R4/Patient?birthdate=x',
  ];
  answers = [...pages.map(({ body }) => body), ...(await Promise.all(said.map(async (path) => (await ehr.get(path)).body)))];
}, 60_000);

const damaged = (resource: FhirResource): FhirResource =>
  ({ ...resource, status: undefined, lifecycleStatus: { no: 'status' }, unknown: true, meta: 'x' }) as never;

it('there is something of all seventeen types', () => {
  expect(new Set(resources.map(({ resourceType }) => resourceType))).toEqual(new Set([...TYPES, 'Provenance', 'Binary']));
});

describe('by the JSON schema of R4', () => {
  const validator = new JSONSchemaValidator();
  // This schema is of R4's first edition; the second one corrected words alone.
  // To put its faults in few words it reads the whole schema once more, for each resource that has any.
  const faultsIn = (resource: FhirResource, isBrief = true): unknown[] =>
    validator.validate(resource.resourceType === 'CapabilityStatement' ? { ...resource, fhirVersion: '4.0.0' } : resource, !isBrief) ?? [];

  it('every resource, page and refusal is valid', () => {
    for (const each of [...resources, ...answers]) expect([each.resourceType, each.id, faultsIn(each)]).toEqual([each.resourceType, each.id, []]);
  }, 120_000);

  it('and one that was damaged is not', () => {
    for (const type of new Set(resources.map(({ resourceType }) => resourceType)))
      expect([type, faultsIn(damaged(resources.find(({ resourceType }) => resourceType === type)!), false).length > 0]).toEqual([type, true]);
  }, 120_000);
});

/** Of US Core there is no validator among the packages; where one is at hand, its module is named by FHIR_VALIDATOR. */
const module = process.env.FHIR_VALIDATOR;
(module ? describe : describe.skip).each(['610', '700', '800'])('by US Core %s', (uscore) => {
  let errorsIn: (resource: FhirResource) => unknown[];
  beforeAll(async () => {
    const { Validator } = await import(pathToFileURL(module!).href);
    const validator = new Validator({ uscore });
    errorsIn = (resource) => (validator.validate(resource).issues as Issue[]).filter(({ severity }) => severity === 'error');
  }, 60_000);

  it('every resource, page and refusal is valid', () => {
    for (const each of [...resources, ...answers]) expect([each.resourceType, each.id, errorsIn(each)]).toEqual([each.resourceType, each.id, []]);
  }, 120_000);

  it('and one that was damaged is not', () => {
    for (const type of new Set(resources.map(({ resourceType }) => resourceType)))
      expect([type, errorsIn(damaged(resources.find(({ resourceType }) => resourceType === type)!)).length > 0]).toEqual([type, true]);
  }, 120_000);
});
