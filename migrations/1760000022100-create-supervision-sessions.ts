import type { MigrationInterface, QueryRunner } from 'typeorm';

const SIDES = 'app_peer_specialist, app_supervisor';
const OF_MY_TEAM = 'peer_specialist_id = any ((select app.my_specialists())::uuid[])';
const HELD_BY_ME = 'supervisor_id = (select app.account_id())';
const ofSession = (mine: string) => `exists (select from app.supervision_sessions s where s.id = session_id and s.${mine})`;

/**
 * Sessions of supervision, each of one specialist. Who supervises him now and the center's offices see that it was; what was
 * said is for the two who sat there, and lies in tables of its own.
 */
export class CreateSupervisionSessions1760000022100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // What is held at once with several begins for all of them at the same moment, and is one thing; everything else is by itself.
    await db.query(`
      create table app.supervision_sessions (
        id uuid primary key,
        peer_specialist_id uuid not null constraint supervision_sessions_specialist references app.peer_specialists,
        supervisor_id uuid not null constraint supervision_sessions_supervisor references app.accounts,
        kind text not null constraint supervision_sessions_kind check (kind in ('individual', 'group', 'field-observation')),
        started_at timestamptz(3) not null,
        ended_at timestamptz(3) not null,
        minutes integer not null generated always as (floor(extract(epoch from ended_at - started_at) / 60)) stored,
        competencies text[] not null,
        status text not null constraint supervision_sessions_known_status check (status in ('draft', 'partly-signed', 'complete', 'voided')),
        completed_at timestamptz(3),
        voided_at timestamptz(3),
        voided_by uuid constraint supervision_sessions_voider references app.accounts,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint supervision_sessions_period check (ended_at > started_at and ended_at - started_at <= interval '12 hours'),
        constraint supervision_sessions_void check ((voided_at is null) = (status <> 'voided') and (voided_at is null) = (voided_by is null)),
        constraint supervision_sessions_specialist_once exclude using gist (peer_specialist_id with =, tstzrange(started_at, ended_at) with &&) where (status <> 'voided'),
        constraint supervision_sessions_supervisor_once exclude using gist (supervisor_id with =, tstzrange(started_at, ended_at) with &&,
          (case kind when 'group' then (extract(epoch from started_at at time zone 'UTC') * 1000)::bigint else uuid_hash_extended(id, 22) end) with <>) where (status <> 'voided')
      );
      create index supervision_sessions_by_specialist on app.supervision_sessions (peer_specialist_id, started_at desc) include (status, minutes);
      create index supervision_sessions_by_supervisor on app.supervision_sessions (supervisor_id, id desc);
      call app.protect('app.supervision_sessions');
      create trigger takes_turns before insert or update of started_at, ended_at, kind on app.supervision_sessions
        for each row execute function app.takes_turns('supervisor_id', 'peer_specialist_id');

      create table app.supervision_session_texts (
        session_id uuid primary key constraint supervision_session_texts_session references app.supervision_sessions,
        summary text not null,
        void_reason text
      );
      call app.protect('app.supervision_session_texts', versioned => false);

      create table app.supervision_action_items (
        id uuid primary key,
        session_id uuid not null constraint supervision_action_items_session references app.supervision_sessions,
        position integer not null,
        what text not null,
        due_on date,
        done_at timestamptz(3),
        done_by uuid constraint supervision_action_items_doer references app.accounts,
        version integer not null,
        constraint supervision_action_items_done check ((done_at is null) = (done_by is null))
      );
      create index supervision_action_items_by_session on app.supervision_action_items (session_id, position);
      alter table app.supervision_action_items enable row level security;
      alter table app.supervision_action_items force row level security;
      create constraint trigger recorded after insert or update or delete on app.supervision_action_items
        deferrable initially deferred for each row execute function app.must_be_recorded();
      create trigger version_rises before update on app.supervision_action_items for each row execute function app.version_must_rise();

      create table app.supervision_session_signatures (
        id uuid primary key,
        session_id uuid not null constraint supervision_session_signatures_session references app.supervision_sessions,
        side text not null constraint supervision_session_signatures_side check (side in ('supervisor', 'peer-specialist')),
        account_id uuid not null constraint supervision_session_signatures_account references app.accounts,
        name text not null,
        signed_at timestamptz(3) not null,
        content_hash bytea not null,
        constraint supervision_session_signatures_once unique (session_id, side)
      );
      call app.protect('app.supervision_session_signatures', versioned => false);
      create trigger final before update on app.supervision_session_signatures for each row execute function app.is_append_only();
    `);
    await this.rules(db);
    await this.access(db);
  }

  /** What nobody slips past. */
  private async rules(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.supervision_session_moves_as_ruled() returns trigger language plpgsql as $$
      begin
        if new.status <> old.status and (old.status, new.status) not in (
          ('draft', 'partly-signed'), ('partly-signed', 'complete'), ('draft', 'voided'), ('partly-signed', 'voided'), ('complete', 'voided'))
          or old.status = 'voided' then
          raise exception using errcode = '23514', constraint = 'supervision_sessions_status', message = 'a supervision session does not move that way';
        end if;
        if (new.id, new.peer_specialist_id, new.supervisor_id, new.created_at) is distinct from (old.id, old.peer_specialist_id, old.supervisor_id, old.created_at)
          or old.status <> 'draft' and (new.kind, new.started_at, new.ended_at, new.competencies) is distinct from (old.kind, old.started_at, old.ended_at, old.competencies)
          or old.completed_at is not null and new.completed_at is distinct from old.completed_at then
          raise exception using errcode = '23514', constraint = 'supervision_sessions_immutable', message = 'a signed session of supervision never changes';
        end if;
        return new;
      end $$;
      create trigger moves_as_ruled before update on app.supervision_sessions for each row execute function app.supervision_session_moves_as_ruled();

      -- Whether something was done, and why a session was voided, is said afterwards. Security definer: whether the session is
      -- a draft must not depend on who may see it.
      create function app.supervision_words_are_draft() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      declare
        afterwards constant text[] := array['void_reason', 'done_at', 'done_by', 'version'];
      begin
        if tg_op = 'UPDATE' and to_jsonb(new) - afterwards = to_jsonb(old) - afterwards then
          return new;
        end if;
        if (select status from app.supervision_sessions where id = coalesce(new.session_id, old.session_id)) <> 'draft'
          or tg_op = 'UPDATE' and new.session_id <> old.session_id then
          raise exception using errcode = '23514', constraint = 'supervision_sessions_immutable', message = 'a signed session of supervision never changes';
        end if;
        return coalesce(new, old);
      end $$;
      create trigger only_while_draft before insert or update or delete on app.supervision_session_texts for each row execute function app.supervision_words_are_draft();
      create trigger only_while_draft before insert or update or delete on app.supervision_action_items for each row execute function app.supervision_words_are_draft();

      grant create on schema app to app_authz;
      alter function app.supervision_words_are_draft() owner to app_authz;
      revoke create on schema app from app_authz;
      grant select (id, status) on app.supervision_sessions to app_authz;
      create policy decide on app.supervision_sessions for select to app_authz using (true);
    `);
  }

  private async access(db: QueryRunner): Promise<void> {
    await db.query(`
      grant select on app.supervision_sessions to ${SIDES}, app_program_manager, app_privacy_officer;
      grant insert, update on app.supervision_sessions to app_supervisor;
      grant update (status, completed_at, version) on app.supervision_sessions to app_peer_specialist;
      create policy team on app.supervision_sessions for select to ${SIDES} using (${OF_MY_TEAM} or ${HELD_BY_ME});
      create policy center on app.supervision_sessions for select to app_program_manager, app_privacy_officer using (true);
      create policy hold on app.supervision_sessions for insert to app_supervisor with check (${HELD_BY_ME} and ${OF_MY_TEAM});
      create policy change on app.supervision_sessions for update to app_supervisor using (${HELD_BY_ME});
      create policy sign on app.supervision_sessions for update to app_peer_specialist using (${OF_MY_TEAM});

      grant select on app.supervision_session_texts, app.supervision_action_items to ${SIDES};
      grant insert on app.supervision_session_texts to app_supervisor;
      grant update (summary, void_reason) on app.supervision_session_texts to app_supervisor;
      grant insert, delete on app.supervision_action_items to app_supervisor;
      grant update (done_at, done_by, version) on app.supervision_action_items to ${SIDES};
      grant select on app.supervision_session_signatures to ${SIDES}, app_privacy_officer;
      grant insert on app.supervision_session_signatures to ${SIDES};
      create policy theirs on app.supervision_session_signatures for select to ${SIDES} using (exists (select from app.supervision_sessions s where s.id = session_id));
      create policy center on app.supervision_session_signatures for select to app_privacy_officer using (true);
    `);
    for (const [role, mine] of [
      ['app_supervisor', HELD_BY_ME],
      ['app_peer_specialist', OF_MY_TEAM],
    ] as const)
      await db.query(`
        create policy said_to_${role} on app.supervision_session_texts for select to ${role} using (${ofSession(mine)});
        create policy agreed_with_${role} on app.supervision_action_items for select to ${role} using (${ofSession(mine)});
        create policy done_by_${role} on app.supervision_action_items for update to ${role} using (${ofSession(mine)});
        create policy signed_by_${role} on app.supervision_session_signatures for insert to ${role}
          with check (account_id = (select app.account_id()) and side = '${role === 'app_supervisor' ? 'supervisor' : 'peer-specialist'}' and ${ofSession(mine)});
      `);
    await db.query(`
      create policy write on app.supervision_session_texts for insert to app_supervisor with check (${ofSession(HELD_BY_ME)});
      create policy change on app.supervision_session_texts for update to app_supervisor using (${ofSession(HELD_BY_ME)});
      create policy write on app.supervision_action_items for insert to app_supervisor with check (${ofSession(HELD_BY_ME)});
      create policy replace on app.supervision_action_items for delete to app_supervisor using (${ofSession(HELD_BY_ME)});
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table app.supervision_session_signatures, app.supervision_action_items, app.supervision_session_texts, app.supervision_sessions;
      drop function app.supervision_words_are_draft(), app.supervision_session_moves_as_ruled();
    `);
  }
}
