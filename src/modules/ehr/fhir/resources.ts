import type { FhirResource, Narrative } from 'fhir/r4.js';
import { NOTICE_TEXTS } from '../../disclosure/index.ts';
import { goalsOf } from './kinds/care-plan.ts';
import { noticeOf, paragraphs, SUBSETTED } from './labels.ts';
import type { Leave, Mapping, ResourceKind, Row } from './resource-kind.ts';

/** What stays in a resource whatever somebody asks to have of it: what it is, its labels, and the notice. */
const ALWAYS = ['resourceType', 'id', 'meta', 'text'];

/** And what makes it one at all, by the profile that it claims. */
const MANDATORY: Partial<Record<string, string[]>> = {
  Patient: ['identifier', 'name', 'gender'],
  EpisodeOfCare: ['status', 'patient'],
  Encounter: ['status', 'class', 'type', 'subject'],
  DocumentReference: ['status', 'type', 'category', 'subject', 'content'],
  Goal: ['lifecycleStatus', 'description', 'subject'],
  Observation: ['status', 'category', 'code', 'subject'],
  CarePlan: ['status', 'intent', 'category', 'subject'],
  CareTeam: ['subject', 'participant'],
  Consent: ['status', 'scope', 'category', 'policyRule'],
  Group: ['type', 'actual'],
  Practitioner: ['identifier', 'name'],
  PractitionerRole: ['practitioner', 'organization', 'telecom'],
  Organization: ['active', 'name'],
  Location: ['name'],
  Provenance: ['target', 'recorded', 'agent'],
};

/** The resource that a row makes, with the notice that has to go along with what is of a client. */
export function resourceOf(kind: ResourceKind, row: Row, mapping: Mapping, elements: string[] | null): FhirResource {
  const { resourceType, id, meta, ...rest } = kind.map(row, mapping);
  const text = narrativeOf(kind, row);
  const whole = { resourceType, id, meta, ...(text ? { text } : {}), ...rest } as FhirResource;
  return subsetOf(whole, elements);
}

function narrativeOf(kind: ResourceKind, row: Row): Narrative | undefined {
  if (kind.type === 'Group')
    return paragraphs([NOTICE_TEXTS['2.32-a2'], 'Each member is disclosed on his own consent, or on the basis on which he needs none.']);
  if (!kind.ofClients) return undefined;
  return noticeOf(row as unknown as Leave, kind.type === 'CarePlan' ? goalsOf(row).map(({ statement }) => statement) : []);
}

/** Of a resource what was asked for; all of it where nothing was. */
export function subsetOf(resource: FhirResource, elements: string[] | null): FhirResource {
  if (elements === null) return resource;
  const kept = Object.entries(resource).filter(
    ([name]) => ALWAYS.includes(name) || elements.includes(name) || MANDATORY[resource.resourceType]?.includes(name),
  );
  const { meta } = resource;
  return { ...Object.fromEntries(kept), meta: { ...meta, tag: [SUBSETTED] } } as unknown as FhirResource;
}
