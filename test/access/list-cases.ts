import { ROLES } from '../../src/platform/access/actor.ts';
import { RULES } from '../../src/modules/activity-review/finding.ts';
import { DISPOSITIONS } from '../../src/modules/retention/record-disposition.ts';
import { TASK_KINDS } from '../../src/modules/task/index.ts';
import { OPERATIONS, type Operation, whole } from '../contract/operations.ts';
import { CAST, type Who } from '../support/cast.ts';
import { type Kind, OBJECTS } from './objects.ts';
import { CASELOADS, POLICY, type Reach } from './policy.ts';
import { namingsOf } from './references.ts';
import type { Query } from './naive-lists.ts';

const DAY = 86_400_000;
export const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
const instant = (ago: number) => `${day(ago)}T04:00:00.000Z`;
const each = (name: string, values: readonly string[]): Query[] => values.map((value) => ({ [name]: value }));

const { ana, ben, olive, sue, otto } = CAST;
const SPECIALISTS = [ana, ben, olive].map(({ specialistId }) => specialistId);
const CLIENTS = Object.values(OBJECTS.client);
const PROGRAMS = Object.keys(OBJECTS.program);
const REQUEST_KINDS = ['access', 'restriction', 'confidential-communication', 'intermediary-list', 'complaint'];
const REQUEST_STATES = ['recorded', 'extended', 'answered', 'denied', 'withdrawn'];
const NOTE_STATUSES = ['draft', 'signed', 'pending-cosignature', 'cosigned', 'voided'];

const REPORT: Query[] = [
  { asOf: day(10), windowDays: '7' },
  { asOf: day(25), windowDays: '60' },
  ...each('program', PROGRAMS),
  ...each('supervisorId', [sue.id, otto.id]),
  ...each('peerSpecialistId', SPECIALISTS),
  { asOf: day(15), windowDays: '14', peerSpecialistId: olive.specialistId, program: 'supportive-living' },
];

const HISTORY: Query[] = [
  ...[0, 8, 25].flatMap((ago) => each('asOf', [day(ago)])),
  { knownAt: instant(-1) },
  { knownAt: instant(9) },
  { asOf: day(12), knownAt: instant(9) },
];

/** Ways to narrow each list; every parameter that a list has is here. */
export const QUERIES: Record<string, Query[]> = {
  'GET /v1/accounts': each('role', ROLES),
  'GET /v1/audit-events': [
    ...each('clientId', CLIENTS.slice(0, 3)),
    ...each('accountId', [ana.id, sue.id]),
    { from: instant(1), accountId: otto.id },
    { from: instant(-1) },
  ],
  ...Object.fromEntries(
    ['clients/:id/looks', 'accounts/:id/looks', 'clients/:id/access-log'].map((list) => [`GET /v1/${list}`, [{ from: instant(2) }, { from: instant(-1) }]]),
  ),
  'GET /v1/amendment-requests': [...each('clientId', CLIENTS), ...each('status', ['open', 'accepted', 'denied', 'overdue'])],
  'GET /v1/activity-findings': [
    ...[...each('rule', RULES), ...each('accountId', [ben.id, CAST.max.id]), ...each('reviewed', ['true', 'false'])],
    ...[
      { from: day(2), to: day(2) },
      { from: day(9), to: day(3) },
      { from: day(2), rule: 'own-record', reviewed: 'true' },
    ],
  ],
  'GET /v1/clients': [
    ...[...each('program', PROGRAMS), ...each('status', ['prospect', 'enrolled', 'inactive', 'deceased']), ...each('unassigned', ['true', 'false'])],
    ...[
      { program: 'detox', unassigned: 'true' },
      { status: 'inactive', unassigned: 'true' },
      { program: 'therapy', status: 'enrolled' },
    ],
  ],
  ...Object.fromEntries(['assignments', 'stays', 'bed-occupancies'].map((list) => [`GET /v1/clients/:id/${list}`, HISTORY])),
  'GET /v1/clients/:id/goals': each('status', ['proposed', 'active', 'paused', 'met', 'changed']),
  'GET /v1/session-notes': [
    ...[...each('clientId', CLIENTS), ...each('peerSpecialistId', SPECIALISTS), ...each('status', NOTE_STATUSES)],
    ...each('stale', ['true', 'false']),
    ...[{ from: instant(20) }, { to: instant(20) }, { from: instant(20), to: instant(19) }],
    ...CLIENTS.flatMap((clientId) => each('status', ['draft', 'voided']).map((query) => ({ clientId, ...query }))),
    ...SPECIALISTS.map((peerSpecialistId) => ({ peerSpecialistId, from: instant(20), status: 'pending-cosignature' })),
  ],
  'GET /v1/privacy-requests': [
    ...[...each('kind', REQUEST_KINDS), ...each('state', REQUEST_STATES), ...each('overdue', ['true', 'false']), ...each('clientId', CLIENTS)],
    { kind: 'access', overdue: 'true', state: 'recorded' },
  ],
  'GET /v1/record-dispositions': [
    ...[...each('successorId', Object.values(OBJECTS.recipient)), ...each('on', [day(30), day(-400)])],
    ...[...each('disposition', DISPOSITIONS), ...each('disposition', DISPOSITIONS).map((query) => ({ successorId: OBJECTS.recipient['clinic']!, ...query }))],
    { successorId: OBJECTS.recipient['clinic']!, on: day(-3650), disposition: 'destroy' },
  ],
  'GET /v1/breaches': each('overdue', ['true', 'false']),
  'GET /v1/hand-offs': [...each('status', ['open', 'broken', 'confirmed', 'confirmed-late', 'closed']), ...each('clientId', CLIENTS)],
  'GET /v1/clients/imports/:id/lines': each('status', ['ready', 'held', 'faulty', 'created', 'unchanged', 'skipped']),
  'GET /v1/transfers': [...each('status', ['requested', 'accepted', 'declined', 'withdrawn', 'expired']), ...each('clientId', CLIENTS)],
  'GET /v1/restrictions': [...each('clientId', CLIENTS), ...each('standing', ['true', 'false'])],
  'GET /v1/emergency-accesses': each('state', ['running', 'awaiting-review', 'not-settled', 'reviewed']),
  'GET /v1/placement-queue': each('reason', ['unassigned', 'specialist-left', 'conflict', 'over-capacity']),
  'GET /v1/supervision-sessions': [
    ...each('peerSpecialistId', SPECIALISTS),
    ...[{ from: instant(25) }, { to: instant(25) }, { from: instant(25), peerSpecialistId: ben.specialistId }],
  ],
  'GET /v1/credentials/expiring': each('within', ['0', '20', '400']),
  'GET /v1/tasks': [
    ...[...each('kind', TASK_KINDS), ...each('closed', ['true', 'false']), ...each('quieted', ['true', 'false']), ...each('peerSpecialistId', SPECIALISTS)],
    ...SPECIALISTS.flatMap((peerSpecialistId) => each('closed', ['true']).map((query) => ({ peerSpecialistId, quieted: 'true', ...query }))),
  ],
  'GET /v1/cosignature-queue': each('peerSpecialistId', SPECIALISTS),
  'GET /v1/claim-lines': [{ from: day(40), to: day(0) }, { from: day(20), to: day(20) }, { from: day(40), to: day(21) }, { from: day(25) }, { to: day(20) }],
  'GET /v1/peer-specialists/:id/caseload': [0, 8, 25].flatMap((ago) => each('asOf', [day(ago)])),
  'GET /v1/reports/caseload': REPORT,
  'GET /v1/reports/caseload/clients': REPORT,
};

/** Ways in which this person may narrow a report; naming others has a test of its own. */
export const narrowedFor = (who: Who): Query[] =>
  REPORT.filter((query) =>
    ['supervisorId', 'peerSpecialistId'].every(
      (field) =>
        query[field] === undefined ||
        namingsOf(`GET /v1/reports/caseload ${field}`).some((one) => one.who === who && one.id === query[field] && one.expected === 200),
    ),
  ).filter(() => CASELOADS[who] !== undefined);

/** What may be typed into the search; `system` and `value` together are an identifier. */
export const SEARCHES: Query[] = [
  ...each('name', ['Testperson', 'jord', 'Riley', 'ri', 'planted', 'robin planted', 'Sam%', 'estperson', 'planted:drew']),
  ...each('birthDate', ['1990-01-01', '1985-05-05', '1970-01-01']),
  ...Object.keys(OBJECTS.client).map((name, at) => ({
    system: `planted:${name}:client_identifiers.system:`,
    value: `${at} planted:${name}:client_identifiers.value:`,
  })),
  { name: 'drew', birthDate: '1985-05-05' },
  { name: 'drew', birthDate: '1990-01-01' },
];

/** Which lists of the contract there are: pages and reports. */
export const listsOf = (operations: typeof OPERATIONS): [string, Operation][] =>
  operations.filter(([route, { responses }]) => {
    const schema = responses['200']?.content?.['application/json']?.schema;
    return schema !== undefined && route !== 'POST /v1/clients/search' && (whole(schema).properties?.['items'] !== undefined || route.includes('/reports/'));
  });

export const filtersOf = ({ parameters = [] }: Operation): string[] =>
  parameters.filter((parameter) => parameter.in === 'query' && !['limit', 'after'].includes(parameter.name)).map(({ name }) => name);

/** Everything that this person may list along this route: the ids that go into its path. */
export function idsFor(route: string, who: Who): string[] {
  const line = POLICY[route];
  if (!line || line === 'public') return [];
  if ('may' in line) return line.may.includes(who) ? [''] : [];
  return (Object.entries(line.on) as [Kind, Reach][]).flatMap(([kind, reach]) => (reach[who] ?? []).flatMap((name) => OBJECTS[kind][name] ?? []));
}
