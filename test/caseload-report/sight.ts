import type { CenterRows, NoteRow } from './center-rows.ts';

/** Whose records somebody sees, reckoned by hand from the rules of access. */
export type Sight = { clientIds: ReadonlySet<string>; specialistIds: ReadonlySet<string>; mayCount(note: NoteRow): boolean };

const SEE_ALL = ['program-manager', 'privacy-officer'];

export function sightOf(rows: CenterRows, accountId: string, now = new Date()): Sight {
  const { role } = rows.accounts.find(({ id }) => id === accountId)!;
  const specialistIds = new Set(specialistsSeenBy(rows, accountId, role, now));
  const clientIds = new Set(SEE_ALL.includes(role) ? rows.clients.map(({ id }) => id) : clientsSeenBy(rows, accountId, role, specialistIds, now));
  return { clientIds, specialistIds, mayCount: noteRule(role, clientIds, specialistIds) };
}

/** Drafts are their author's; the supervisor has those of his clients, and what his people have not finished, wherever the client is. */
function noteRule(role: string, clientIds: ReadonlySet<string>, specialistIds: ReadonlySet<string>): (note: NoteRow) => boolean {
  if (SEE_ALL.includes(role)) return () => true;
  if (role === 'peer-specialist') return (note) => (note.status === 'draft' ? specialistIds.has(note.author_id) : clientIds.has(note.client_id));
  if (role === 'clinician') return (note) => note.status !== 'draft' && clientIds.has(note.client_id);
  return (note) => clientIds.has(note.client_id) || (['draft', 'pending-cosignature'].includes(note.status) && specialistIds.has(note.author_id));
}

function specialistsSeenBy({ peer_specialists, supervisions }: CenterRows, accountId: string, role: string, now: Date): string[] {
  if (role === 'peer-specialist') return peer_specialists.filter(({ account_id }) => account_id === accountId).map(({ id }) => id);
  if (role !== 'supervisor') return peer_specialists.map(({ id }) => id);
  return supervisions.filter((one) => one.supervisor_id === accountId && isOpen(one, now)).map((one) => one.peer_specialist_id);
}

function clientsSeenBy(rows: CenterRows, accountId: string, role: string, specialistIds: ReadonlySet<string>, now: Date): string[] {
  const assigned = rows.assignments.filter((one) => specialistIds.has(one.peer_specialist_id) && isOpen(one, now)).map((one) => one.client_id);
  if (role === 'peer-specialist') return assigned;
  if (role === 'clinician') return rows.care_team_members.filter((one) => one.account_id === accountId && isOpen(one, now)).map((one) => one.client_id);
  return [
    ...assigned,
    ...leftBehind(rows, specialistIds, now),
    ...waitingInLedPrograms(rows, accountId, now),
    ...rows.clients.filter(({ id, registered_by }) => registered_by === accountId && !rows.assignments.some((one) => one.client_id === id)).map(({ id }) => id),
  ];
}

/** A discharge must still be written up by those whose client it was last. */
const leftBehind = ({ assignments, clients }: CenterRows, specialistIds: ReadonlySet<string>, now: Date): string[] =>
  clients
    .map(({ id }) => id)
    .filter((id) => {
      const begun = assignments.filter((one) => one.client_id === id && one.role === 'primary' && one.starts_at <= now);
      const last = begun.sort((a, b) => +b.starts_at - +a.starts_at)[0];
      return last !== undefined && specialistIds.has(last.peer_specialist_id);
    });

const waitingInLedPrograms = ({ program_leads, stays, assignments }: CenterRows, accountId: string, now: Date): string[] => {
  const led = program_leads.filter((one) => one.supervisor_id === accountId && isOpen(one, now)).map((one) => one.program_code);
  const hasPrimary = (clientId: string) => assignments.some((one) => one.client_id === clientId && one.role === 'primary' && isOpen(one, now));
  return stays.filter((stay) => stay.ends_at === null && led.includes(stay.program_code) && !hasPrimary(stay.client_id)).map((stay) => stay.client_id);
};

const isOpen = ({ starts_at, ends_at }: { starts_at: Date; ends_at: Date | null }, now: Date) => starts_at <= now && (ends_at === null || ends_at > now);
