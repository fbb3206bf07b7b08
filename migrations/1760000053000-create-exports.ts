import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What machines asked to have as files, and the files, for a day. They are the business of the machine that asked, which reaches
 * them through functions that ask which one it is; a process that makes them is a worker.
 */
export class CreateExports1760000053000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.exports (
        id uuid primary key,
        machine_id uuid not null constraint exports_machine references app.machine_clients,
        level text not null constraint exports_level check (level in ('system', 'patient', 'group')),
        specialist_id uuid constraint exports_specialist references app.peer_specialists,
        request text not null,
        types text[] not null,
        elements text[],
        since timestamptz(3),
        patients uuid[],
        state text not null constraint exports_state check (state in ('waiting', 'running', 'done', 'failed')),
        -- What was read for an earlier attempt is of no use, and whoever still writes for it is told so.
        attempt integer not null default 0,
        tries integer not null default 0,
        asked_at timestamptz(3) not null,
        transaction_time timestamptz(3),
        polled_at timestamptz(3),
        ended_at timestamptz(3),
        expires_at timestamptz(3),
        constraint exports_of_group check ((level = 'group') = (specialist_id is not null)),
        constraint exports_ended check ((state in ('done', 'failed')) = (ended_at is not null) and (state <> 'done' or transaction_time is not null))
      );
      create index exports_in_progress on app.exports (machine_id) where state in ('waiting', 'running');
      create index exports_by_end on app.exports (expires_at);

      create table app.export_chunks (
        id uuid primary key,
        export_id uuid not null constraint export_chunks_export references app.exports,
        attempt integer not null,
        file text not null,
        position integer not null,
        resources integer not null,
        -- Whose records are in it, so that it goes with any of them.
        clients uuid[] not null,
        content bytea not null,
        constraint export_chunks_once unique (export_id, attempt, file, position)
      );
      create index export_chunks_by_client on app.export_chunks using gin (clients);
      alter table app.export_chunks alter column content set storage external;
      create index disclosures_to_machine on app.disclosures (machine_client_id, client_id) where machine_client_id is not null;
    `);
    for (const table of ['exports', 'export_chunks'])
      await db.query(`
        alter table app.${table} enable row level security;
        alter table app.${table} force row level security;
        grant select, delete on app.${table} to app_worker, app_authz;
        create policy carry_out on app.${table} for select to app_worker, app_authz using (true);
        create policy sweep on app.${table} for delete to app_worker, app_authz using (true);
      `);
    await db.query(`
      -- That somebody looked how far it is, and that what is over was swept away, is no change that anybody answers for.
      create constraint trigger recorded after insert or update of state, attempt, expires_at on app.exports
        deferrable initially deferred for each row execute function app.must_be_recorded();
      grant insert on app.exports to app_machine;
      create policy ask on app.exports for insert to app_machine with check (machine_id = (select app.account_id()));
      grant update (state, attempt, tries, transaction_time, polled_at, ended_at, expires_at) on app.exports to app_worker, app_authz;
      create policy advance on app.exports for update to app_worker, app_authz using (true);
      grant insert on app.export_chunks to app_worker;
      create policy write on app.export_chunks for insert to app_worker with check (true);
      call app.reseals('app.export_chunks', 'content');

      -- How many a machine has in progress. Whoever asks after it at the same moment waits, and counts what came of it.
      create function app.hold_exports() returns integer language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('exports of ' || app.account_id()::text, 53));
        return (select count(*) from app.exports e where e.machine_id = app.account_id() and e.state in ('waiting', 'running') and e.expires_at is null);
      end $$;

      create function app.export_of_machine(asked uuid)
        returns table (state text, level text, request text, transaction_time timestamptz, expires_at timestamptz, resources bigint)
        language sql stable security definer set search_path = app, pg_temp as $$
        select e.state, e.level, e.request, e.transaction_time, e.expires_at,
               (select coalesce(sum(c.resources), 0)::bigint from app.export_chunks c where c.export_id = e.id and c.attempt = e.attempt)
          from app.exports e where e.id = asked and e.machine_id = app.account_id() and (e.expires_at is null or e.expires_at > clock_timestamp())
      $$;

      -- Whether enough time has gone by since it was last looked at.
      create function app.poll_export(asked uuid, pause interval) returns boolean language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.exports e set polled_at = clock_timestamp()
         where e.id = asked and e.machine_id = app.account_id() and (e.polled_at is null or e.polled_at <= clock_timestamp() - pause);
        return found;
      end $$;

      create function app.end_export(asked uuid) returns boolean language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.exports e set expires_at = clock_timestamp(), attempt = e.attempt + 1
         where e.id = asked and e.machine_id = app.account_id() and (e.expires_at is null or e.expires_at > clock_timestamp());
        return found;
      end $$;

      create function app.export_files(asked uuid) returns table (file text, resources bigint)
        language sql stable security definer set search_path = app, pg_temp as $$
        select c.file, sum(c.resources)::bigint from app.exports e join app.export_chunks c on c.export_id = e.id and c.attempt = e.attempt
         where e.id = asked and e.machine_id = app.account_id() and e.state = 'done' and e.expires_at > clock_timestamp()
         group by c.file order by c.file
      $$;

      create function app.export_chunk(asked uuid, its_file text, behind integer) returns table (id uuid, "position" integer, content bytea)
        language sql stable security definer set search_path = app, pg_temp as $$
        select c.id, c.position, c.content from app.exports e join app.export_chunks c on c.export_id = e.id and c.attempt = e.attempt
         where e.id = asked and e.machine_id = app.account_id() and e.state = 'done' and e.expires_at > clock_timestamp()
           and c.file = its_file and c.position > behind
         order by c.position limit 1
      $$;

      -- As app.arrive_machine, for what a machine asked for before and waits for without its token.
      create function app.arrive_for_export(asked uuid, out machine jsonb, out account text, out recipient text, out purpose text)
        returns setof record language sql stable security definer set search_path = app, pg_temp as $$
        select jsonb_build_object('id', m.id, 'name', m.name, 'recipientId', m.recipient_id, 'purpose', m.purpose, 'scopes', m.scopes),
               m.id::text, m.recipient_id::text, m.purpose
          from app.exports e join app.machine_clients m on m.id = e.machine_id join app.recipients r on r.id = m.recipient_id
         where e.id = asked and (e.expires_at is null or e.expires_at > clock_timestamp()) and m.disabled_at is null and r.ended_at is null
      $$;
    `);
    await db.query(owned);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function ${Object.keys(CALLED_BY).join(', ')};
      drop index app.disclosures_to_machine;
      drop table app.export_chunks, app.exports;
    `);
  }
}

const CALLED_BY: Record<string, string> = {
  'app.hold_exports()': 'app_machine',
  'app.export_of_machine(uuid)': 'app_machine',
  'app.poll_export(uuid, interval)': 'app_machine',
  'app.end_export(uuid)': 'app_machine',
  'app.export_files(uuid)': 'app_machine',
  'app.export_chunk(uuid, text, integer)': 'app_machine',
  'app.arrive_for_export(uuid)': 'app_login',
};

const owned = `
  grant create on schema app to app_authz;
  ${Object.entries(CALLED_BY)
    .map(
      ([called, by]) =>
        `alter function ${called} owner to app_authz; revoke execute on function ${called} from public; grant execute on function ${called} to ${by};`,
    )
    .join('\n  ')}
  revoke create on schema app from app_authz;`;
