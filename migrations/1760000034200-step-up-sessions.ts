import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A session remembers when its person proved once more that he is there, and knows whether he still has to enrol a second factor. */
export class StepUpSessions1760000034200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table app.sessions add column stepped_up_at timestamptz(3);
      create constraint trigger recorded_step_up after update of stepped_up_at on app.sessions
        deferrable initially deferred for each row execute function app.must_be_recorded();
      grant update (stepped_up_at) on app.sessions to app_staff;
      grant select on app.sign_in_rules to app_authz;
      grant select (account_id, confirmed_at, ended_at) on app.second_factors to app_authz;
      create policy decide on app.sign_in_rules for select to app_authz using (true);
      create policy decide on app.second_factors for select to app_authz using (true);

      create or replace function app.session_of(token bytea, idle interval) returns jsonb language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        found_session record;
      begin
        select s.id, s.last_seen_at, a.id as account_id, a.name, a.email, a.role, p.id as peer_specialist_id,
               s.stepped_up_at > clock_timestamp() - interval '5 minutes' as stepped_up,
               r.required_at <= clock_timestamp()
                 and not exists (select from app.second_factors f where f.account_id = a.id and f.confirmed_at is not null and f.ended_at is null) as must_enrol
          into found_session
          from app.sessions s join app.accounts a on a.id = s.account_id left join app.peer_specialists p on p.account_id = a.id
          left join app.sign_in_rules r on r.role = a.role
         where s.token_hash = token and s.ended_at is null and s.expires_at > clock_timestamp()
           and s.last_seen_at > clock_timestamp() - idle and a.disabled_at is null;
        if not found then
          return null;
        end if;
        if found_session.last_seen_at < clock_timestamp() - interval '30 seconds' then
          update app.sessions set last_seen_at = clock_timestamp() where id = found_session.id;
        end if;
        return jsonb_build_object('sessionId', found_session.id, 'id', found_session.account_id, 'name', found_session.name,
          'email', found_session.email, 'role', found_session.role, 'peerSpecialistId', found_session.peer_specialist_id,
          'steppedUp', coalesce(found_session.stepped_up, false), 'mustEnrol', coalesce(found_session.must_enrol, false));
      end $$;
    `);
    // Of his own password and of his own guesses, and of nobody else's: both are asked for in the caller's own transaction.
    await db.query(`
      create function app.own_password() returns text language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select password_hash from app.accounts where id = app.account_id());
      end $$;

      create function app.take_own_guess(allowed integer) returns boolean language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        insert into app.sign_in_guesses as g (bucket, guesses, window_ends_at)
          values (sha256(convert_to('step-up ' || app.account_id(), 'UTF8')), 1, clock_timestamp() + interval '1 hour')
          on conflict (bucket) do update
             set guesses = case when g.window_ends_at < clock_timestamp() then 1 else g.guesses + 1 end,
                 window_ends_at = case when g.window_ends_at < clock_timestamp() then excluded.window_ends_at else g.window_ends_at end
           where g.guesses < allowed or g.window_ends_at < clock_timestamp();
        return found;
      end $$;

      create function app.give_back_own_guess() returns void language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        update app.sign_in_guesses set guesses = greatest(guesses - 1, 0) where bucket = sha256(convert_to('step-up ' || app.account_id(), 'UTF8'));
      end $$;

      grant create on schema app to app_authz;
      alter function app.own_password() owner to app_authz;
      alter function app.take_own_guess(integer) owner to app_authz;
      alter function app.give_back_own_guess() owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.own_password(), app.take_own_guess(integer), app.give_back_own_guess() to app_staff;
      grant select (password_hash) on app.accounts to app_authz;
      grant select, insert, update on app.sign_in_guesses to app_authz;
      create policy count_own_guesses on app.sign_in_guesses for all to app_authz using (true);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy count_own_guesses on app.sign_in_guesses;
      revoke select, insert, update on app.sign_in_guesses from app_authz;
      revoke select (password_hash) on app.accounts from app_authz;
      drop function app.give_back_own_guess(), app.take_own_guess(integer), app.own_password();

      create or replace function app.session_of(token bytea, idle interval) returns jsonb language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        found_session record;
      begin
        select s.id, s.last_seen_at, a.id as account_id, a.name, a.email, a.role, p.id as peer_specialist_id into found_session
          from app.sessions s join app.accounts a on a.id = s.account_id left join app.peer_specialists p on p.account_id = a.id
         where s.token_hash = token and s.ended_at is null and s.expires_at > clock_timestamp()
           and s.last_seen_at > clock_timestamp() - idle and a.disabled_at is null;
        if not found then
          return null;
        end if;
        if found_session.last_seen_at < clock_timestamp() - interval '30 seconds' then
          update app.sessions set last_seen_at = clock_timestamp() where id = found_session.id;
        end if;
        return jsonb_build_object('sessionId', found_session.id, 'id', found_session.account_id, 'name', found_session.name,
          'email', found_session.email, 'role', found_session.role, 'peerSpecialistId', found_session.peer_specialist_id);
      end $$;

      drop policy decide on app.second_factors;
      drop policy decide on app.sign_in_rules;
      revoke select (account_id, confirmed_at, ended_at) on app.second_factors from app_authz;
      revoke select on app.sign_in_rules from app_authz;
      drop trigger recorded_step_up on app.sessions;
      alter table app.sessions drop column stepped_up_at;
    `);
  }
}
