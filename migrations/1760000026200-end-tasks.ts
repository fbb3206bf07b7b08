import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A function that runs beside row security: whether a task ends must not depend on who sees it. */
const ending = (name: string, body: string) => `
  create function app.${name}() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
  begin
    ${body}
    return null;
  end $$;`;
const close = (keys: string, more = '') =>
  `update app.tasks set closed_at = clock_timestamp(), closed_because = 'cause-ended' where dedupe_key in (${keys}) and closed_at is null ${more};`;

const FUNCTIONS = {
  note_ends_tasks: `
    if old.status = 'draft' then
      ${close(`'unsigned-note:' || new.id, 'returned-note:' || new.id`)}
    elsif old.status = 'pending-cosignature' then
      ${close(`'cosignature:' || new.id`)}
    end if;
    if new.outcome = 'completed' and old.status = 'draft' and new.status in ('signed', 'pending-cosignature') then
      ${close(`'overdue-contact:' || new.client_id`, 'and cause_at < new.started_at')}
    end if;`,
  hand_off_ends_task: close(`'hand-off:' || new.id`),
  // Which day it is at the site is not known here: whatever is near the edge waits for the next round.
  check_in_ends_task: `
    if new.checked_on > (now() at time zone 'UTC')::date - 13 then
      ${close(`'goal-check-in:' || new.goal_id`)}
    end if;`,
  goal_ends_task: close(`'goal-check-in:' || new.id`),
  signature_ends_task: close(`'unsigned-supervision:' || new.session_id || ':' || new.side`),
  supervision_ends_tasks: close(`'unsigned-supervision:' || new.id || ':supervisor', 'unsigned-supervision:' || new.id || ':peer-specialist'`),
  episode_ends_tasks: `update app.tasks set closed_at = clock_timestamp(), closed_because = 'episode-closed' where episode_id = new.id and closed_at is null;`,
};

/** By table, in the order in which requests come to them. */
const TRIGGERS = {
  'session_notes note_ends_tasks': 'after update of status on app.session_notes for each row when (new.status <> old.status)',
  'episodes episode_ends_tasks':
    'after update of discharged_at on app.episodes for each row when (old.discharged_at is null and new.discharged_at is not null)',
  'hand_offs hand_off_ends_task':
    'after update on app.hand_offs for each row when (old.confirmed_at is null and old.closed_at is null and (new.confirmed_at is not null or new.closed_at is not null))',
  'goals goal_ends_task': `after update of status on app.goals for each row when (old.status = 'active' and new.status <> 'active')`,
  'goal_check_ins check_in_ends_task': 'after insert on app.goal_check_ins for each row',
  'supervision_sessions supervision_ends_tasks': `after update of status on app.supervision_sessions for each row when (old.status <> 'voided' and new.status = 'voided')`,
  'supervision_session_signatures signature_ends_task': 'after insert on app.supervision_session_signatures for each row',
};

/** What is done is off the list with the change that did it, and not a minute later. */
export class EndTasks1760000026200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [name, body] of Object.entries(FUNCTIONS)) await db.query(ending(name, body));
    await db.query('grant create on schema app to app_authz');
    for (const name of Object.keys(FUNCTIONS))
      await db.query(`alter function app.${name}() owner to app_authz; revoke execute on function app.${name}() from public`);
    await db.query('revoke create on schema app from app_authz');
    for (const [place, when] of Object.entries(TRIGGERS)) {
      const [, name] = place.split(' ');
      await db.query(`create trigger ${name} ${when} execute function app.${name}()`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const place of Object.keys(TRIGGERS)) {
      const [table, name] = place.split(' ');
      await db.query(`drop trigger ${name} on app.${table}; drop function app.${name}()`);
    }
  }
}
