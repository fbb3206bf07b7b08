import type { MigrationInterface, QueryRunner } from 'typeorm';

const MY_CLIENTS = 'client_id = any ((select app.my_clients())::uuid[])';
const MY_SPECIALISTS = 'peer_specialist_id = any ((select app.my_specialists())::uuid[])';

/**
 * What waits for somebody, as the rules ask for it. Whose it is stands nowhere: it follows from who is assigned, who wrote
 * and who supervises on the day that it is asked. A specialist is named only where the cause itself names him (a note's
 * author, a credential's holder), and a supervisor only where his signature is missing.
 */
export class CreateTasks1760000026000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.tasks (
        id uuid primary key,
        kind text not null constraint tasks_kind check (kind in ('overdue-contact', 'hand-off', 'unsigned-note', 'cosignature', 'returned-note',
          'expiring-credential', 'unsigned-supervision', 'needs-peer', 'goal-check-in')),
        dedupe_key text not null,
        client_id uuid constraint tasks_client references app.clients,
        episode_id uuid constraint tasks_episode references app.episodes,
        peer_specialist_id uuid constraint tasks_specialist references app.peer_specialists,
        supervisor_id uuid constraint tasks_supervisor references app.accounts,
        subject_id uuid not null,
        cause_at timestamptz(3) not null,
        due_at timestamptz(3) not null,
        opened_at timestamptz(3) not null,
        closed_at timestamptz(3),
        closed_because text constraint tasks_closed_because check (closed_because in ('cause-ended', 'episode-closed', 'rule-changed')),
        constraint tasks_close check ((closed_at is null) = (closed_because is null)),
        -- What follows a client up ends with his episode; paperwork is its author's and has none.
        constraint tasks_following check ((episode_id is not null) = (kind in ('overdue-contact', 'hand-off', 'needs-peer', 'goal-check-in'))),
        constraint tasks_of_clients check (episode_id is null or client_id is not null),
        constraint tasks_paperwork check ((peer_specialist_id is not null) = (episode_id is null)),
        constraint tasks_signer check (supervisor_id is null or kind = 'unsigned-supervision')
      );
      create unique index tasks_once on app.tasks (dedupe_key) where closed_at is null;
      create index tasks_open on app.tasks (due_at, id) include (kind, client_id, peer_specialist_id, supervisor_id) where closed_at is null;
      create index tasks_closed on app.tasks (closed_at) where closed_at is not null;
      create index tasks_by_episode on app.tasks (episode_id) where closed_at is null;
      call app.protect('app.tasks', versioned => false);

      grant select on app.tasks to app_peer_specialist, app_supervisor, app_authz;
      grant insert, update on app.tasks to app_authz;
      create policy decide on app.tasks for select to app_authz using (true);
      create policy follow on app.tasks for insert to app_authz with check (true);
      create policy close on app.tasks for update to app_authz using (closed_at is null) with check (true);
      create policy theirs on app.tasks for select to app_peer_specialist
        using (episode_id is not null and kind <> 'needs-peer' and ${MY_CLIENTS}
               or kind <> 'cosignature' and supervisor_id is null and ${MY_SPECIALISTS});
      create policy team on app.tasks for select to app_supervisor
        using (episode_id is not null and ${MY_CLIENTS} or supervisor_id is null and ${MY_SPECIALISTS} or supervisor_id = (select app.account_id()));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.tasks`);
  }
}
