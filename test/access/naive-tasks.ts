import { CAST } from '../support/cast.ts';
import { type Center, fields, isOpenAt, newestFirst, type Row } from './center.ts';

type Query = Record<string, string>;

const SENTENCES: Record<string, [subject: string, words: string]> = {
  'overdue-contact': ['client', 'Reach out: the next contact is past due'],
  'hand-off': ['hand-off', 'Meet in the new program, and confirm the first contact'],
  'unsigned-note': ['session-note', 'Finish this note and sign it'],
  cosignature: ['session-note', 'Read this note, and co-sign or return it'],
  'returned-note': ['session-note', 'Answer what the note was returned for, and sign it again'],
  'expiring-credential': ['credential', 'Renew this credential and have the new one verified'],
  'unsigned-supervision': ['supervision-session', 'Read what was said in this session of supervision, and sign your side'],
  'needs-peer': ['client', 'Find the right peer specialist'],
  'goal-check-in': ['goal', 'Ask how it goes with this goal'],
};

/** Whoever has the client as his own now, wrote the note, or has the credential. */
function waitsFor({ rows, now }: Center, task: Row, specialistId: string): boolean {
  const isPrimary = (one: Row) =>
    one['client_id'] === task['client_id'] && one['peer_specialist_id'] === specialistId && one['role'] === 'primary' && isOpenAt(one, now);
  if (['overdue-contact', 'hand-off', 'goal-check-in'].includes(task['kind'])) return (rows.assignments as Row[]).some(isPrimary);
  if (['cosignature', 'needs-peer'].includes(task['kind'])) return false;
  return task['peer_specialist_id'] === specialistId && task['supervisor_id'] === null;
}

function waitsForSupervisor({ sight, who }: Center, task: Row): boolean {
  if (task['kind'] === 'cosignature') return sight.specialistIds.has(task['peer_specialist_id']);
  if (task['kind'] === 'needs-peer') return sight.clientIds.has(task['client_id']);
  return task['supervisor_id'] === CAST[who].id;
}

const isHis = ({ sight }: Center, task: Row) =>
  task['episode_id'] === null ? sight.specialistIds.has(task['peer_specialist_id']) : sight.clientIds.has(task['client_id']);
const MONTH_MS = 30 * 86_400_000;

export function tasks(center: Center, { kind, peerSpecialistId, closed, quieted }: Query): Row[] {
  const { rows, now, who, sight } = center;
  const own = (CAST[who] as { specialistId?: string }).specialistId;
  const whose = peerSpecialistId ?? own;
  const silent = rows['quieted_kinds']!.filter((one) => one['account_id'] === CAST[who].id && one['ends_at'] === null).map((one) => one['kind']);
  return rows['tasks']!.filter((one) => (closed === 'true' ? one['closed_at'] !== null && +now - one['closed_at'] < MONTH_MS : one['closed_at'] === null))
    .filter((one) => (whose === undefined ? waitsForSupervisor(center, one) : isHis(center, one) && waitsFor(center, one, whose)))
    .filter((one) => !kind || one['kind'] === kind)
    .filter((one) => quieted === 'true' || !silent.includes(one['kind']))
    .sort((a, b) => +a['due_at'] - +b['due_at'] || (a['id'] < b['id'] ? -1 : 1))
    .map((one) => {
      const client = sight.clientIds.has(one['client_id']) ? (rows.clients as Row[]).find(({ id }) => id === one['client_id']) : undefined;
      const [subject, words] = SENTENCES[one['kind']]!;
      return {
        ...fields(one, 'id kind dueAt openedAt closedAt closedBecause clientId peerSpecialistId'),
        ...{ words, subject: { kind: subject, id: one['subject_id'] }, overdue: one['due_at'] <= (one['closed_at'] ?? now) },
        ...{ code: client?.['code'] ?? null, preferredName: client?.['preferred_name'] ?? null },
      };
    });
}

export const quietedKinds = ({ rows, who }: Center): Row[] =>
  newestFirst(rows['quieted_kinds']!)
    .filter((one) => one['account_id'] === CAST[who].id && one['ends_at'] === null)
    .map((one) => ({ kind: one['kind'], since: one['starts_at'] }));

export const digests = ({ rows, who }: Center): Row[] =>
  newestFirst(rows['digests']!)
    .filter((one) => one['supervisor_id'] === CAST[who].id)
    .map((one) => fields(one, 'id weekOn madeAt attention openTasks'));
