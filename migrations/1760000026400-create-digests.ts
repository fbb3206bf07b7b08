import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a supervisor's week began with, made with his own eyes. Figures are kept as they were; whom they are about is asked
 * again whenever it is read, so that nobody reads a name who has no right to it any more.
 */
export class CreateDigests1760000026400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.digests (
        id uuid primary key,
        supervisor_id uuid not null constraint digests_supervisor references app.accounts,
        week_on date not null constraint digests_monday check (extract(isodow from week_on) = 1),
        as_of date not null,
        made_at timestamptz(3) not null,
        figures jsonb not null,
        attention integer not null,
        open_tasks integer not null,
        constraint digests_once unique (supervisor_id, week_on)
      );
      create index digests_by_supervisor on app.digests (supervisor_id, id desc);
      call app.protect('app.digests', versioned => false);
      create trigger never_edited before update on app.digests for each row execute function app.is_append_only();

      create table app.digest_clients (
        digest_id uuid not null constraint digest_clients_digest references app.digests,
        position integer not null,
        client_id uuid not null constraint digest_clients_client references app.clients,
        peer_specialist_id uuid not null constraint digest_clients_specialist references app.peer_specialists,
        overdue_days integer,
        hand_off_broken boolean not null,
        notes_unsigned integer not null,
        primary key (digest_id, position)
      );
      call app.protect('app.digest_clients', versioned => false);
      create trigger never_edited before update on app.digest_clients for each row execute function app.is_append_only();

      grant select, insert on app.digests, app.digest_clients to app_supervisor;
      create policy own on app.digests for select to app_supervisor using (supervisor_id = (select app.account_id()));
      create policy make on app.digests for insert to app_supervisor with check (supervisor_id = (select app.account_id()));
      create policy theirs on app.digest_clients for select to app_supervisor
        using (client_id = any ((select app.my_clients())::uuid[]) and exists (select from app.digests d where d.id = digest_id));
      create policy make on app.digest_clients for insert to app_supervisor
        with check (client_id = any ((select app.my_clients())::uuid[]) and exists (select from app.digests d where d.id = digest_id));

      -- Whoever takes it in hand says so first, and when another may try: so none is sent twice.
      create table app.digest_deliveries (
        digest_id uuid primary key constraint digest_deliveries_digest references app.digests,
        attempts integer not null constraint digest_deliveries_attempts check (attempts between 1 and 5),
        next_try_at timestamptz(3) not null,
        sent_at timestamptz(3),
        error_code text
      );
      create index digest_deliveries_waiting on app.digest_deliveries (next_try_at) where sent_at is null;
      alter table app.digest_deliveries enable row level security;
      alter table app.digest_deliveries force row level security;
      create constraint trigger recorded after insert or update or delete on app.digest_deliveries
        deferrable initially deferred for each row execute function app.must_be_recorded();
      grant select, insert, update on app.digest_deliveries to app_authz;
      create policy decide on app.digest_deliveries for select to app_authz using (true);
      create policy claim on app.digest_deliveries for insert to app_authz with check (true);
      create policy settle on app.digest_deliveries for update to app_authz using (sent_at is null) with check (true);
      grant select on app.digests to app_authz;
      create policy decide on app.digests for select to app_authz using (true);

      -- Who supervises somebody now and has no digest of that week yet.
      create function app.digests_due(week date) returns setof uuid
        language sql stable security definer set search_path = app, pg_temp
        as $$ select distinct a.id from app.accounts a join app.supervisions s on s.supervisor_id = a.id and s.starts_at <= now() and (s.ends_at is null or s.ends_at > now())
               where a.role = 'supervisor' and a.disabled_at is null and not exists (select from app.digests d where d.supervisor_id = a.id and d.week_on = week) $$;

      create function app.digests_made(out last_made timestamptz)
        language sql stable security definer set search_path = app, pg_temp
        as $$ select max(made_at) from app.digests $$;

      -- Those of the last two days that are to be mailed: nobody wants last month's, when mail is set up at last.
      create function app.digest_mail() returns table (digest_id uuid, since timestamptz)
        language sql stable security definer set search_path = app, pg_temp
        as $$ select d.id, d.made_at from app.digests d join app.accounts a on a.id = d.supervisor_id left join app.digest_deliveries m on m.digest_id = d.id
               where d.made_at > now() - interval '2 days' and a.disabled_at is null and a.role = 'supervisor'
                 and (m.digest_id is null or m.sent_at is null and m.attempts < 5 and m.next_try_at <= now())
                 and not exists (select from app.quieted_kinds q where q.account_id = a.id and q.kind = 'weekly-digest' and q.ends_at is null)
               order by d.id $$;

      create function app.digest_mail_sent() returns timestamptz
        language sql stable security definer set search_path = app, pg_temp
        as $$ select max(sent_at) from app.digest_deliveries $$;

      -- Five minutes, then four times as long after each failure.
      create function app.claim_digest_mail(out digest_id uuid, out attempt integer, out email text, out attention integer, out open_tasks integer)
        returns setof record language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        candidate uuid;
      begin
        for candidate in select m.digest_id from app.digest_mail() m limit 20 loop
          insert into app.digest_deliveries as m (digest_id, attempts, next_try_at) values (candidate, 1, clock_timestamp() + interval '5 minutes')
              on conflict on constraint digest_deliveries_pkey do update set attempts = m.attempts + 1, next_try_at = clock_timestamp() + interval '5 minutes' * 4 ^ m.attempts
                 where m.sent_at is null and m.attempts < 5 and m.next_try_at <= now()
          returning m.attempts into attempt;
          if found then
            select d.id, a.email, d.attention, d.open_tasks into digest_id, email, attention, open_tasks
              from app.digests d join app.accounts a on a.id = d.supervisor_id where d.id = candidate;
            return next;
            return;
          end if;
        end loop;
      end $$;

      create function app.settle_digest_mail(digest uuid, error text) returns void
        language sql security definer set search_path = app, pg_temp
        as $$ update app.digest_deliveries set sent_at = case when error is null then clock_timestamp() end, error_code = error where digest_id = digest and sent_at is null $$;
    `);
    await db.query('grant create on schema app to app_authz');
    for (const name of WORKERS) await db.query(`alter function app.${name} owner to app_authz; revoke execute on function app.${name} from public`);
    await db.query('revoke create on schema app from app_authz');
    for (const name of WORKERS) await db.query(`grant execute on function app.${name} to app_worker`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const name of WORKERS.toReversed()) await db.query(`drop function app.${name}`);
    await db.query(`drop table app.digest_deliveries, app.digest_clients, app.digests`);
  }
}

const WORKERS = ['digests_due(date)', 'digests_made()', 'digest_mail()', 'digest_mail_sent()', 'claim_digest_mail()', 'settle_digest_mail(uuid, text)'];
