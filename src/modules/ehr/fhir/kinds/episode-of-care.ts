import type { EpisodeOfCare } from 'fhir/r4.js';
import { metaOf } from '../labels.ts';
import { instant, reference, token } from '../parameter.ts';
import type { ResourceKind } from '../resource-kind.ts';
import { CENTER, CODES, ref, refs } from './systems.ts';

/** One admission with all its stays; a leave holds it ([R4] EpisodeOfCare has no profile in US Core). */
export const EPISODE_OF_CARE: ResourceKind = {
  type: 'EpisodeOfCare',
  view: 'ehr_episodes',
  idIs: 'uuid',
  ofClients: true,
  narrowedBy: ['patient', '_id'],
  parameters: {
    patient: reference('whose', ['Patient'], 'v.client_id'),
    status: token('planned, active, onhold or finished', [{ system: 'http://hl7.org/fhir/episode-of-care-status', code: 'v.status' }]),
    date: instant('from admission to discharge', 'v.admitted_at', 'v.discharged_at'),
    'care-manager': reference('the primary peer specialist', ['Practitioner'], 'v.care_manager_id'),
  },
  links: [
    { parameter: 'patient', target: 'Patient', idsOf: (row) => [row.clientId] },
    { parameter: 'care-manager', target: 'Practitioner', idsOf: (row) => [row['careManagerId'] as string | null] },
  ],
  orders: { date: 'v.admitted_at' },
  authorOf: () => null,
  map: (row, { base }): EpisodeOfCare => ({
    resourceType: 'EpisodeOfCare',
    id: row.id,
    meta: metaOf(row, undefined, true),
    identifier: [{ system: `${base}/ids/episode`, value: row.id }],
    status: row['status'] as EpisodeOfCare['status'],
    type: [
      { coding: [{ system: CODES.episodeType, code: 'da', display: 'Drug and alcohol rehabilitation' }] },
      ...(row['programCode'] ? [{ coding: [{ system: `${base}/CodeSystem/program`, code: row['programCode'] as string }] }] : []),
    ],
    patient: ref('Patient', row.clientId),
    managingOrganization: CENTER,
    period: { start: (row['admittedAt'] as Date).toISOString(), end: (row['dischargedAt'] as Date | null)?.toISOString() },
    careManager: row['careManagerId'] ? ref('Practitioner', row['careManagerId']) : undefined,
    team: refs('CareTeam', row.clientId),
  }),
};
