import type { Role } from '../../platform/access/actor.ts';

type OfClient = { clientId: string };
/** Several at once. */
type OfClients = { clientIds: string[] };
type Changed = { fields: string[] };

/**
 * What each action writes down: ids, codes and names of fields, never what somebody wrote. A new action is a new line
 * here, and the compiler asks for its facts.
 */
export type AuditFacts = {
  'session.opened': { accountId: string };
  'session.ended': { accountId: string };
  'account.invited': { role: Role };
  'account.changed': Changed & { role: Role };
  'account.disabled': object;
  'account.enabled': object;
  'invitation.renewed': { accountId: string };
  'invitation.accepted': { accountId: string };
  'peer-specialist.hired': { accountId: string };
  'peer-specialist.changed': Changed;
  'credential.added': { peerSpecialistId: string };
  'credential.verified': { peerSpecialistId: string };
  'supervision.assigned': { peerSpecialistId: string; supervisorId: string };
  'cover.granted': { supervisorId: string; coveredBy: string };
  'cover.ended': { supervisorId: string; coveredBy: string };
  'program.changed': Changed & { program: string };
  'program-lead.named': { program: string; supervisorId: string };
  'program-lead.ended': { program: string; supervisorId: string };
  'client.registered': OfClient & { confirmedNotDuplicateOf: string[]; importId?: string };
  'import.checked': { lines: number };
  'import.started': object;
  'import.advanced': { lines: number };
  'import.ended': { state: string };
  'import.forgotten': object;
  'import-line.resolved': { importId: string; resolution: string; createdClientId?: string };
  'client.changed': OfClient & Changed;
  'assignment.started': OfClient & { peerSpecialistId: string; role: string; overCapacity: boolean };
  'assignment.ended': OfClient & { peerSpecialistId: string; role: string };
  'transfer.requested': OfClient & { toSpecialistId: string };
  'transfer.accepted': OfClient & { assignmentId: string };
  'transfer.declined': OfClient;
  'transfer.withdrawn': OfClient;
  'conflict.declared': OfClient & { peerSpecialistId: string; conflict: string };
  'conflict.ended': OfClient & { peerSpecialistId: string; conflict: string };
  'care-team-member.added': OfClient & { accountId: string };
  'care-team-member.ended': OfClient & { accountId: string };
  'episode.opened': OfClient & { program: string };
  'episode.discharged': OfClient & { reason: string };
  'stay.started': OfClient & { episodeId: string; program: string };
  'goal.proposed': OfClient;
  'goal.changed': OfClient & Changed;
  'goal.agreed': OfClient & { how: string };
  'goal.paused': OfClient;
  'goal.resumed': OfClient;
  'goal.ended': OfClient & { outcome: string };
  'goal.committed': OfClient & { goalId: string };
  'goal.checked-in': OfClient & { goalId: string; kept: string };
  'session-note.drafted': OfClient & { groupSessionId?: string };
  'session-note.changed': OfClient & Changed;
  'session-note.edit-kept': OfClient & Changed & { editId: string };
  'session-note.signed': OfClient & { contentHash: string; status: string };
  'session-note.cosigned': OfClient & { contentHash: string };
  'session-note.returned': OfClient;
  'session-note.amended': OfClient & { addendumId: string; contentHash: string };
  'session-note.voided': OfClient;
  'session-note.expired': OfClient;
  'group-series.opened': { leaderId: string; coLeaderId: string | null };
  'group-series.changed': Changed;
  'group-series.ended': OfClients;
  'group-member.added': OfClient & { seriesId: string };
  'group-member.ended': OfClient & { seriesId: string };
  'group-session.scheduled': { seriesId: string };
  'group-session.held': { seriesId: string };
  'group-session.attended': OfClients & { seriesId: string; takenOff: string[] };
  'group-session.cancelled': { seriesId: string };
  'group-session.closed': OfClients & { seriesId: string };
  'payer-rule-set.added': { payer: string; version: number; validFrom: string };
  'coverage.added': OfClient & { payer: string };
  'coverage.ended': OfClient & { payer: string };
  'claim-export.made': { from: string; to: string; lines: number; units: number };
  'database.restored': { to: string; era: number; lostBatches: number };
};

export type AuditAction = keyof AuditFacts;
