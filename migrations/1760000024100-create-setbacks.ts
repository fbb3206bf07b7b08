import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recurrences and emergencies, so that somebody is there soon after. They decide nothing about a client's place in the program. */
export class CreateSetbacks1760000024100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.setbacks (
        id uuid primary key,
        client_id uuid not null constraint setbacks_client references app.clients,
        occurred_at timestamptz(3) not null,
        kind text not null constraint setbacks_kind check (kind in ('return-to-use', 'overdose', 'emergency-visit', 'missed-treatment', 'other')),
        recorded_by uuid not null constraint setbacks_recorder references app.accounts,
        created_at timestamptz(3) not null,
        voided_at timestamptz(3),
        voided_by uuid constraint setbacks_voider references app.accounts,
        void_reason text,
        version integer not null,
        constraint setbacks_void check ((voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null))
      );
      create index setbacks_by_client on app.setbacks (client_id, occurred_at) include (voided_at);
      create index setbacks_by_client_page on app.setbacks (client_id, id desc);
      call app.protect('app.setbacks');

      create table app.setback_texts (
        setback_id uuid primary key constraint setback_texts_setback references app.setbacks,
        client_id uuid not null constraint setback_texts_client references app.clients,
        note text not null
      );
      call app.protect('app.setback_texts', versioned => false);
      create trigger never_edited before update on app.setback_texts for each row execute function app.is_append_only();

      grant select, insert on app.setbacks, app.setback_texts to app_peer_specialist, app_supervisor, app_clinician;
      grant update (voided_at, voided_by, void_reason, version) on app.setbacks to app_peer_specialist, app_supervisor, app_clinician;
      grant select on app.setbacks, app.setback_texts to app_privacy_officer;
      -- A program manager reads when a client is due again, which follows from when; what it was is not his to read.
      grant select (id, client_id, occurred_at, voided_at) on app.setbacks to app_program_manager;
      create policy theirs on app.setbacks for select to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.setbacks for select to app_program_manager, app_privacy_officer using (true);
      create policy record on app.setbacks for insert to app_peer_specialist, app_supervisor, app_clinician
        with check (client_id = any ((select app.my_clients())::uuid[]) and recorded_by = (select app.account_id()));
      create policy void on app.setbacks for update to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
      create policy theirs on app.setback_texts for select to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
      create policy withheld on app.setback_texts for select to app_privacy_officer using (false);
      create policy record on app.setback_texts for insert to app_peer_specialist, app_supervisor, app_clinician with check (client_id = any ((select app.my_clients())::uuid[]));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.setback_texts, app.setbacks`);
  }
}
