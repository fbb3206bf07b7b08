import type { Provenance } from 'fhir/r4.js';
import { SECURITY_LABELS } from '../labels.ts';
import type { ResourceKind, Row } from '../resource-kind.ts';
import { CENTER, CODES, ref, usCore } from './systems.ts';

/** Of which resource a Provenance tells, in its own id: it is worked out from the resource and kept nowhere. */
export const provenanceId = (kind: ResourceKind, id: string): string => `${kind.type.toLowerCase()}-${id}`;

/** Who wrote a resource of a client in its present form, for whom, and when; and that the center sends it. */
export function provenanceOf(kind: ResourceKind, row: Row): Provenance {
  const author = kind.authorOf?.(row) ?? null;
  return {
    resourceType: 'Provenance',
    id: provenanceId(kind, row.id),
    meta: { versionId: row.version, lastUpdated: row.lastUpdated.toISOString(), profile: [usCore('provenance')], security: SECURITY_LABELS },
    target: [ref(kind.type, row.id)],
    recorded: row.lastUpdated.toISOString(),
    agent: [
      {
        type: { coding: [{ system: CODES.provenanceAgent, code: 'author', display: 'Author' }] },
        who: author ? ref('Practitioner', author) : CENTER,
        onBehalfOf: CENTER,
      },
      { type: { coding: [{ system: CODES.usCoreProvenanceAgent, code: 'transmitter', display: 'Transmitter' }] }, who: CENTER },
    ],
  };
}
