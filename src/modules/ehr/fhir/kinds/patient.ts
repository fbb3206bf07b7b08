import type { ContactPoint, Identifier, Patient } from 'fhir/r4.js';
import { contactOf, identifierOf, indexOf, type KeptValue } from '../../../client/index.ts';
import { type Asked, day, type Parameter, sameToken, text, tokenParts } from '../parameter.ts';
import { metaOf } from '../labels.ts';
import type { Mapping, ResourceKind, Row } from '../resource-kind.ts';
import { CODES, usCore } from './systems.ts';

type Kept = KeptValue & { kind: 'phone' | 'email' | 'address'; system: string };

/** A system that is no address yet (`clinic-mrn`) gets one here, so that no two centers' numbers are taken for each other's. */
const systemOf = (base: string, system: string) => (/^(urn:|https?:)/.test(system) ? system : `${base}/ids/${encodeURIComponent(system)}`);
const codeSystem = (base: string) => systemOf(base, 'client');

/** Null: it is the address of no system of ours. */
function plainSystem(base: string, system: string): string | null {
  if (!system.startsWith(`${base}/ids/`)) return system;
  try {
    const plain = decodeURIComponent(system.slice(base.length + 5));
    return plain.includes('\0') ? null : plain;
  } catch {
    return null;
  }
}

/** The values lie sealed: a number is found by its blind index, and only together with its system. */
const identifier: Parameter = {
  type: 'token',
  documentation: 'system|value of a record number, or of our own code of the client',
  modifiers: [],
  where: (value, _modifier, { bind, base, sealing }: Asked) => {
    const { system, code } = tokenParts(value);
    if (code === undefined) return 'false';
    if (system === null) return 'false';
    if (system === undefined || system === codeSystem(base)) return `v.code = ${bind(code.toUpperCase())}`;
    const plain = plainSystem(base, system);
    if (plain === null) return 'false';
    const index = indexOf(sealing, { system: plain, value: code });
    return `v.id in (select i.client_id from app.client_of_identifier(${bind(plain)}, ${bind(index)}) i)`;
  },
};

export const PATIENT: ResourceKind = {
  type: 'Patient',
  view: 'ehr_patients',
  idIs: 'uuid',
  profile: usCore('patient'),
  ofClients: true,
  parameters: {
    identifier,
    name: text('begins one of the names', ['v.family_name', 'v.given_name', 'v.preferred_name']),
    family: text('begins the family name', ['v.family_name']),
    given: text('begins the given or the preferred name', ['v.given_name', 'v.preferred_name']),
    birthdate: day('the day of birth', 'v.birth_date'),
    gender: sameToken('unknown of everybody: it is not kept here', [{ system: 'http://hl7.org/fhir/administrative-gender', code: 'unknown' }]),
  },
  links: [],
  map: (row, { base, sealing }: Mapping): Patient => ({
    resourceType: 'Patient',
    id: row.id,
    meta: metaOf(row, usCore('patient'), true),
    identifier: [
      ...(row['identifiers'] as Kept[]).map((kept): Identifier => ({
        use: 'usual',
        type: { coding: [{ system: CODES.identifierType, code: 'MR', display: 'Medical record number' }] },
        system: systemOf(base, kept.system),
        value: identifierOf(sealing, row.id, kept),
      })),
      { system: codeSystem(base), value: row['code'] as string },
    ],
    active: true,
    name: namesOf(row),
    telecom: orNone((row['contactPoints'] as Kept[]).flatMap((kept) => telecomOf(kept, () => contactOf(sealing, row.id, kept)))),
    gender: 'unknown',
    birthDate: row['birthDate'] as string,
    address: orNone((row['contactPoints'] as Kept[]).filter(({ kind }) => kind === 'address').map((kept) => ({ text: contactOf(sealing, row.id, kept) }))),
    communication: orNone((row['languages'] as string[]).map((code) => ({ language: { coding: [{ system: 'urn:ietf:bcp:47', code }] } }))),
  }),
};

function namesOf(row: Row): Patient['name'] {
  const official = { use: 'official' as const, family: row['familyName'] as string, given: [row['givenName'] as string] };
  const preferred = row['preferredName'] as string | null;
  return preferred ? [official, { use: 'usual', family: official.family, given: [preferred] }] : [official];
}

const telecomOf = ({ kind }: Kept, value: () => string): ContactPoint[] =>
  kind === 'address' ? [] : [{ system: kind, value: value(), ...(kind === 'phone' ? { use: 'home' as const } : {}) }];

const orNone = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
