import type { MigrationInterface, QueryRunner } from 'typeorm';

const completing = (besides: string) => `
      create or replace function app.complete_audit_event() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        new.era := (select max(era) from app.audit_eras);
        new.xid := pg_current_xact_id();${besides}
        new.hash := sha256(app.audit_form(new.id::text, new.era::text, new.xid::text, (extract(epoch from new.at) * 1000)::bigint::text,
          new.kind, new.request_id::text, new.account_id::text, new.role, new.action, new.subject_id::text,
          array_to_string(new.client_ids, ','), new.status::text, new.facts::text));
        if new.kind = 'change' then
          perform set_config('app.recorded_in', new.xid::text, true);
        end if;
        return new;
      end $$;`;

/** By the database's clock, at which the piece of work began: what it may see and what its records say of it are one. */
const RUNNING = 'ends_at > now() and ended_at is null';
const HOLDERS = 'app_peer_specialist, app_supervisor, app_clinician';

/**
 * Emergency access: one client outside of somebody's caseload, to be read for an hour at the most. Nobody inserts a row; the
 * one function that does asks all that must hold, of one person at a time. While it runs, the client joins the sight of a
 * request that says it only reads, and every record of the holder's names the access.
 */
export class CreateEmergencyAccesses1760000035400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.emergency_accesses (
        id uuid primary key,
        client_id uuid not null constraint emergency_accesses_client references app.clients,
        account_id uuid not null constraint emergency_accesses_account references app.accounts,
        reason_code text not null constraint emergency_accesses_reason check (reason_code in ('medical-emergency', 'danger-to-self', 'danger-to-others', 'client-in-crisis', 'colleague-unreachable')),
        narrative text not null constraint emergency_accesses_narrative check (length(btrim(narrative)) >= 20),
        opened_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        ended_at timestamptz(3),
        ended_by uuid constraint emergency_accesses_ender references app.accounts,
        review_due_at timestamptz(3) not null,
        version integer not null,
        constraint emergency_accesses_hour check (ends_at > opened_at and ends_at <= opened_at + interval '60 minutes'),
        constraint emergency_accesses_ending check ((ended_at is null) = (ended_by is null) and ended_at between opened_at and ends_at)
      );
      create index emergency_accesses_by_account on app.emergency_accesses (account_id, opened_at desc);
      create index emergency_accesses_by_client on app.emergency_accesses (client_id, id desc);
      call app.protect('app.emergency_accesses');

      create table app.emergency_access_reviews (
        id uuid primary key,
        access_id uuid not null constraint emergency_access_reviews_access references app.emergency_accesses,
        client_id uuid not null constraint emergency_access_reviews_client references app.clients,
        outcome text not null constraint emergency_access_reviews_outcome check (outcome in ('justified', 'not-justified', 'settled')),
        words text not null,
        reviewed_by uuid not null constraint emergency_access_reviews_reviewer references app.accounts,
        reviewed_at timestamptz(3) not null
      );
      create unique index emergency_access_reviews_once on app.emergency_access_reviews (access_id) where outcome <> 'settled';
      create unique index emergency_access_reviews_settled_once on app.emergency_access_reviews (access_id) where outcome = 'settled';
      call app.protect('app.emergency_access_reviews', versioned => false);

      -- Whoever reviews has all of them before him, also of a client who was restricted since.
      drop policy restricted on app.emergency_accesses;
      drop policy restricted on app.emergency_access_reviews;
      create policy restricted on app.emergency_accesses as restrictive to ${HOLDERS} using ((client_id = any ((select app.hidden_clients())::uuid[])) is not true);
      create policy restricted on app.emergency_access_reviews as restrictive to ${HOLDERS} using ((client_id = any ((select app.hidden_clients())::uuid[])) is not true);

      grant select on app.emergency_accesses, app.emergency_access_reviews to ${HOLDERS}, app_privacy_officer, app_authz;
      grant update (ended_at, ended_by, version) on app.emergency_accesses to ${HOLDERS}, app_privacy_officer;
      grant insert on app.emergency_accesses to app_authz;
      grant insert on app.emergency_access_reviews to app_privacy_officer;
      create policy decide on app.emergency_accesses for select to app_authz using (true);
      create policy decide on app.emergency_access_reviews for select to app_authz using (true);
      create policy open on app.emergency_accesses for insert to app_authz with check (true);
      create policy own on app.emergency_accesses for select to ${HOLDERS} using (account_id = (select app.account_id()));
      create policy center on app.emergency_accesses for select to app_privacy_officer using (true);
      create policy finish_own on app.emergency_accesses for update to ${HOLDERS} using (account_id = (select app.account_id()));
      create policy finish on app.emergency_accesses for update to app_privacy_officer using (true);
      create policy own on app.emergency_access_reviews for select to ${HOLDERS}
        using (exists (select from app.emergency_accesses a where a.id = access_id));
      create policy center on app.emergency_access_reviews for select to app_privacy_officer using (true);
      create policy review on app.emergency_access_reviews for insert to app_privacy_officer
        with check (reviewed_by = (select app.account_id())
                    and exists (select from app.emergency_accesses a where a.id = access_id and a.client_id = emergency_access_reviews.client_id and a.account_id <> reviewed_by));
    `);
    await db.query(`
      -- Answers what stands in the way, or nothing once it is open. Of many at once each waits for the one before him. What
      -- is asked of the person comes first, so that those answers say nothing of any client.
      create function app.open_emergency_access(access uuid, client uuid, reason text, told text, review_due timestamptz) returns text
        language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        holder uuid := app.account_id();
      begin
        perform pg_advisory_xact_lock(hashtextextended('emergency ' || holder, 35));
        if exists (select from app.emergency_accesses a join app.emergency_access_reviews r on r.access_id = a.id and r.outcome = 'not-justified'
                    where a.account_id = holder and not exists (select from app.emergency_access_reviews s where s.access_id = a.id and s.outcome = 'settled')) then
          return 'under-review';
        end if;
        if 3 <= (select count(*) from app.emergency_accesses a where a.account_id = holder and a.opened_at > now() - interval '24 hours') then
          return 'spent';
        end if;
        if not exists (select from app.clients c where c.id = client) or client = any (app.hidden_clients()) then
          return 'unknown';
        end if;
        if client = any (app.my_clients()) then
          return 'in-sight';
        end if;
        if exists (select from app.emergency_accesses a where a.account_id = holder and a.client_id = client and ${RUNNING}) then
          return 'running';
        end if;
        insert into app.emergency_accesses (id, client_id, account_id, reason_code, narrative, opened_at, ends_at, review_due_at, version)
        values (access, client, holder, reason, told, now(), now()::timestamptz(3) + interval '60 minutes', review_due, 1);
        return null;
      end $$;

      create function app.glimpsed_by(account uuid) returns uuid[] language plpgsql stable as $$
      begin
        return array(select a.client_id from app.emergency_accesses a where a.account_id = account and ${RUNNING} and a.client_id <> all (app.hidden_of(account)));
      end $$;

      -- The same, for a request that says whether it is one of those that emergency access opens.
      create function app.arrive(token bytea, idle interval, glimpses boolean, out session jsonb, out account text, out acting text, out team text, out sight text)
        returns setof record language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        select a.session, a.account, a.acting, a.team, a.sight into session, account, acting, team, sight from app.arrive(token, idle) a;
        if session is null then
          return;
        end if;
        if glimpses then
          -- Each once: lists go through them one by one.
          sight := (sight::uuid[] || array(select unnest(app.glimpsed_by(account::uuid)) except select unnest(sight::uuid[])))::text;
        end if;
        return next;
      end $$;

      create function app.emergencies_of(account uuid) returns jsonb language plpgsql stable as $$
      begin
        return (select jsonb_build_object('emergencyAccessIds', jsonb_agg(a.id order by a.id)) from app.emergency_accesses a
                 where a.account_id = account and ${RUNNING} having count(*) > 0);
      end $$;
    `);
    await db.query(
      completing(`
        -- Whatever somebody does while he has emergency access is told apart by it.
        new.facts := new.facts || coalesce(app.emergencies_of(new.account_id), '{}');`),
    );
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.open_emergency_access(uuid, uuid, text, text, timestamptz) owner to app_authz;
      alter function app.arrive(bytea, interval, boolean) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.open_emergency_access(uuid, uuid, text, text, timestamptz) to ${HOLDERS};
      grant execute on function app.glimpsed_by(uuid), app.emergencies_of(uuid) to app_authz;
      grant execute on function app.arrive(bytea, interval, boolean) to app_login;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(completing(''));
    await db.query(`
      drop function app.emergencies_of(uuid), app.arrive(bytea, interval, boolean), app.glimpsed_by(uuid);
      drop function app.open_emergency_access(uuid, uuid, text, text, timestamptz);
      drop table app.emergency_access_reviews, app.emergency_accesses;
    `);
  }
}
