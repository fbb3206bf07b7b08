import type { MigrationInterface, QueryRunner } from 'typeorm';

const THEIRS = 'client_id = any ((select app.my_clients())::uuid[])';

/** What a client wishes of a peer. One row is in force at a time; a new one ends it at the instant at which it begins. */
export class CreateClientWishes1760000025200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.client_wishes (
        id uuid primary key,
        client_id uuid not null constraint client_wishes_client references app.clients,
        pathways text[] not null,
        languages text[] not null,
        experiences text[] not null,
        available_times text[] not null,
        preferred_specialist_id uuid constraint client_wishes_preferred references app.peer_specialists,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        recorded_by uuid not null constraint client_wishes_recorder references app.accounts,
        version integer not null,
        constraint client_wishes_period check (ends_at > starts_at),
        constraint client_wishes_one exclude using gist (client_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      create index client_wishes_by_client on app.client_wishes (client_id, id desc);
      create index client_wishes_in_force on app.client_wishes (client_id) where ends_at is null;
      call app.protect('app.client_wishes');
      create trigger takes_turns before insert on app.client_wishes for each row execute function app.takes_turns('client_id');

      create table app.client_wish_texts (
        wish_id uuid primary key constraint client_wish_texts_wish references app.client_wishes,
        client_id uuid not null constraint client_wish_texts_client references app.clients,
        notes text not null
      );
      call app.protect('app.client_wish_texts', versioned => false);
      create trigger never_edited before update on app.client_wish_texts for each row execute function app.is_append_only();

      grant select, insert on app.client_wishes to app_peer_specialist, app_supervisor, app_program_manager;
      -- "for update" asks for the right to one column at least; nothing but the end is ever changed.
      grant update (ends_at, version) on app.client_wishes to app_peer_specialist, app_supervisor, app_program_manager;
      create policy theirs on app.client_wishes for select to app_peer_specialist, app_supervisor using (${THEIRS});
      create policy center on app.client_wishes for select to app_program_manager using (true);
      create policy record_theirs on app.client_wishes for insert to app_peer_specialist, app_supervisor
        with check (${THEIRS} and recorded_by = (select app.account_id()));
      create policy record_any on app.client_wishes for insert to app_program_manager with check (recorded_by = (select app.account_id()));
      create policy replace_theirs on app.client_wishes for update to app_peer_specialist, app_supervisor using (${THEIRS});
      create policy replace_any on app.client_wishes for update to app_program_manager using (true);

      -- The client's own words are for those who walk with him; a program manager may hand them on and does not read them.
      grant select, insert on app.client_wish_texts to app_peer_specialist, app_supervisor, app_program_manager;
      create policy theirs on app.client_wish_texts for select to app_peer_specialist, app_supervisor using (${THEIRS});
      create policy withheld on app.client_wish_texts for select to app_program_manager using (false);
      create policy record on app.client_wish_texts for insert to app_peer_specialist, app_supervisor, app_program_manager
        with check (exists (select from app.client_wishes w where w.id = wish_id and w.client_id = client_wish_texts.client_id and w.recorded_by = (select app.account_id())));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.client_wish_texts, app.client_wishes`);
  }
}
