import type { Coding, Encounter } from 'fhir/r4.js';
import { metaOf } from '../labels.ts';
import { instant, reference, sameToken, token } from '../parameter.ts';
import type { ResourceKind, Row } from '../resource-kind.ts';
import { caseOf } from './case-of.ts';
import { CENTER, CENTER_ID, CODES, ref, refs, usCore } from './systems.ts';

/** Where a session takes place; a stay is inpatient ([R4] v3-ActCode). */
const CLASSES: Record<string, Coding> = {
  'in-person': { system: CODES.actCode, code: 'AMB', display: 'ambulatory' },
  phone: { system: CODES.actCode, code: 'VR', display: 'virtual' },
  video: { system: CODES.actCode, code: 'VR', display: 'virtual' },
  text: { system: CODES.actCode, code: 'VR', display: 'virtual' },
  'online-forum': { system: CODES.actCode, code: 'VR', display: 'virtual' },
};
const INPATIENT: Coding = { system: CODES.actCode, code: 'IMP', display: 'inpatient encounter' };
const CLASS = `coalesce(${caseOf('v.modality', Object.fromEntries(Object.entries(CLASSES).map(([ours, { code }]) => [ours, code!])))}, 'IMP')`;

/** No code of SNOMED or CPT says peer support; text is allowed where nothing fits. */
const TYPES: Record<string, string> = { session: 'Peer support session', group: 'Peer support group session', stay: 'Program stay' };

const LEFT: Record<string, { code: string; display: string }> = {
  completed: { code: 'home', display: 'Home' },
  left: { code: 'aadvice', display: 'Left against advice' },
  transferred: { code: 'other-hcf', display: 'Other healthcare facility' },
  deceased: { code: 'exp', display: 'Expired' },
};

type InBed = { bedId: string; startsAt: string; endsAt: string | null };

/** A session that was held, or did not come about; or a stay in a program. */
export const ENCOUNTER: ResourceKind = {
  type: 'Encounter',
  view: 'ehr_encounters',
  isOfMany: true,
  idIs: 'uuid',
  profile: usCore('encounter'),
  ofClients: true,
  narrowedBy: ['patient', '_id'],
  parameters: {
    patient: reference('whose', ['Patient'], 'v.client_id'),
    date: instant('from its beginning to its end', 'v.started_at', 'v.ended_at'),
    class: token('AMB, VR or IMP', [{ system: CODES.actCode, code: CLASS }]),
    status: token('finished, cancelled, in-progress, onleave, planned or entered-in-error', [
      { system: 'http://hl7.org/fhir/encounter-status', code: 'v.status' },
    ]),
    participant: reference('the peer specialist', ['Practitioner'], 'v.author_id'),
    'episode-of-care': reference('the admission it belongs to', ['EpisodeOfCare'], 'v.episode_id'),
    type: sameToken('Peer support session, group session or stay, as text alone: no code is in use', []),
  },
  links: [
    { parameter: 'patient', target: 'Patient', idsOf: (row) => [row.clientId] },
    { parameter: 'participant', target: 'Practitioner', idsOf: (row) => [row['authorId'] as string | null] },
    { parameter: 'episode-of-care', target: 'EpisodeOfCare', idsOf: (row) => [row['episodeId'] as string | null] },
  ],
  orders: { date: 'v.started_at' },
  authorOf: (row) => row['authorId'] as string | null,
  map: (row): Encounter => ({
    resourceType: 'Encounter',
    id: row.id,
    meta: metaOf(row, usCore('encounter'), true),
    status: row['status'] as Encounter['status'],
    class: row['kind'] === 'stay' ? INPATIENT : CLASSES[row['modality'] as string]!,
    type: [{ text: TYPES[row['seriesId'] ? 'group' : (row['kind'] as string)]! }],
    subject: ref('Patient', row.clientId),
    episodeOfCare: refs('EpisodeOfCare', row['episodeId']),
    participant: row['authorId']
      ? [
          {
            type: [{ coding: [{ system: CODES.participation, code: 'PPRF', display: 'primary performer' }] }],
            individual: ref('Practitioner', row['authorId']),
          },
        ]
      : undefined,
    period: periodOf(row),
    length: row['minutes'] ? { value: row['minutes'] as number, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' } : undefined,
    hospitalization: leavingOf(row),
    location: locationsOf(row),
    serviceProvider: CENTER,
  }),
};

const periodOf = (row: Row) => ({ start: (row['startedAt'] as Date).toISOString(), end: (row['endedAt'] as Date | null)?.toISOString() });

function leavingOf(row: Row): Encounter['hospitalization'] {
  const left = LEFT[(row['dischargeReason'] as string | null) ?? ''];
  return left && { dischargeDisposition: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/discharge-disposition', ...left }] } };
}

/** Whoever stays without a bed here stays at the center. */
function locationsOf(row: Row): Encounter['location'] {
  if (row['kind'] !== 'stay') return undefined;
  const beds = row['beds'] as InBed[];
  if (beds.length === 0) return [{ location: ref('Location', CENTER_ID) }];
  return beds.map(({ bedId, startsAt, endsAt }) => ({
    location: ref('Location', bedId),
    status: endsAt ? ('completed' as const) : ('active' as const),
    period: { start: startsAt, end: endsAt ?? undefined },
  }));
}
