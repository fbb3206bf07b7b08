import { createHash } from 'node:crypto';
import type { Group } from 'fhir/r4.js';
import { SECURITY_LABELS } from '../labels.ts';
import { sameToken, text } from '../parameter.ts';
import type { Leave, ResourceKind, Row } from '../resource-kind.ts';
import { CENTER, ref } from './systems.ts';

export type Member = Leave & { clientId: string; category: string; startsAt: string };

export const membersOf = (row: Row) => row['members'] as Member[];

/**
 * The caseload of one peer specialist: those of his clients whom the caller may know of, and how many they are; of the others
 * not even the number. Whoever is in it changes with every consent, so its version is made of who is.
 */
export const GROUP: ResourceKind = {
  type: 'Group',
  view: 'ehr_caseloads',
  idIs: 'uuid',
  ofClients: false,
  parameters: {
    name: text('begins the name of the peer specialist', ['v.name']),
    type: sameToken('person of every caseload', [{ system: 'http://hl7.org/fhir/group-type', code: 'person' }]),
    actual: sameToken('true of every caseload', [{ system: 'http://terminology.hl7.org/CodeSystem/special-values', code: 'true' }]),
  },
  links: [{ parameter: 'member', target: 'Patient', idsOf: (row) => membersOf(row).map(({ clientId }) => clientId) }],
  map: (row, { base }): Group => {
    const members = membersOf(row);
    return {
      resourceType: 'Group',
      id: row.id,
      meta: { versionId: rosterVersion(row), lastUpdated: row.lastUpdated.toISOString(), security: SECURITY_LABELS },
      identifier: [{ system: `${base}/ids/caseload`, value: row.id }],
      active: true,
      type: 'person',
      actual: true,
      name: `Caseload of ${row['name'] as string}`,
      managingEntity: CENTER,
      quantity: members.length,
      member: members.length > 0 ? members.map(({ clientId, startsAt }) => ({ entity: ref('Patient', clientId), period: { start: startsAt } })) : undefined,
    };
  },
};

export const rosterVersion = (row: Row): string =>
  createHash('sha256')
    .update(
      membersOf(row)
        .map(({ clientId, startsAt }) => clientId + startsAt)
        .join(),
    )
    .digest('hex')
    .slice(0, 16);
