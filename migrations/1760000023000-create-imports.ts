import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Spreadsheets of clients: what was found in them, and what became of each line. */
export class CreateImports1760000023000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.imports (
        id uuid primary key,
        file_name text not null,
        ignored_columns text[] not null,
        state text not null constraint imports_state check (state in ('checked', 'running', 'done', 'failed')),
        made_by uuid not null constraint imports_maker references app.accounts,
        started_at timestamptz(3),
        ended_at timestamptz(3),
        created_at timestamptz(3) not null,
        version integer not null
      );
      create index imports_open on app.imports (state, id) where state in ('checked', 'running');
      create index imports_by_maker on app.imports (made_by, id);
      call app.protect('app.imports');

      -- What a line says of a person is kept only while something is still to be done with it.
      create table app.import_lines (
        id uuid primary key,
        import_id uuid not null constraint import_lines_import references app.imports,
        line integer not null,
        status text not null constraint import_lines_status check (status in ('ready', 'held', 'faulty', 'created', 'unchanged', 'skipped')),
        content jsonb,
        problems jsonb not null,
        fingerprint bytea,
        client_id uuid constraint import_lines_client references app.clients,
        reason text,
        resolved_by uuid constraint import_lines_resolver references app.accounts,
        resolved_at timestamptz(3),
        version integer not null,
        constraint import_lines_content check (content is null or status in ('ready', 'held')),
        constraint import_lines_created check ((client_id is not null) = (status = 'created'))
      );
      create index import_lines_by_import on app.import_lines (import_id, id);
      create index import_lines_by_status on app.import_lines (import_id, status, id);
      create unique index import_lines_once on app.import_lines (fingerprint) where status = 'created';
      create index import_lines_settled on app.import_lines (fingerprint) where status in ('created', 'skipped');
      call app.protect('app.import_lines');

      grant select, insert on app.imports, app.import_lines to app_supervisor, app_program_manager;
      grant update (state, started_at, ended_at, version) on app.imports to app_supervisor, app_program_manager;
      grant update (status, content, problems, client_id, reason, resolved_by, resolved_at, version) on app.import_lines to app_supervisor, app_program_manager;
      create policy own on app.imports for select to app_supervisor using (made_by = (select app.account_id()));
      create policy center on app.imports for select to app_program_manager using (true);
      create policy make on app.imports for insert to app_supervisor, app_program_manager with check (made_by = (select app.account_id()));
      create policy carry_out on app.imports for update to app_supervisor, app_program_manager using (made_by = (select app.account_id()));
      create policy own on app.import_lines for select to app_supervisor, app_program_manager using (import_id in (select id from app.imports));
      create policy make on app.import_lines for insert to app_supervisor, app_program_manager
        with check (import_id in (select id from app.imports where made_by = (select app.account_id())));
      create policy carry_out on app.import_lines for update to app_supervisor, app_program_manager
        using (import_id in (select id from app.imports where made_by = (select app.account_id())));

      grant select (id, state, made_by, created_at, version) on app.imports to app_authz;
      grant update (state, ended_at, version) on app.imports to app_authz;
      grant select (id, import_id, status, fingerprint, version) on app.import_lines to app_authz;
      grant update (status, content, version) on app.import_lines to app_authz;
      create policy decide on app.imports for select to app_authz using (true);
      create policy give_up on app.imports for update to app_authz using (state in ('checked', 'running')) with check (state = 'failed');
      create policy decide on app.import_lines for select to app_authz using (true);
      create policy forget on app.import_lines for update to app_authz using (status in ('ready', 'held')) with check (content is null);

      -- Whoever made it, as who he is now; nobody's role when he may not any more.
      create function app.imports_under_way() returns table (id uuid, account_id uuid, role text)
        language sql stable security definer set search_path = app, pg_temp
        as $$ select i.id, a.id, case when a.disabled_at is null and a.role in ('supervisor', 'program-manager') then a.role end
                from app.imports i join app.accounts a on a.id = i.made_by where i.state = 'running' order by i.id $$;

      create function app.give_up_import(import uuid) returns boolean
        language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.imports i set state = 'failed', ended_at = clock_timestamp(), version = i.version + 1 where i.id = import and i.state = 'running';
        return found;
      end $$;

      create function app.forget_import_lines(older interval) returns table (id uuid)
        language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        import record;
      begin
        for import in select i.id, i.state from app.imports i
             where i.state <> 'running' and i.created_at < now() - older
               and exists (select from app.import_lines l where l.import_id = i.id and l.status in ('ready', 'held'))
             order by i.id limit 50 for update skip locked loop
          update app.import_lines l set status = 'skipped', content = null, version = l.version + 1
           where l.import_id = import.id and l.status in ('ready', 'held');
          update app.imports i set state = 'failed', ended_at = clock_timestamp(), version = i.version + 1 where i.id = import.id and i.state = 'checked';
          id := import.id;
          return next;
        end loop;
      end $$;

      -- Which of these lines were settled before, whoever settled them: the answer holds nothing but what was asked.
      create function app.lines_settled(fingerprints bytea[]) returns setof bytea
        language sql stable security definer set search_path = app, pg_temp
        as $$ select distinct fingerprint from app.import_lines where fingerprint = any (fingerprints) and status in ('created', 'skipped') $$;

      create function app.specialists_called(emails text[]) returns table (email text, id uuid)
        language sql stable security definer set search_path = app, pg_temp
        as $$ select lower(a.email), p.id from app.accounts a join app.peer_specialists p on p.account_id = a.id
               where lower(a.email) = any (emails) and a.disabled_at is null and a.role = 'peer-specialist' $$;
    `);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.imports_under_way() owner to app_authz;
      alter function app.give_up_import(uuid) owner to app_authz;
      alter function app.forget_import_lines(interval) owner to app_authz;
      alter function app.lines_settled(bytea[]) owner to app_authz;
      alter function app.specialists_called(text[]) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.imports_under_way(), app.give_up_import(uuid), app.forget_import_lines(interval) to app_worker;
      grant execute on function app.lines_settled(bytea[]), app.specialists_called(text[]) to app_supervisor, app_program_manager;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `drop function app.specialists_called(text[]), app.lines_settled(bytea[]), app.forget_import_lines(interval), app.give_up_import(uuid), app.imports_under_way()`,
    );
    await db.query(`drop table app.import_lines, app.imports`);
  }
}
