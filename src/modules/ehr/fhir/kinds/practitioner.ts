import type { Practitioner, PractitionerRole } from 'fhir/r4.js';
import { metaOf } from '../labels.ts';
import { type Parameter, reference, text, token, tokenParts } from '../parameter.ts';
import type { ResourceKind, Row } from '../resource-kind.ts';
import { CENTER, CODES, PEER_SPECIALIST, ref, usCore } from './systems.ts';

type Kept = { kind: string; issuer: string; number: string; issuedOn: string; expiresOn: string | null };

/** The family name is the last word; a name of one word is one. */
function nameOf(row: Row) {
  const words = (row['name'] as string).trim().split(/\s+/);
  return { text: row['name'] as string, family: words.at(-1)!, ...(words.length > 1 ? { given: words.slice(0, -1) } : {}) };
}

const active = (documentation: string) => token(documentation, [{ system: 'http://terminology.hl7.org/CodeSystem/special-values', code: 'v.is_active::text' }]);

const systemOf = (base: string) => `${base}/ids/staff`;

const identifier: Parameter = {
  type: 'token',
  documentation: 'the number by which the center knows them, with its system or without',
  modifiers: [],
  where: (value, _modifier, { bind, base }) => {
    const { system, code } = tokenParts(value);
    if (system !== undefined && system !== systemOf(base)) return 'false';
    return code === undefined ? 'true' : `v.id::text = ${bind(code)}`;
  },
};

/** The name is kept as one; its words are what FHIR calls family and given. */
const name: Parameter = {
  ...text('begins the name, or one of its words', ['v.name', 'word']),
  where: (...asked) =>
    `(${text('', ['v.name']).where(...asked)} or exists (select from regexp_split_to_table(trim(v.name), '\\s+') word where ${text('', ['word']).where(...asked)}))`,
};

/** Whoever works with clients: peer specialists, supervisors, clinicians. Certificates are shown once somebody verified them. */
export const PRACTITIONER: ResourceKind = {
  type: 'Practitioner',
  view: 'ehr_practitioners',
  idIs: 'uuid',
  profile: usCore('practitioner'),
  ofClients: false,
  parameters: {
    name,
    identifier,
    active: active('true, or false of whoever has left'),
  },
  links: [],
  map: (row, { base }): Practitioner => ({
    resourceType: 'Practitioner',
    id: row.id,
    meta: metaOf(row, usCore('practitioner'), false),
    identifier: [{ system: systemOf(base), value: row.id }],
    active: row['isActive'] as boolean,
    name: [nameOf(row)],
    telecom: [{ system: 'email', value: row['email'] as string, use: 'work' }],
    qualification: qualificationsOf(row),
  }),
};

function qualificationsOf(row: Row): Practitioner['qualification'] {
  const kept = row['credentials'] as Kept[];
  if (kept.length === 0) return undefined;
  return kept.map(({ kind, issuer, issuedOn, expiresOn }) => ({
    code: { text: kind },
    period: { start: issuedOn, end: expiresOn ?? undefined },
    issuer: { display: issuer },
  }));
}

const SPECIALTY: Record<string, string> = { supervisor: 'Peer support supervision', clinician: 'Clinical treatment of substance use' };
const specialtyOf = (row: Row) => (row['role'] === 'peer-specialist' ? { coding: [PEER_SPECIALIST] } : { text: SPECIALTY[row['role'] as string] });

/** The post that somebody holds at the center; one for each. */
export const PRACTITIONER_ROLE: ResourceKind = {
  type: 'PractitionerRole',
  view: 'ehr_practitioners',
  idIs: 'uuid',
  profile: usCore('practitionerrole'),
  ofClients: false,
  parameters: {
    practitioner: reference('whose post', ['Practitioner'], 'v.id'),
    specialty: token('175T00000X of peer specialists', [{ system: CODES.nucc, code: `case v.role when 'peer-specialist' then '${PEER_SPECIALIST.code}' end` }]),
    active: active('true, or false of whoever has left'),
  },
  links: [{ parameter: 'practitioner', target: 'Practitioner', idsOf: (row) => [row.id] }],
  map: (row): PractitionerRole => ({
    resourceType: 'PractitionerRole',
    id: row.id,
    meta: metaOf(row, usCore('practitionerrole'), false),
    active: row['isActive'] as boolean,
    practitioner: ref('Practitioner', row.id),
    organization: CENTER,
    code: [specialtyOf(row)],
    specialty: [specialtyOf(row)],
    telecom: [{ system: 'email', value: row['email'] as string, use: 'work' }],
  }),
};
