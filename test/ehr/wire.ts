import { expect } from '@jest/globals';
import type { Bundle, FhirResource } from 'fhir/r4.js';
import type { Answer, Running } from '../support/app.ts';
import { asking } from '../support/asking.ts';
import { CLIENTS } from '../support/cast.ts';
import { type FarEhr, PUBLIC_URL } from './far-ehr.ts';

export const BASE = `${PUBLIC_URL}/fhir/R4`;

/** Each row of these is of one client. */
export const OF_CLIENTS = ['Patient', 'EpisodeOfCare', 'Encounter', 'DocumentReference', 'Goal', 'Observation', 'CarePlan', 'CareTeam', 'Consent'] as const;
export const OF_CENTER = ['Practitioner', 'PractitionerRole', 'Organization', 'Location', 'HealthcareService'] as const;
export const TYPES = [...OF_CLIENTS, 'Group', ...OF_CENTER] as const;
export type Type = (typeof TYPES)[number];

export type Resource = FhirResource & { id: string; meta: { versionId: string; lastUpdated: string; security?: object[]; tag?: object[] } } & Record<
    string,
    any
  >;

/** A search for all of one type that there are, of whichever client. */
export const allOf = (type: string, clients: string[] = Object.values(CLIENTS)): string =>
  type === 'Provenance' || ((OF_CLIENTS as readonly string[]).includes(type) && type !== 'Patient')
    ? `/fhir/R4/${type}?patient=${clients.join(',')}`
    : `/fhir/R4/${type}?`;

export const entriesOf = ({ body }: Answer, mode = 'match'): Resource[] =>
  ((body as Bundle).entry ?? []).filter(({ search }) => search?.mode === mode).map(({ resource }) => resource as Resource);

export const linkOf = ({ body }: Answer, relation: string): string | undefined => (body as Bundle).link?.find((link) => link.relation === relation)?.url;

/** The path of an address that the server gave, which knows itself by its public one. */
export const pathOf = (url: string): string => {
  expect(url.startsWith(BASE)).toBe(true);
  return url.slice(PUBLIC_URL.length);
};

export async function search(ehr: FarEhr, path: string): Promise<Answer> {
  const answer = await ehr.get(path);
  expect([path, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([path, 200, '']);
  return answer;
}

/** All pages of a search. */
export async function found(ehr: FarEhr, path: string): Promise<Resource[]> {
  const all: Resource[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const answer: Answer = await search(ehr, next);
    all.push(...entriesOf(answer));
    const url: string | undefined = linkOf(answer, 'next');
    next = url && pathOf(url);
  }
  return all;
}

export const idsOf = (resources: { id?: string }[]): string[] => resources.map(({ id }) => id!).sort();

/** Whose it is, where it is of one client. */
export const ownerOf = (resource: Resource): string =>
  resource.resourceType === 'Patient' ? resource.id : ((resource['subject'] ?? resource['patient']) as { reference: string }).reference.replace('Patient/', '');

export const reads = (ehr: FarEhr, type: string, id: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ehr.get(`/fhir/R4/${type}/${id}`, headers);

type Call = { method?: string; headers?: Record<string, string>; body?: string };

/** As somebody with this token, or with none. */
export const call = ({ url }: Running, path: string, token: string | null, { method, headers = {}, body }: Call = {}): Promise<Answer> =>
  asking(`${url}${path}`, { method, body, headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers } });

export const LABELS = ['R', '42CFRPart2', 'SUD', 'NORDSCLCD'];
export const labelsOf = ({ meta }: Resource): string[] => (meta.security ?? []).map((each) => (each as { code: string }).code);
