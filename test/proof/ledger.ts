import type pg from 'pg';
import type { Person } from './furnished.ts';

/** What a writer was told is done: of which kind, its id, under which key, when it was asked for and when it was told. */
export type Entry = { kind: Kind; id: string; key: string | null; askedAt: number; at: number };
type Kind = keyof typeof ACTIONS;

export type Findings = { missing: string[]; duplicated: string[]; half: string[] };

/** The change's record of each kind. An addendum's record is about its note, and names the addendum among its facts. */
const ACTIONS = {
  goal: 'goal.proposed',
  agreement: 'goal.agreed',
  'check-in': 'goal.checked-in',
  note: 'session-note.drafted',
  signature: 'session-note.signed',
  addendum: 'session-note.amended',
} as const;

/** Every acknowledged write, beside which the database is laid: what was told is there once, and nothing else is. */
export class Ledger {
  readonly entries: Entry[] = [];

  /** `people` are the only ones who write about their clients, and wait for an answer to everything they ask. */
  constructor(private readonly people: Person[]) {}

  async compare(db: pg.ClientBase): Promise<Findings> {
    const values = [this.people.map(({ clientId }) => clientId), this.people.map(({ accountId }) => accountId)];
    const stored = (await db.query<{ what: string }>(STORED, values)).rows.map(({ what }) => what);
    const half = (await db.query<{ what: string }>(HALF, values)).rows.map(({ what }) => what);
    const told = this.entries.flatMap(({ kind, id, key }) => [
      `${kind} ${id}`,
      `record of ${ACTIONS[kind]} ${id}`,
      ...(key === null ? [] : [`key ${key} for ${id}`]),
    ]);
    return { missing: without(told, stored), duplicated: without(stored, told), half };
  }
}

/** What is left of `these` after each of `those` was struck out once. */
function without(these: string[], those: string[]): string[] {
  const counts = new Map<string, number>();
  for (const one of those) counts.set(one, (counts.get(one) ?? 0) + 1);
  return these.filter((one) => {
    const count = counts.get(one) ?? 0;
    counts.set(one, count - 1);
    return count <= 0;
  });
}

const STORED = `
  select 'goal ' || id as what from app.goals where client_id = any ($1)
  union all select 'agreement ' || id from app.goals where client_id = any ($1) and status = 'active'
  union all select 'check-in ' || id from app.goal_check_ins where client_id = any ($1)
  union all select 'note ' || id from app.session_notes where client_id = any ($1)
  union all select 'signature ' || note_id from app.session_note_signatures where client_id = any ($1)
  union all select 'addendum ' || id from app.session_note_addenda where client_id = any ($1)
  union all select 'record of ' || action || ' ' || coalesce(facts ->> 'addendumId', subject_id::text) from app.audit_events where kind = 'change' and account_id = any ($2)
  union all select 'key ' || key || ' for ' || subject_id from app.idempotency_keys where account_id = any ($2)`;

/** Each note of a writer has words and one goal; a note counts as signed exactly when a signature is there; no change was made unseen. */
const HALF = `
  select 'note ' || id || ' has no words' as what from app.session_notes n
   where client_id = any ($1) and not exists (select from app.session_note_texts where note_id = n.id and intervention is not null)
  union all select 'note ' || id || ' has not its one goal' from app.session_notes n
   where client_id = any ($1) and 1 <> (select count(*) from app.session_note_goals where note_id = n.id)
  union all select 'note ' || id || ' is signed by halves' from app.session_notes n
   where client_id = any ($1) and (n.signed_at is not null) <> exists (select from app.session_note_signatures where note_id = n.id and kind = 'author')
  union all select 'change ' || id || ' is not on the access log' from app.audit_events e
   where kind = 'change' and account_id = any ($2)
     and not exists (select from app.audit_events look where look.kind = 'access' and look.request_id = e.request_id and look.xid = e.xid)`;
