import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who a session belongs to, whose clients are whose, and the policies that follow from it. */
export class CreateAccess1760000008000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.session_of(token bytea, idle interval) returns jsonb language plpgsql security definer set search_path = app, pg_temp as $$
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

      -- Security invoker on purpose: a role may not be taken on inside a security definer function.
      create function app.enter(token bytea, idle interval) returns jsonb language plpgsql as $$
      declare
        session jsonb := app.session_of(token, idle);
      begin
        if session is not null then
          perform set_config('app.account_id', session ->> 'id', true),
                  set_config('role', 'app_' || replace(session ->> 'role', '-', '_'), true);
          perform app.look();
        end if;
        return session;
      end $$;

      create function app.reckon_specialists() returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        case current_setting('role')
          when 'app_peer_specialist' then
            return array(select id from app.peer_specialists where account_id = app.account_id());
          when 'app_supervisor' then
            return array(select peer_specialist_id from app.supervisions
                          where supervisor_id = app.account_id() and starts_at <= now() and (ends_at is null or ends_at > now()));
          else
            return '{}';
        end case;
      end $$;

      -- Asked in every policy, and worked out once: what a piece of work may see does not change while it runs. Outside of
      -- one that entered (a test, an operator) it is worked out each time.
      create function app.my_specialists() returns uuid[] language sql stable
        return coalesce(nullif(current_setting('app.team', true), '')::uuid[], app.reckon_specialists());

      create function app.reckon_clients() returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      declare
        team uuid[] := app.my_specialists();
      begin
        case current_setting('role')
          when 'app_peer_specialist' then
            return array(select a.client_id from app.assignments a
                          where a.peer_specialist_id = any (team) and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now()));
          when 'app_supervisor' then
            return array(
              -- Clients of those he supervises, and those that were theirs last and that nobody has taken over: somebody
              -- must still finish the paperwork of a discharge and find a successor.
              select a.client_id from app.assignments a
               where a.peer_specialist_id = any (team) and a.starts_at <= now()
                 and (a.ends_at is null or a.ends_at > now()
                      or a.role = 'primary' and not exists (select from app.assignments later
                           where later.client_id = a.client_id and later.role = 'primary' and later.starts_at > a.starts_at and later.starts_at <= now()))
              union
              -- The unassigned ones of the programs he leads.
              select s.client_id from app.program_leads l join app.stays s on s.program_code = l.program_code and s.ends_at is null
               where l.supervisor_id = app.account_id() and l.starts_at <= now() and (l.ends_at is null or l.ends_at > now())
                 and not exists (select from app.assignments a where a.client_id = s.client_id and a.role = 'primary'
                                   and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now()))
              union
              -- Those he registered, until a first assignment begins.
              select c.id from app.clients c
               where c.registered_by = app.account_id() and not exists (select from app.assignments a where a.client_id = c.id and a.starts_at <= now()));
          when 'app_clinician' then
            return array(select m.client_id from app.care_team_members m
                          where m.account_id = app.account_id() and m.starts_at <= now() and (m.ends_at is null or m.ends_at > now()));
          else
            return '{}';
        end case;
      end $$;

      create function app.my_clients() returns uuid[] language sql stable
        return coalesce(nullif(current_setting('app.sight', true), '')::uuid[], app.reckon_clients());

      create function app.look() returns void language plpgsql as $$
      begin
        perform set_config('app.team', app.reckon_specialists()::text, true);
        perform set_config('app.sight', app.reckon_clients()::text, true);
      end $$;

      -- The unfinished note that this transaction signs or co-signs. It stays in sight until the commit, even when the client
      -- has moved on meanwhile and the finished note is others' to see.
      create function app.concluding() returns uuid language sql stable return nullif(current_setting('app.concluding', true), '')::uuid;

      create function app.specialist_name(specialist uuid) returns text language sql stable security definer set search_path = app, pg_temp
        return (select a.name from app.peer_specialists p join app.accounts a on a.id = p.account_id where p.id = specialist);

      create function app.specialist_of(account uuid) returns uuid language sql stable security definer set search_path = app, pg_temp
        return (select id from app.peer_specialists where account_id = account);

      -- A likely duplicate may be somebody the caller may not see, so the question is answered beside row security.
      create function app.likely_duplicates(given text, family text, born date, known_as jsonb) returns uuid[] language sql stable security definer set search_path = app, pg_temp
        return array(select id from app.clients where lower(family_name) = lower(family) and lower(given_name) = lower(given) and birth_date = born
          union select i.client_id from app.client_identifiers i join jsonb_to_recordset(known_as) k (system text, value text) on i.system = k.system and i.value = k.value
           where i.ended_at is null);

      -- How many primary clients a specialist has, whoever asks: capacity must not depend on what the assigner may see.
      create function app.caseload_size(specialist uuid, at timestamptz) returns integer language sql stable security definer set search_path = app, pg_temp
        return (select count(*)::integer from app.assignments where peer_specialist_id = specialist and role = 'primary' and starts_at <= at and (ends_at is null or ends_at > at));
    `);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.session_of(bytea, interval) owner to app_authz;
      alter function app.reckon_specialists() owner to app_authz;
      alter function app.reckon_clients() owner to app_authz;
      alter function app.specialist_name(uuid) owner to app_authz;
      alter function app.specialist_of(uuid) owner to app_authz;
      alter function app.likely_duplicates(text, text, date, jsonb) owner to app_authz;
      alter function app.caseload_size(uuid, timestamptz) owner to app_authz;
      revoke create on schema app from app_authz;
      grant execute on function app.session_of(bytea, interval), app.enter(bytea, interval) to app_login;
      grant execute on function app.reckon_specialists(), app.reckon_clients(), app.my_specialists(), app.my_clients(), app.look(), app.concluding(), app.specialist_name(uuid) to app_staff, app_authz;
      grant execute on function app.specialist_of(uuid) to app_doorkeeper;
      grant execute on function app.likely_duplicates(text, text, date, jsonb), app.caseload_size(uuid, timestamptz) to app_supervisor, app_program_manager;

      grant select on app.peer_specialists, app.supervisions, app.assignments, app.care_team_members, app.program_leads, app.stays to app_authz;
      grant select (id, registered_by, given_name, family_name, birth_date) on app.clients to app_authz;
      grant select on app.client_identifiers to app_authz;
      grant select (id, status) on app.session_notes to app_authz;
      create policy decide on app.peer_specialists for select to app_authz using (true);
      create policy decide on app.supervisions for select to app_authz using (true);
      create policy decide on app.assignments for select to app_authz using (true);
      create policy decide on app.care_team_members for select to app_authz using (true);
      create policy decide on app.program_leads for select to app_authz using (true);
      create policy decide on app.stays for select to app_authz using (true);
      create policy decide on app.clients for select to app_authz using (true);
      create policy decide on app.client_identifiers for select to app_authz using (true);
      create policy decide on app.session_notes for select to app_authz using (true);
    `);
    await this.staff(db);
    await this.clients(db);
    await this.goals(db);
    await this.notes(db);
  }

  private async staff(db: QueryRunner): Promise<void> {
    await db.query(`
      grant select on app.peer_specialists, app.credentials, app.supervisions to app_staff;
      create policy team on app.peer_specialists for select to app_peer_specialist, app_supervisor using (id = any ((select app.my_specialists())::uuid[]));
      create policy center on app.peer_specialists for select to app_clinician, app_program_manager, app_privacy_officer, app_administrator using (true);
      create policy team on app.credentials for select to app_peer_specialist, app_supervisor using (peer_specialist_id = any ((select app.my_specialists())::uuid[]));
      create policy center on app.credentials for select to app_clinician, app_program_manager, app_privacy_officer, app_administrator using (true);
      create policy team on app.supervisions for select to app_peer_specialist, app_supervisor using (peer_specialist_id = any ((select app.my_specialists())::uuid[]));
      create policy center on app.supervisions for select to app_clinician, app_program_manager, app_privacy_officer, app_administrator using (true);

      grant insert, update on app.peer_specialists, app.supervisions to app_program_manager, app_administrator;
      create policy hire on app.peer_specialists for insert to app_program_manager, app_administrator with check (true);
      create policy change on app.peer_specialists for update to app_program_manager, app_administrator using (true);
      create policy assign on app.supervisions for insert to app_program_manager, app_administrator with check (true);
      create policy finish on app.supervisions for update to app_program_manager, app_administrator using (true);

      grant insert on app.credentials to app_peer_specialist, app_program_manager;
      grant update (verified_at, verified_by, version) on app.credentials to app_supervisor, app_program_manager;
      create policy own_evidence on app.credentials for insert to app_peer_specialist with check (peer_specialist_id = any ((select app.my_specialists())::uuid[]) and verified_at is null);
      create policy evidence on app.credentials for insert to app_program_manager with check (verified_at is null);
      create policy verify_team on app.credentials for update to app_supervisor using (peer_specialist_id = any ((select app.my_specialists())::uuid[]));
      create policy verify on app.credentials for update to app_program_manager using (true);

      grant select on app.programs, app.program_leads to app_staff;
      create policy known on app.programs for select to app_staff using (true);
      create policy known on app.program_leads for select to app_staff using (true);
      grant update on app.programs to app_program_manager;
      grant insert, update on app.program_leads to app_program_manager;
      create policy change on app.programs for update to app_program_manager using (true);
      create policy name_lead on app.program_leads for insert to app_program_manager with check (true);
      create policy end_lead on app.program_leads for update to app_program_manager using (true);
    `);
  }

  private async clients(db: QueryRunner): Promise<void> {
    const team = 'app_peer_specialist, app_supervisor, app_clinician';
    const center = 'app_program_manager, app_privacy_officer';
    for (const table of ['clients', 'client_contact_points', 'client_identifiers', 'assignments', 'care_team_members', 'episodes', 'stays']) {
      const client = table === 'clients' ? 'id' : 'client_id';
      await db.query(`
        grant select on app.${table} to ${team}, ${center};
        create policy theirs on app.${table} for select to ${team} using (${client} = any ((select app.my_clients())::uuid[]));
        create policy center on app.${table} for select to ${center} using (true);
      `);
    }
    await db.query(`
      grant insert on app.clients to app_supervisor, app_program_manager;
      grant update on app.clients to app_peer_specialist, app_supervisor;
      create policy register on app.clients for insert to app_supervisor, app_program_manager with check (registered_by = (select app.account_id()));
      create policy change on app.clients for update to app_peer_specialist, app_supervisor using (id = any ((select app.my_clients())::uuid[]));
    `);
    for (const table of ['client_contact_points', 'client_identifiers']) {
      await db.query(`
        grant insert on app.${table} to app_peer_specialist, app_supervisor, app_program_manager;
        grant update on app.${table} to app_peer_specialist, app_supervisor;
        create policy add on app.${table} for insert to app_peer_specialist, app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
        create policy register on app.${table} for insert to app_program_manager with check (true);
        create policy change on app.${table} for update to app_peer_specialist, app_supervisor using (client_id = any ((select app.my_clients())::uuid[]));
      `);
    }
    await db.query(`
      grant insert, update on app.assignments to app_supervisor, app_program_manager;
      create policy assign_team on app.assignments for insert to app_supervisor
        with check (client_id = any ((select app.my_clients())::uuid[]) and peer_specialist_id = any ((select app.my_specialists())::uuid[]));
      create policy end_team on app.assignments for update to app_supervisor using (client_id = any ((select app.my_clients())::uuid[])) with check (true);
      create policy assign on app.assignments for insert to app_program_manager with check (true);
      create policy finish on app.assignments for update to app_program_manager using (true);
    `);
    for (const table of ['care_team_members', 'episodes', 'stays']) {
      await db.query(`
        grant insert, update on app.${table} to app_supervisor, app_program_manager;
        create policy add_team on app.${table} for insert to app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
        create policy change_team on app.${table} for update to app_supervisor using (client_id = any ((select app.my_clients())::uuid[])) with check (true);
        create policy add on app.${table} for insert to app_program_manager with check (true);
        create policy change on app.${table} for update to app_program_manager using (true);
      `);
    }
  }

  /** A program manager counts goals and check-ins; the client's words are not his to read, so he has only these columns. */
  private async goals(db: QueryRunner): Promise<void> {
    for (const table of ['goals', 'goal_pauses', 'goal_commitments', 'goal_check_ins']) {
      await db.query(`
        grant select, insert on app.${table} to app_peer_specialist, app_supervisor;
        grant select on app.${table} to app_clinician, app_privacy_officer;
        create policy theirs on app.${table} for select to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
        create policy center on app.${table} for select to app_program_manager, app_privacy_officer using (true);
        create policy add on app.${table} for insert to app_peer_specialist, app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
      `);
    }
    await db.query(`
      grant update on app.goals, app.goal_pauses to app_peer_specialist, app_supervisor;
      create policy change on app.goals for update to app_peer_specialist, app_supervisor using (client_id = any ((select app.my_clients())::uuid[]));
      create policy resume on app.goal_pauses for update to app_peer_specialist, app_supervisor using (client_id = any ((select app.my_clients())::uuid[]));
      grant select (id, client_id, domain, status, agreed_on, ended_on, created_at, version) on app.goals to app_program_manager;
      grant select (id, goal_id, client_id, checked_on, kept, created_at) on app.goal_check_ins to app_program_manager;
    `);
  }

  /**
   * A draft is its author's until it is signed, even when the client moves on meanwhile: an unfinished note must not be
   * lost. For the same reason its supervisor keeps what still awaits him.
   */
  private async notes(db: QueryRunner): Promise<void> {
    await db.query(`
      grant select on app.session_notes to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      -- "is true": an index is not to be chosen by whom the caller may see (thousands of notes, read to be sorted), but by
      -- what he asks for.
      create policy theirs on app.session_notes for select to app_peer_specialist
        using (status <> 'draft' and (client_id = any ((select app.my_clients())::uuid[])) is true
               or (status = 'draft' or id = (select app.concluding())) and author_id = any ((select app.my_specialists())::uuid[]));
      create policy team on app.session_notes for select to app_supervisor
        using ((client_id = any ((select app.my_clients())::uuid[])) is true
               or (status in ('draft', 'pending-cosignature') or id = (select app.concluding())) and author_id = any ((select app.my_specialists())::uuid[]));
      create policy care_team on app.session_notes for select to app_clinician
        using (status <> 'draft' and client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.session_notes for select to app_program_manager, app_privacy_officer using (true);

      grant insert, update on app.session_notes to app_peer_specialist;
      grant update (status, version, returned_at, signed_at) on app.session_notes to app_supervisor;
      create policy write_own on app.session_notes for insert to app_peer_specialist
        with check (status = 'draft' and author_id = any ((select app.my_specialists())::uuid[]) and client_id = any ((select app.my_clients())::uuid[]));
      create policy change_own on app.session_notes for update to app_peer_specialist
        using (status = 'draft' and author_id = any ((select app.my_specialists())::uuid[])) with check (author_id = any ((select app.my_specialists())::uuid[]));
      create policy review on app.session_notes for update to app_supervisor
        using (client_id = any ((select app.my_clients())::uuid[])
               or status in ('draft', 'pending-cosignature') and author_id = any ((select app.my_specialists())::uuid[])) with check (true);

      grant select, insert, update on app.session_note_texts to app_peer_specialist;
      grant select on app.session_note_texts to app_supervisor, app_clinician;
      -- What was never signed is its author's alone, even when it was voided.
      create policy theirs on app.session_note_texts for select to app_peer_specialist
        using (exists (select from app.session_notes n where n.id = note_id and (n.signed_at is not null or n.author_id = any ((select app.my_specialists())::uuid[]))));
      create policy signed on app.session_note_texts for select to app_supervisor, app_clinician
        using (exists (select from app.session_notes n where n.id = note_id and n.signed_at is not null));
      create policy write_own on app.session_note_texts for insert to app_peer_specialist
        with check (exists (select from app.session_notes n where n.id = note_id and n.client_id = session_note_texts.client_id and n.author_id = any ((select app.my_specialists())::uuid[])));
      create policy change_own on app.session_note_texts for update to app_peer_specialist
        using (exists (select from app.session_notes n where n.id = note_id and n.author_id = any ((select app.my_specialists())::uuid[])));

      grant select, insert, delete on app.session_note_goals to app_peer_specialist;
      grant select on app.session_note_goals to app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      create policy theirs on app.session_note_goals for select to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer
        using (exists (select from app.session_notes n where n.id = note_id));
      create policy write_own on app.session_note_goals for insert to app_peer_specialist
        with check (exists (select from app.session_notes n where n.id = note_id and n.client_id = session_note_goals.client_id and n.author_id = any ((select app.my_specialists())::uuid[])));
      create policy drop_own on app.session_note_goals for delete to app_peer_specialist
        using (exists (select from app.session_notes n where n.id = note_id and n.author_id = any ((select app.my_specialists())::uuid[])));
    `);
    for (const table of ['session_notes', 'session_note_texts', 'session_note_goals', 'session_note_signatures', 'session_note_addenda']) {
      await db.query(`grant select on app.${table} to app_auditor; create policy verify on app.${table} for select to app_auditor using (true)`);
    }
    await db.query(`
      create policy signs_own on app.session_note_signatures as restrictive for insert to app_peer_specialist with check (kind = 'author' and account_id = (select app.account_id()));
      create policy cosigns on app.session_note_signatures as restrictive for insert to app_supervisor with check (kind = 'cosigner' and account_id = (select app.account_id()));
    `);
    for (const table of ['session_note_signatures', 'session_note_returns', 'session_note_addenda', 'session_note_voids']) {
      const readers = table === 'session_note_addenda' ? 'app_clinician' : 'app_clinician, app_program_manager, app_privacy_officer';
      await db.query(`
        grant select, insert on app.${table} to app_peer_specialist, app_supervisor;
        grant select on app.${table} to ${readers};
        create policy theirs on app.${table} for select to app_peer_specialist, app_supervisor, ${readers}
          using (exists (select from app.session_notes n where n.id = note_id));
        create policy add on app.${table} for insert to app_peer_specialist, app_supervisor
          with check (exists (select from app.session_notes n where n.id = note_id and n.client_id = ${table}.client_id));
      `);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    const policies: { name: string; on: string }[] = await db.query(`
      select quote_ident(policyname) as name, format('%I.%I', schemaname, tablename) as on from pg_policies
       where schemaname = 'app' and tablename in ('peer_specialists', 'credentials', 'supervisions', 'programs', 'program_leads', 'clients',
         'client_contact_points', 'client_identifiers', 'assignments', 'care_team_members', 'episodes', 'stays')
          or schemaname = 'app' and (tablename like 'goal%' or tablename like 'session\\_note%')`);
    for (const { name, on } of policies) await db.query(`drop policy ${name} on ${on}`);
    const tables: { name: string }[] = await db.query(`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname = 'app' and (tablename in ('peer_specialists', 'credentials', 'supervisions', 'programs', 'program_leads', 'clients',
         'client_contact_points', 'client_identifiers', 'assignments', 'care_team_members', 'episodes', 'stays')
          or tablename like 'goal%' or tablename like 'session\\_note%')`);
    for (const { name } of tables)
      await db.query(
        `revoke all on ${name} from app_staff, app_authz, app_auditor, app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer, app_administrator`,
      );
    await db.query(`drop function app.concluding(), app.caseload_size(uuid, timestamptz), app.likely_duplicates(text, text, date, jsonb), app.specialist_name(uuid),
                    app.specialist_of(uuid), app.look(), app.my_clients(), app.my_specialists(), app.reckon_clients(), app.reckon_specialists(), app.enter(bytea, interval), app.session_of(bytea, interval)`);
  }
}
