import type { Running } from '../support/app.ts';

const everyGuarded = (statement: (table: string) => string) => async (peerwork: Running) => {
  const tables = await peerwork.rows<{ name: string }>(`select distinct tgrelid::regclass::text as name from pg_trigger where tgname = 'recorded'`);
  for (const { name } of tables) await peerwork.rows(statement(name));
};

const raising = (how: string) => async (peerwork: Running) => {
  await peerwork.rows(`create or replace function app.quoting() returns trigger language plpgsql as $$ begin raise exception ${how}; end $$`);
  await everyGuarded((table) => `create trigger a_quoting before insert or update on ${table} for each row execute function app.quoting()`)(peerwork);
};
const noLongerRaising = everyGuarded((table) => `drop trigger a_quoting on ${table}`);
const sql = (statement: string) => async (peerwork: Running) => void (await peerwork.rows(statement));

/** Ways in which a database fails over a row, most of them with the row in what it says; each with how it is mended. */
export const FAULTS: Record<string, [break_: (peerwork: Running) => Promise<void>, mend: (peerwork: Running) => Promise<void>]> = {
  'a trigger that quotes the row': [raising(`using message = format('bad row: %s', new), detail = new::text, hint = new::text`), noLongerRaising],
  'a trigger that quotes the row as a value not allowed': [raising(`using errcode = '23514', message = new::text, detail = new::text`), noLongerRaising],
  'a trigger that quotes the row as a deadlock': [raising(`using errcode = '40P01', message = new::text, detail = new::text`), noLongerRaising],
  'a constraint that no row meets': [
    everyGuarded((table) => `alter table ${table} add constraint nothing_will_do check (false) not valid`),
    everyGuarded((table) => `alter table ${table} drop constraint nothing_will_do`),
  ],
  'a column of another type': [
    sql(`alter table app.clients add column pronouns_kept text; alter table app.clients rename column pronouns to pronouns_old; alter table app.clients add column pronouns integer;
         alter table app.goals rename column why to why_old; alter table app.goals add column why date`),
    sql(`alter table app.clients drop column pronouns, drop column pronouns_kept; alter table app.clients rename column pronouns_old to pronouns;
         alter table app.goals drop column why; alter table app.goals rename column why_old to why`),
  ],
  'columns that are gone': [
    sql(
      `alter table app.clients rename column given_name to gone; alter table app.session_note_texts rename column plan to gone; alter table app.accounts rename column name to gone`,
    ),
    sql(
      `alter table app.clients rename column gone to given_name; alter table app.session_note_texts rename column gone to plan; alter table app.accounts rename column gone to name`,
    ),
  ],
  'rights that are gone': [
    sql(`revoke insert on all tables in schema app from app_peer_specialist, app_supervisor; revoke select on app.goals, app.clients from app_staff`),
    async () => {},
  ],
};
