import type { MigrationInterface, QueryRunner } from 'typeorm';

/** While a client cannot or does not want to be met, nobody is behind with him. */
export class CreateContactHolds1760000024200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index leaves_by_client on app.leaves (client_id, starts_at desc) include (ends_at);

      create table app.contact_holds (
        id uuid primary key,
        client_id uuid not null constraint contact_holds_client references app.clients,
        kind text not null constraint contact_holds_kind check (kind in ('hospital', 'incarcerated', 'asked-for-space', 'traveling', 'other')),
        reason text not null,
        starts_at timestamptz(3) not null,
        expected_end_on date,
        ends_at timestamptz(3),
        recorded_by uuid not null constraint contact_holds_recorder references app.accounts,
        ended_by uuid constraint contact_holds_ender references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint contact_holds_period check (ends_at > starts_at),
        constraint contact_holds_ending check ((ends_at is null) = (ended_by is null)),
        constraint contact_holds_one_open exclude using gist (client_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index contact_holds_by_client on app.contact_holds (client_id, starts_at desc) include (ends_at, kind);
      create index contact_holds_by_client_page on app.contact_holds (client_id, id desc);
      call app.protect('app.contact_holds');
      create trigger takes_turns before insert on app.contact_holds for each row execute function app.takes_turns('client_id');

      grant select on app.contact_holds to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      grant insert, update on app.contact_holds to app_peer_specialist, app_supervisor, app_program_manager;
      create policy theirs on app.contact_holds for select to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.contact_holds for select to app_program_manager, app_privacy_officer using (true);
      create policy begin_theirs on app.contact_holds for insert to app_peer_specialist, app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
      create policy begin_any on app.contact_holds for insert to app_program_manager with check (true);
      create policy finish_theirs on app.contact_holds for update to app_peer_specialist, app_supervisor using (client_id = any ((select app.my_clients())::uuid[])) with check (true);
      create policy finish_any on app.contact_holds for update to app_program_manager using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.contact_holds; drop index app.leaves_by_client`);
  }
}
