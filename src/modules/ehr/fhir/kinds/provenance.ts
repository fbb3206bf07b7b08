import type { Provenance } from 'fhir/r4.js';
import { SECURITY_LABELS } from '../labels.ts';
import { type Asked, isIdOf, reference, referenceParts } from '../parameter.ts';
import type { Clients, ResourceKind, ResourceType, Row, SearchedKind } from '../resource-kind.ts';
import { relationOf } from '../statements.ts';
import { CENTER, CODES, ref, usCore } from './systems.ts';

/** Of which resource a Provenance tells, in its own id: it is worked out from the resource and kept nowhere. */
const prefixOf = (type: ResourceType): string => `${type.toLowerCase()}-`;

export const provenanceId = ({ type }: ResourceKind, id: string): string => `${prefixOf(type)}${id}`;

/** The resource that a Provenance of this id would be of. */
export function targetOf(targets: ResourceKind[], id: string): { kind: ResourceKind; id: string } | null {
  const kind = targets.find(({ type }) => id.startsWith(prefixOf(type)));
  return kind ? { kind, id: id.slice(prefixOf(kind.type).length) } : null;
}

/** Provenances are found by what they are of, among the rows that the gate lets out. */
export const provenancesOf = (targets: ResourceKind[]): SearchedKind => ({
  type: 'Provenance',
  // The type is a word of ours in each part, so that the database passes over the parts that are not asked for.
  source: (clients) => `(${targets.map((target) => rowsOf(target, clients)).join(' union all ')})`,
  idIs: 'text',
  profile: usCore('provenance'),
  ofClients: true,
  narrowedBy: ['target', 'patient', '_id'],
  parameters: {
    _id: {
      type: 'token',
      documentation: 'the id of the Provenance',
      modifiers: [],
      where: (value, _modifier, asked) => {
        const target = targetOf(targets, value);
        return target && isIdOf('uuid', target.id) && value === value.toLowerCase() ? isOf([target.kind.type], target.id, asked) : 'false';
      },
    },
    target: {
      type: 'reference',
      documentation: 'what it is of',
      modifiers: targets.map(({ type }) => type),
      where: (value, modifier, asked) => {
        const { type, id } = referenceParts(value, asked) ?? {};
        if (!id || !isIdOf('uuid', id) || (type && modifier && type !== modifier)) return 'false';
        const types = targets.map((target) => target.type).filter((each) => each === (type ?? modifier ?? each));
        return types.length > 0 ? isOf(types, id, asked) : 'false';
      },
    },
    patient: reference('whose record it is of', ['Patient'], 'v.client_id'),
  },
  links: targets.map(({ type }) => ({
    parameter: 'target',
    target: type,
    idsOf: ({ targetType, targetId }) => (targetType === type ? [targetId as string] : []),
  })),
});

const rowsOf = (target: ResourceKind, clients: Clients): string =>
  `select '${prefixOf(target.type)}' || t.id as id, '${target.type}' as target_type, t.id as target_id, t.client_id, t.last_updated from ${relationOf(target, clients)} t`;

const isOf = (types: ResourceType[], id: string, { bind }: Asked): string =>
  `(v.target_type in (${types.map((type) => `'${type}'`).join(', ')}) and v.target_id = ${bind(id)})`;

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
