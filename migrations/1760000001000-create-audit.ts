import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was changed, looked at and refused. Each record carries its own hash over a length-prefixed form (joining with a
 * separator would let (a, null, b) and (a, b, null) collide); batches of records are sealed later, outside the writer's way.
 */
export class CreateAudit1760000001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.audit_eras (era integer primary key, began_at timestamptz(3) not null default clock_timestamp());
      insert into app.audit_eras (era) values (1);

      create table app.audit_events (
        id uuid not null,
        era integer not null,
        xid xid8 not null,
        at timestamptz(3) not null default clock_timestamp(),
        kind text not null constraint audit_events_kind check (kind in ('change', 'access', 'refusal')),
        request_id uuid,
        account_id uuid,
        role text,
        action text not null,
        subject_id uuid,
        client_ids uuid[] not null default '{}',
        status smallint,
        facts jsonb not null default '{}',
        hash bytea not null,
        constraint audit_events_pkey primary key (id, at)
      ) partition by range (at);
      create index audit_events_by_account on app.audit_events (account_id, id);
      create index audit_events_by_client on app.audit_events using gin (client_ids);
      create index audit_events_by_transaction on app.audit_events (era, xid);

      create table app.audit_batches (
        seq bigint primary key,
        era integer not null,
        from_xid xid8 not null,
        until_xid xid8 not null,
        records integer not null,
        members bytea not null,
        digest text not null,
        previous text not null,
        key_id text not null,
        signature text not null,
        sealed_at timestamptz(3) not null,
        constraint audit_batches_range check (until_xid > from_xid)
      );
    `);
    await db.query(`
      create function app.audit_form(variadic fields text[]) returns bytea language sql immutable set search_path = pg_catalog
        return convert_to((select string_agg(coalesce(octet_length(field) || ':' || field, '-'), '' order by n)
                           from unnest(fields) with ordinality as f (field, n)), 'UTF8');

      create function app.complete_audit_event() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        new.era := (select max(era) from app.audit_eras);
        new.xid := pg_current_xact_id();
        new.hash := sha256(app.audit_form(new.id::text, new.era::text, new.xid::text, (extract(epoch from new.at) * 1000)::bigint::text,
          new.kind, new.request_id::text, new.account_id::text, new.role, new.action, new.subject_id::text,
          array_to_string(new.client_ids, ','), new.status::text, new.facts::text));
        if new.kind = 'change' then
          perform set_config('app.recorded_in', new.xid::text, true);
        end if;
        return new;
      end $$;

      create function app.is_append_only() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = 'PX502', message = format('%s is append-only', tg_table_name);
      end $$;

      create trigger completed before insert on app.audit_events for each row execute function app.complete_audit_event();
    `);
    // ENABLE ALWAYS: session_replication_role = replica must not open a way around.
    await db.query(`
      create procedure app.make_append_only(target regclass) language plpgsql as $$
      begin
        execute format('alter table %s enable row level security', target);
        execute format('alter table %s force row level security', target);
        if not (select relispartition from pg_class where oid = target) then
          execute format('create trigger append_only before update or delete on %s for each row execute function app.is_append_only()', target);
        end if;
        execute format('create trigger never_truncated before truncate on %s for each statement execute function app.is_append_only()', target);
        execute format('alter table %s enable always trigger append_only', target);
        execute format('alter table %s enable always trigger never_truncated', target);
      end $$;
      call app.make_append_only('app.audit_events');
      call app.make_append_only('app.audit_batches');
      call app.make_append_only('app.audit_eras');

      create function app.ensure_audit_months() returns void language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        month date;
        partition text;
      begin
        for month in select generate_series(date_trunc('month', clock_timestamp() at time zone 'UTC'), date_trunc('month', clock_timestamp() at time zone 'UTC') + interval '2 months', interval '1 month')::date loop
          partition := format('audit_events_%s', to_char(month, 'YYYY_MM'));
          if to_regclass('app.' || partition) is null then
            execute format('create table app.%I partition of app.audit_events for values from (%L) to (%L)', partition, month::text || 'T00:00:00Z', (month + interval '1 month')::date::text || 'T00:00:00Z');
            call app.make_append_only(('app.' || partition)::regclass);
          end if;
        end loop;
      end $$;
      create table app.audit_events_other partition of app.audit_events default;
      call app.make_append_only('app.audit_events_other');
      select app.ensure_audit_months();
    `);
    await db.query(`
      grant select on app.audit_eras to app_authz, app_worker;
      grant insert on app.audit_eras to app_worker;
      create policy read_eras on app.audit_eras for select to app_authz, app_worker using (true);
      create policy open_era on app.audit_eras for insert to app_worker with check (true);

      grant insert (id, kind, request_id, account_id, role, action, subject_id, client_ids, status, facts) on app.audit_events to app_staff, app_doorkeeper, app_worker, app_witness;
      grant select on app.audit_events to app_worker, app_privacy_officer, app_auditor;
      create policy record_own on app.audit_events for insert to app_staff with check (account_id = (select app.account_id()));
      create policy record_for_others on app.audit_events for insert to app_doorkeeper, app_worker, app_witness with check (true);
      create policy review on app.audit_events for select to app_worker, app_privacy_officer, app_auditor using (true);

      grant select, insert on app.audit_batches to app_worker;
      grant select on app.audit_batches to app_auditor;
      create policy seal on app.audit_batches for insert to app_worker with check (true);
      create policy read_batches on app.audit_batches for select to app_worker, app_auditor using (true);

      grant create on schema app to app_authz;
      grant execute on function app.audit_form(text[]) to app_authz;
      alter function app.complete_audit_event() owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.ensure_audit_months() to app_worker;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.audit_events, app.audit_batches, app.audit_eras`);
    await db.query(`drop procedure app.make_append_only(regclass)`);
    await db.query(`drop function app.ensure_audit_months(), app.complete_audit_event(), app.is_append_only(), app.audit_form(text[])`);
  }
}
