import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In the order in which requests come to these tables, so that this migration waits for them and not they for it. */
const CONTESTED = {
  episodes: `insert on app.episodes for each row execute function app.takes_turns('client_id')`,
  assignments: `insert on app.assignments for each row execute function app.takes_turns('client_id')`,
  stays: `insert on app.stays for each row execute function app.takes_turns('client_id')`,
  care_team_members: `insert on app.care_team_members for each row execute function app.takes_turns('client_id')`,
  supervisions: `insert on app.supervisions for each row execute function app.takes_turns('peer_specialist_id')`,
  program_leads: `insert on app.program_leads for each row execute function app.takes_turns('program_code')`,
  goal_pauses: `insert on app.goal_pauses for each row execute function app.takes_turns('goal_id')`,
  session_notes: `insert or update of started_at, ended_at, outcome on app.session_notes for each row execute function app.takes_turns('author_id', 'client_id')`,
};

/**
 * An exclusion constraint writes first and looks afterwards, so of many who write at once each waits for the others: a
 * deadlock, and after it the next one. Whoever contests the same thing therefore takes his turn before he writes.
 */
export class TakeTurns1760000011000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // In one order: of two who need the same two turns, one has both first.
    await db.query(`
      create function app.takes_turns() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended(format('%s %s', tg_table_name, contested), 11))
           from (select distinct to_jsonb(new) ->> field as contested from unnest(tg_argv) field order by 1) turns;
        return new;
      end $$`);
    for (const on of Object.values(CONTESTED)) await db.query(`create trigger takes_turns before ${on}`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of Object.keys(CONTESTED)) await db.query(`drop trigger takes_turns on app.${table}`);
    await db.query(`drop function app.takes_turns()`);
  }
}
