import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a purge would destroy, who stood for it, and of each client what became of his record: the certificate of destruction. */
export class CreatePurges1760000039400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.purges (
        id uuid primary key,
        as_of date not null,
        state text not null constraint purges_state check (state in ('previewed', 'attested', 'running', 'done')),
        previewed_by uuid not null constraint purges_previewer references app.accounts,
        created_at timestamptz(3) not null,
        attestation text,
        attested_by uuid constraint purges_attester references app.accounts,
        attested_at timestamptz(3),
        confirmed_by uuid constraint purges_confirmer references app.accounts,
        confirmed_at timestamptz(3),
        ended_at timestamptz(3),
        version integer not null,
        constraint purges_attested check ((state = 'previewed') = (attested_by is null) and (attested_by is null) = (attested_at is null) and (attested_by is null) = (attestation is null)),
        constraint purges_confirmed check ((state in ('running', 'done')) = (confirmed_by is not null) and (confirmed_by is null) = (confirmed_at is null)),
        constraint purges_second_person check (confirmed_by <> attested_by and confirmed_by <> previewed_by),
        constraint purges_ended check ((state = 'done') = (ended_at is not null))
      );
      call app.protect('app.purges');
      -- One step after the other, and none twice.
      create trigger moves_on before update on app.purges for each row
        when ((old.state, new.state) not in (('previewed', 'attested'), ('attested', 'running'), ('running', 'done'))) execute function app.is_append_only();

      create table app.purge_clients (
        id uuid primary key,
        purge_id uuid not null constraint purge_clients_purge references app.purges,
        client_id uuid not null constraint purge_clients_client references app.clients,
        -- Why and until when it was kept; gone with the record, since a birth date can be reckoned from it.
        kept_until date,
        reasons jsonb not null,
        -- The rule whose day was the last one.
        rule_id uuid not null constraint purge_clients_rule references app.retention_rules,
        counts jsonb not null,
        outcome text not null constraint purge_clients_outcome check (outcome in ('planned', 'destroyed', 'kept')),
        because text constraint purge_clients_because check (because in ('legal-hold', 'open-episode', 'kept-longer', 'destroyed-already', 'tied')),
        settled_at timestamptz(3),
        constraint purge_clients_once unique (purge_id, client_id),
        constraint purge_clients_settled check ((outcome = 'planned') = (settled_at is null) and (outcome = 'kept') = (because is not null))
      );
      create index purge_clients_planned on app.purge_clients (purge_id, id) where outcome = 'planned';
      create index purge_clients_by_client on app.purge_clients (client_id);
      call app.protect('app.purge_clients', versioned => false);
      revoke delete on app.purge_clients from app_purger;
      create trigger settled_stays before update on app.purge_clients for each row when (old.outcome <> 'planned') execute function app.is_append_only();

      grant select on app.purges, app.purge_clients to app_privacy_officer, app_program_manager;
      grant insert on app.purges, app.purge_clients to app_privacy_officer;
      grant update (state, attestation, attested_by, attested_at, confirmed_by, confirmed_at, version) on app.purges to app_privacy_officer;
      grant update (state, confirmed_by, confirmed_at, version) on app.purges to app_program_manager;
      create policy center on app.purges for select to app_privacy_officer, app_program_manager using (true);
      create policy center on app.purge_clients for select to app_privacy_officer, app_program_manager using (true);
      create policy preview on app.purges for insert to app_privacy_officer with check (previewed_by = (select app.account_id()));
      create policy preview on app.purge_clients for insert to app_privacy_officer
        with check (outcome = 'planned' and exists (select from app.purges p where p.id = purge_id and p.state = 'previewed'));
      -- Attesting is a privacy officer's, confirming a program manager's as well; each signs for himself.
      create policy answer on app.purges for update to app_privacy_officer using (true)
        with check (state = 'attested' and attested_by = (select app.account_id()) or state = 'running' and confirmed_by = (select app.account_id()));
      create policy confirm on app.purges for update to app_program_manager using (true)
        with check (state = 'running' and confirmed_by = (select app.account_id()));

      grant select on app.purges to app_worker, app_purger;
      grant update (state, ended_at, version) on app.purges to app_worker;
      grant select (id, purge_id, outcome) on app.purge_clients to app_worker;
      grant update on app.purge_clients to app_purger;
      create policy carry_out on app.purges for select to app_worker, app_purger using (true);
      create policy finish on app.purges for update to app_worker using (state = 'running') with check (state = 'done');
      create policy carry_out on app.purge_clients for select to app_worker using (true);
    `);
    await this.functions(db);
  }

  /** All of them act as the purge; what they are asked for they look up for themselves. */
  private async functions(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What goes: every table with rows of clients, found anew each time. The accounting stays, what it rests on is emptied, and this certificate stays as well.
      create function app.purged_tables() returns table (name text, which text) language sql stable security definer set search_path = app, pg_temp as $$
        select c.relname::text, case c.relname when 'consents' then 'not exists (select from app.disclosures d where d.consent_id = consents.id)'
                                               when 'legal_orders' then 'not exists (select from app.disclosures d where d.legal_order_id = legal_orders.id)' else 'true' end
          from pg_class c
         where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and c.relname not in ('disclosures', 'purge_clients')
           and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped)
         order by 1 $$;

      create function app.rows_of_clients(clients uuid[]) returns table (client_id uuid, counts jsonb) language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return query execute (
          select 'select c.client_id, jsonb_object_agg(c.name, c.rows) from ('
                 || string_agg(format('select client_id, %L as name, count(*) as rows from app.%I where client_id = any ($1) and %s group by 1', t.name, t.name, t.which), ' union all ')
                 || ') c group by 1' from app.purged_tables() t) using clients;
      end $$;

      -- Whatever column a client has or will have.
      create function app.leave_tombstone(client uuid) returns void language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.consents set discloser = '-', purpose_words = left(purpose_words, 0) || '-', revocation_statement = '-', redisclosure_statement = left(redisclosure_statement, 0) || '-',
               refusal_statement = left(refusal_statement, 0) || '-', signer_name = left(signer_name, 0) || '-', signer_relationship = left(signer_relationship, 0) || '-',
               guardian_name = left(guardian_name, 0) || '-', guardian_relationship = left(guardian_relationship, 0) || '-',
               revoke_reason = null, supersedes = null, episode_id = null, version = version + 1,
               expires_with = case expires_with when 'end-of-treatment' then 'none' else expires_with end
         where client_id = client and exists (select from app.disclosures d where d.consent_id = consents.id);
        update app.legal_orders set issuer = '-', received_by = '-', case_number = left(case_number, 0) || '-', findings = left(findings, 0) || '-', version = version + 1
         where client_id = client and exists (select from app.disclosures d where d.legal_order_id = legal_orders.id);
        execute (
          select 'update app.clients set purged_at = clock_timestamp(), version = version + 1, code = ''PURGED-'' || id, '
                 || string_agg(format('%I = %s', a.attname, case
                      when not a.attnotnull then 'null'
                      when a.atttypid = 'text'::regtype then '''-'''
                      when a.atttypid = 'boolean'::regtype then 'false'
                      when a.atttypid = 'bytea'::regtype then '''\\x'''
                      when a.atttypid = 'jsonb'::regtype then '''{}'''
                      when format_type(a.atttypid, null) like '%[]' then '''{}'''
                      else '0' end), ', ')
                 || ' where id = $1'
            from pg_attribute a
           where a.attrelid = 'app.clients'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
             and a.attname not in ('id', 'code', 'created_at', 'version', 'purged_at')) using client;
      end $$;

      -- One client, in a transaction of its own. Whoever places a hold meanwhile, or admits the client, has his row locked until he is done, or waits here and is refused.
      create function app.purge_next(purge uuid, day date, zone text, out client uuid, out rule uuid, out done text, out why text, out destroyed jsonb)
        language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        line app.purge_clients;
        was_purged boolean;
      begin
        if not exists (select from app.purges p where p.id = purge and p.state = 'running') then
          return;
        end if;
        select * into line from app.purge_clients l where l.purge_id = purge and l.outcome = 'planned' order by l.id limit 1 for update skip locked;
        if not found then
          return;
        end if;
        client := line.client_id;
        rule := line.rule_id;
        select c.purged_at is not null into was_purged from app.clients c where c.id = client for update;
        why := case
          when was_purged then 'destroyed-already'
          when exists (select from app.legal_holds h where h.client_id = client and h.released_at is null) then 'legal-hold'
          when exists (select from app.episodes e where e.client_id = client and (e.discharged_at is null or e.discharged_at > clock_timestamp())) then 'open-episode'
          when coalesce((select max(r.until_on) from app.retention_reasons(client, day, zone) r), day) >= day then 'kept-longer' end;
        if why is null then
          begin
            perform app.leave_tombstone(client);
            -- One statement, so that foreign keys are looked at when all of it is done.
            execute (
              select 'with ' || string_agg(format('%I as (delete from app.%I where client_id = $1 and %s returning 1)', t.name, t.name, t.which), ', ')
                     || ' select coalesce(jsonb_object_agg(name, rows) filter (where rows > 0), ''{}'') from ('
                     || string_agg(format('select %L as name, count(*) as rows from %I', t.name, t.name), ' union all ') || ') c'
                from app.purged_tables() t) into destroyed using client;
          exception when foreign_key_violation or check_violation or not_null_violation or sqlstate 'PX501' or sqlstate 'PX502' then
            why := 'tied';
            destroyed := null;
          end;
        end if;
        done := case when why is null then 'destroyed' else 'kept' end;
        update app.purge_clients set outcome = done, because = why, settled_at = clock_timestamp(), counts = coalesce(destroyed, counts),
               kept_until = case when why is null then null else kept_until end, reasons = case when why is null then '[]' else reasons end
         where id = line.id;
      end $$;
    `);
    await db.query(`
      grant create on schema app to app_purger;
      alter function app.purged_tables() owner to app_purger;
      alter function app.rows_of_clients(uuid[]) owner to app_purger;
      alter function app.leave_tombstone(uuid) owner to app_purger;
      alter function app.purge_next(uuid, date, text) owner to app_purger;
      revoke create on schema app from app_purger;
      grant execute on function app.rows_of_clients(uuid[]) to app_privacy_officer;
      grant execute on function app.purge_next(uuid, date, text) to app_worker;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function app.purge_next(uuid, date, text), app.leave_tombstone(uuid), app.rows_of_clients(uuid[]), app.purged_tables();
      drop table app.purge_clients, app.purges;
    `);
  }
}
