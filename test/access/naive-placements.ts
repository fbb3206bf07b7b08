import { CAST } from '../support/cast.ts';
import { type Center, fields, isOpenAt, nameOfSpecialist, newestFirst, type Row } from './center.ts';
import type { List } from './naive-lists.ts';

const statusOf = (transfer: Row, now: Date) => transfer['outcome'] ?? (transfer['expires_at'] <= now ? 'expired' : 'requested');
const isKnown = ({ who, sight, now }: Center, transfer: Row) =>
  ['max', 'priya'].includes(who) ||
  sight.clientIds.has(transfer['client_id']) ||
  transfer['requested_by'] === CAST[who].id ||
  (sight.specialistIds.has(transfer['to_specialist_id']) &&
    who !== 'nadia' &&
    (statusOf(transfer, now) === 'requested' || transfer['outcome'] === 'accepted' || transfer['closed_by'] === CAST[who].id));

export const transfers: List = (center, { status, clientId }) =>
  newestFirst(center.rows['transfers']!)
    .filter((one) => isKnown(center, one))
    .filter((one) => !clientId || one['client_id'] === clientId)
    .filter((one) => !status || statusOf(one, center.now) === status)
    .map((one) => ({
      ...fields(one, 'id clientId earlierNotesShown requestedBy requestedAt expiresAt closedAt closedBy version'),
      ...{ clientCode: (center.rows.clients as Row[]).find(({ id }) => id === one['client_id'])!['code'], status: statusOf(one, center.now) },
      ...{ fromPeerSpecialistId: one['from_specialist_id'], fromName: nameOfSpecialist(center, one['from_specialist_id']) },
      ...{ toPeerSpecialistId: one['to_specialist_id'], toName: nameOfSpecialist(center, one['to_specialist_id']), assignmentId: one['started_assignment_id'] },
    }));

export const conflicts: List = (center, _query, id) =>
  newestFirst(center.rows['conflicts_of_interest']!.filter((one) => one['client_id'] === id)).map((one) => ({
    ...fields(one, 'id clientId peerSpecialistId kind startsAt endsAt declaredBy version'),
    name: nameOfSpecialist(center, one['peer_specialist_id']),
  }));

/** The furnished center's caseloads are far from their limits; what is beyond one has tests of its own. */
export const placementQueue: List = (center, { reason }) => {
  const { rows, now } = center;
  return (rows['episodes'] as Row[])
    .filter((one) => one['discharged_at'] === null && center.sight.clientIds.has(one['client_id']))
    .flatMap((episode): Row[] => {
      const client = (rows.clients as Row[]).find(({ id }) => id === episode['client_id'])!;
      const of = (table: string) => rows[table]!.filter((one) => one['client_id'] === client['id']);
      const primary = of('assignments').find((one) => one['role'] === 'primary' && isOpenAt(one, now));
      const ended = of('assignments').filter((one) => one['role'] === 'primary' && one['ends_at'] !== null && one['ends_at'] > episode['admitted_at']);
      const standing = of('conflicts_of_interest').filter((one) => one['peer_specialist_id'] === primary?.['peer_specialist_id'] && isOpenAt(one, now));
      if (primary && standing.length === 0) return [];
      const since = primary
        ? new Date(Math.max(+primary['starts_at'], Math.min(...standing.map((one) => +one['starts_at']))))
        : new Date(Math.max(+episode['admitted_at'], ...ended.map((one) => +one['ends_at'])));
      const face = { clientId: client['id'], code: client['code'], preferredName: client['preferred_name'] };
      const program = of('stays').find((one) => isOpenAt(one, now))?.['program_code'] ?? null;
      const age = { since, ageHours: Math.floor((+now - +since) / 3_600_000) };
      const peer = {
        peerSpecialistId: primary?.['peer_specialist_id'] ?? null,
        peerSpecialist: primary ? nameOfSpecialist(center, primary['peer_specialist_id']) : null,
      };
      const asked = of('transfers').find((one) => statusOf(one, now) === 'requested')?.['id'] ?? null;
      return [{ ...face, program, reason: primary ? 'conflict' : 'unassigned', ...age, ...peer, openTransferId: asked }];
    })
    .filter((row) => !reason || row['reason'] === reason)
    .sort((a, b) => +a['since'] - +b['since'] || (a['clientId'] < b['clientId'] ? -1 : 1));
};

export const handOffs: List = (center, { status, clientId }) => {
  const programOf = (stayId: string) => (center.rows.stays as Row[]).find(({ id }) => id === stayId)!['program_code'];
  const statusAt = (one: Row) => {
    if (one['closed_at']) return 'closed';
    if (one['first_contact_at']) return one['first_contact_at'] > one['due_at'] ? 'confirmed-late' : 'confirmed';
    return one['due_at'] <= center.now ? 'broken' : 'open';
  };
  return (center.rows.hand_offs as Row[])
    .filter((one) => center.sight.clientIds.has(one['client_id']))
    .filter((one) => !clientId || one['client_id'] === clientId)
    .filter((one) => !status || statusAt(one) === status)
    .sort((a, b) => +a['due_at'] - +b['due_at'] || (a['id'] < b['id'] ? -1 : 1))
    .map((one) => ({
      ...fields(one, 'id clientId episodeId openedAt dueAt statedAt statedBy nextMeetingAt firstContactAt firstContactHow confirmedBy version'),
      ...{ clientCode: (center.rows.clients as Row[]).find(({ id }) => id === one['client_id'])!['code'], status: statusAt(one) },
      ...{ fromProgram: programOf(one['from_stay_id']), toProgram: programOf(one['to_stay_id']) },
    }));
};

export const leaves: List = ({ rows }, _query, id) =>
  newestFirst((rows['leaves'] as Row[]).filter((one) => one['episode_id'] === id)).map((one) =>
    fields(one, 'id clientId episodeId stayId kind reason startsAt expectedBackAt endsAt version'),
  );
