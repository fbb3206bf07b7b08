import type { Running } from '../support/app.ts';

type Period = { starts_at: Date; ends_at: Date | null };

/** The center's tables as they lie, past row security. */
export type CenterRows = {
  accounts: { id: string; name: string; role: string }[];
  peer_specialists: { id: string; account_id: string; max_caseload: number }[];
  credentials: { peer_specialist_id: string; issued_on: string; expires_on: string | null; verified_at: Date | null }[];
  supervisions: (Period & { peer_specialist_id: string; supervisor_id: string })[];
  programs: { code: string }[];
  contact_policies: {
    program_code: string;
    version: number;
    valid_from: string;
    phase_days: number[];
    phase_intervals: number[];
    first_contact_within_hours: number;
    after_setback_within_hours: number;
    after_transition_within_hours: number;
  }[];
  program_leads: (Period & { program_code: string; supervisor_id: string })[];
  clients: { id: string; code: string; preferred_name: string | null; registered_by: string }[];
  care_team_members: (Period & { client_id: string; account_id: string })[];
  assignments: (Period & { id: string; client_id: string; peer_specialist_id: string; role: string })[];
  stays: (Period & { client_id: string; episode_id: string; program_code: string })[];
  leaves: (Period & { client_id: string; kind: string })[];
  contact_holds: (Period & { client_id: string; kind: string })[];
  setbacks: { client_id: string; occurred_at: Date; voided_at: Date | null }[];
  hand_offs: { client_id: string; opened_at: Date; due_at: Date; first_contact_at: Date | null; closed_at: Date | null }[];
  goals: { id: string; client_id: string; agreed_on: string | null; ended_on: string | null }[];
  goal_check_ins: { goal_id: string; checked_on: string }[];
  session_notes: NoteRow[];
};

export type NoteRow = {
  client_id: string;
  author_id: string;
  program_code: string | null;
  started_at: Date;
  ended_at: Date;
  outcome: string;
  status: string;
  signed_at: Date | null;
  returned_at: Date | null;
};

const TABLES = [
  'accounts',
  'peer_specialists',
  'credentials',
  'supervisions',
  'programs',
  'contact_policies',
  'program_leads',
  'clients',
  'care_team_members',
  'assignments',
  'stays',
  'leaves',
  'contact_holds',
  'setbacks',
  'hand_offs',
  'goals',
  'goal_check_ins',
  'session_notes',
] as const satisfies (keyof CenterRows)[];

export async function centerRows(peerwork: Running): Promise<CenterRows> {
  const tables: [string, unknown[]][] = [];
  for (const table of TABLES) tables.push([table, await peerwork.rows(`select * from app.${table}`)]);
  return Object.fromEntries(tables) as CenterRows;
}
