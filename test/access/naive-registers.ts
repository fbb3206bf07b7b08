import { fields, newestFirst, type Row } from './center.ts';
import { CAST } from '../support/cast.ts';
import type { List } from './naive-lists.ts';

const DAY = 86_400_000;
const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const dayAfter = (on: string, days: number) => dayOf(new Date(Date.parse(on) + days * DAY));

const REQUEST = 'id clientId kind state receivedOn dueOn recipientId purpose paidInFull recordedBy answeredAt withdrawnAt version';

export const privacyRequests: List = ({ rows, now, sight, who }, { kind, state, overdue, clientId }) => {
  const seen = rows['privacy_requests']!.filter(
    (one) =>
      sight.clientIds.has(one['client_id']) &&
      (one['kind'] !== 'complaint' || CAST[who].role === 'privacy-officer' || (one['recorded_by'] === CAST[who].id && one['state'] === 'recorded')),
  );
  return newestFirst(seen)
    .map((one): Row => ({ ...fields(one, REQUEST), overdue: ['recorded', 'extended'].includes(one['state']) && one['due_on'] < dayOf(now) }))
    .filter((one) => kind === undefined || one['kind'] === kind)
    .filter((one) => state === undefined || one['state'] === state)
    .filter((one) => overdue === undefined || String(one['overdue']) === overdue)
    .filter((one) => clientId === undefined || one['clientId'] === clientId);
};

export const notices: List = ({ rows }) =>
  newestFirst(rows['notice_versions']!).map((one) => ({
    ...fields(one, 'id version validFrom addedBy createdAt'),
    contentHash: one['content_hash'].toString('hex'),
  }));

const versionOf = (versions: Row[], id: string): number => versions.find((one) => one['id'] === id)!['version'];

export const acknowledgements: List = ({ rows }, _query, id) =>
  newestFirst(rows['notice_acknowledgements']!.filter((one) => one['client_id'] === id)).map((one) => ({
    ...fields(one, 'id clientId noticeId givenOn method outcome words recordedBy createdAt'),
    noticeVersion: versionOf(rows['notice_versions']!, one['notice_id']),
  }));

export const clientsWithoutNotice: List = ({ rows, now, sight }) => {
  const versions = rows['notice_versions']!;
  const current = versions.filter((one) => one['valid_from'] <= dayOf(now)).sort((a, b) => b['version'] - a['version'])[0];
  const found: Row[] = [];
  for (const client of newestFirst(rows.clients as unknown as Row[])) {
    const stay = rows['episodes']!.find((one) => one['client_id'] === client['id'] && one['discharged_at'] === null);
    const given = rows['notice_acknowledgements']!.filter((one) => one['client_id'] === client['id']);
    if (!stay || !sight.clientIds.has(client['id']) || given.some((one) => one['notice_id'] === current?.['id'])) continue;
    const lastVersion = given.length > 0 ? Math.max(...given.map((one) => versionOf(versions, one['notice_id']))) : null;
    found.push({ clientId: client['id'], ...fields(client, 'code preferredName'), admittedAt: stay['admitted_at'], lastVersion });
  }
  return found;
};

function breachRow(one: Row, today: string): Row {
  const people: number | null = one['people'];
  const hhsDueOn = people === null ? null : people >= 500 ? one['due_on'] : dayAfter(`${one['discovered_on'].slice(0, 4)}-12-31`, 60);
  const mediaNeeded = (one['most_in_one_state'] ?? 0) > 500;
  const isLate =
    (one['people_told_on'] === null && one['due_on'] < today) ||
    (one['hhs_told_on'] === null && hhsDueOn !== null && hhsDueOn < today) ||
    (mediaNeeded && one['media_told_on'] === null && one['due_on'] < today);
  const shown = fields(one, 'id discoveredOn finding people dueOn peopleToldOn hhsToldOn mediaToldOn version');
  return { ...shown, hhsDueOn, mediaNeeded, overdue: one['finding'] !== 'low-probability' && isLate };
}

export const breaches: List = ({ rows, now }, { overdue }) =>
  newestFirst(rows['breaches']!)
    .map((one) => breachRow(one, dayOf(now)))
    .filter((one) => overdue === undefined || String(one['overdue']) === overdue);

export const breachClients: List = ({ rows }, _query, id) =>
  newestFirst(rows['breach_clients']!.filter((one) => one['breach_id'] === id)).map((one) => fields(one, 'id breachId clientId addedBy createdAt'));

export const minorConsentRules: List = ({ rows }) =>
  newestFirst(rows['minor_consent_rules']!).map((one) => fields(one, 'id version validFrom aloneFromAge guardianBesides source'));

/** One's own; the privacy officer's are all of them. */
export const enquiries: List = ({ rows, who }) =>
  newestFirst(rows['enquiries']!.filter((one) => who === 'priya' || one['taken_by'] === CAST[who].id)).map((one) => fields(one, 'id takenBy takenAt channel'));
