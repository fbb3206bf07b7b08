import type { CareTeam } from 'fhir/r4.js';
import { metaOf } from '../labels.ts';
import { reference, token } from '../parameter.ts';
import type { ResourceKind, Row } from '../resource-kind.ts';
import { CENTER, PEER_SPECIALIST, ref, usCore } from './systems.ts';

type Member = { accountId: string; role: string; startsAt: string; endsAt: string | null };

const membersOf = (row: Row) => row['members'] as Member[];

/** Who is there for a client, and was: the peer specialists who have him, and the clinicians of his care team. One for each client. */
export const CARE_TEAM: ResourceKind = {
  type: 'CareTeam',
  view: 'ehr_care_teams',
  idIs: 'uuid',
  profile: usCore('careteam'),
  ofClients: true,
  narrowedBy: ['patient', '_id'],
  parameters: {
    patient: reference('whose', ['Patient'], 'v.client_id'),
    status: token('active, or inactive when nobody is there any more', [
      { system: 'http://hl7.org/fhir/care-team-status', code: `case when v.ended_at is null then 'active' else 'inactive' end` },
    ]),
  },
  links: [
    { parameter: 'patient', target: 'Patient', idsOf: (row) => [row.clientId] },
    { parameter: 'participant', target: 'Practitioner', idsOf: (row) => membersOf(row).map(({ accountId }) => accountId) },
  ],
  authorOf: () => null,
  map: (row): CareTeam => ({
    resourceType: 'CareTeam',
    id: row.id,
    meta: metaOf(row, usCore('careteam'), true),
    status: row['endedAt'] ? 'inactive' : 'active',
    subject: ref('Patient', row.clientId),
    period: { start: (row['startedAt'] as Date).toISOString(), end: (row['endedAt'] as Date | null)?.toISOString() },
    participant: membersOf(row).map(({ accountId, role, startsAt, endsAt }) => ({
      role: [role === 'clinician' ? { text: 'Clinician' } : { coding: [PEER_SPECIALIST], text: `Peer specialist, ${role}` }],
      member: ref('Practitioner', accountId),
      period: { start: startsAt, end: endsAt ?? undefined },
    })),
    managingOrganization: [CENTER],
  }),
};
