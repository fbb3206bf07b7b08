import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sessions and the notes about them. The narrow row carries what lists and reports count; the words lie beside it, under
 * row security of their own. What was signed never changes: the triggers hold it against the application itself.
 */
export class CreateSessionNotes1760000007000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.session_notes (
        id uuid primary key,
        client_id uuid not null constraint session_notes_client references app.clients,
        author_id uuid not null constraint session_notes_author references app.peer_specialists,
        program_code text constraint session_notes_program references app.programs,
        started_at timestamptz(3) not null,
        ended_at timestamptz(3) not null,
        service_on date not null,
        minutes integer not null generated always as (floor(extract(epoch from ended_at - started_at) / 60)) stored,
        outcome text not null constraint session_notes_outcome check (outcome in ('completed', 'no-show', 'client-cancelled', 'staff-cancelled', 'unreachable')),
        modality text not null constraint session_notes_modality check (modality in ('in-person', 'phone', 'video', 'text', 'online-forum')),
        place text not null,
        purposes text[] not null,
        status text not null constraint session_notes_status check (status in ('draft', 'signed', 'pending-cosignature', 'cosigned', 'voided')),
        cosignature_required boolean,
        late_entry boolean,
        late_reason text,
        signed_at timestamptz(3),
        returned_at timestamptz(3),
        created_at timestamptz(3) not null,
        version integer not null,
        constraint session_notes_period check (ended_at > started_at and ended_at - started_at <= interval '12 hours'),
        constraint session_notes_signed check ((signed_at is null) = (status = 'draft') or status = 'voided'),
        constraint session_notes_author_once exclude using gist (author_id with =, tstzrange(started_at, ended_at) with &&) where (outcome = 'completed' and status <> 'voided'),
        constraint session_notes_client_once exclude using gist (client_id with =, tstzrange(started_at, ended_at) with &&) where (outcome = 'completed' and status <> 'voided')
      );
      create index session_notes_by_client on app.session_notes (client_id, started_at desc) include (outcome, status, minutes, author_id);
      create index session_notes_by_author on app.session_notes (author_id, started_at desc) include (client_id, outcome, status, minutes, signed_at, ended_at);
      create index session_notes_by_author_page on app.session_notes (author_id, id desc);
      create index session_notes_by_client_page on app.session_notes (client_id, id desc) include (author_id, status, started_at);
      create index session_notes_unfinished on app.session_notes (author_id, ended_at) include (client_id, status, returned_at) where status in ('draft', 'pending-cosignature');
      alter table app.session_notes set (autovacuum_vacuum_insert_scale_factor = 0.02);
      call app.protect('app.session_notes');

      create table app.session_note_texts (
        note_id uuid primary key constraint session_note_texts_note references app.session_notes,
        client_id uuid not null constraint session_note_texts_client references app.clients,
        intervention text,
        response text,
        plan text
      );
      call app.protect('app.session_note_texts', versioned => false);

      create table app.session_note_goals (
        note_id uuid not null constraint session_note_goals_note references app.session_notes,
        goal_id uuid not null constraint session_note_goals_goal references app.goals,
        client_id uuid not null constraint session_note_goals_client references app.clients,
        primary key (note_id, goal_id)
      );
      create index session_note_goals_by_goal on app.session_note_goals (goal_id);
      alter table app.session_note_goals enable row level security;
      alter table app.session_note_goals force row level security;
      create constraint trigger recorded after insert or update or delete on app.session_note_goals
        deferrable initially deferred for each row execute function app.must_be_recorded();

      create table app.session_note_signatures (
        id uuid primary key,
        note_id uuid not null constraint session_note_signatures_note references app.session_notes,
        client_id uuid not null constraint session_note_signatures_client references app.clients,
        kind text not null constraint session_note_signatures_kind check (kind in ('author', 'cosigner')),
        account_id uuid not null constraint session_note_signatures_account references app.accounts,
        name text not null,
        credential text,
        signed_at timestamptz(3) not null,
        content_hash bytea not null
      );
      create index session_note_signatures_by_note on app.session_note_signatures (note_id, signed_at);
      call app.protect('app.session_note_signatures', versioned => false);

      create table app.session_note_returns (
        id uuid primary key,
        note_id uuid not null constraint session_note_returns_note references app.session_notes,
        client_id uuid not null constraint session_note_returns_client references app.clients,
        reason text not null,
        returned_by uuid not null constraint session_note_returns_returner references app.accounts,
        returned_at timestamptz(3) not null
      );
      create index session_note_returns_by_note on app.session_note_returns (note_id, returned_at);
      call app.protect('app.session_note_returns', versioned => false);

      create table app.session_note_addenda (
        id uuid primary key,
        note_id uuid not null constraint session_note_addenda_note references app.session_notes,
        client_id uuid not null constraint session_note_addenda_client references app.clients,
        text text not null,
        reason text not null,
        added_by uuid not null constraint session_note_addenda_adder references app.accounts,
        content_hash bytea not null,
        created_at timestamptz(3) not null
      );
      create index session_note_addenda_by_note on app.session_note_addenda (note_id, id);
      call app.protect('app.session_note_addenda', versioned => false);

      create table app.session_note_voids (
        note_id uuid primary key constraint session_note_voids_note references app.session_notes,
        client_id uuid not null constraint session_note_voids_client references app.clients,
        reason text not null,
        voided_by uuid not null constraint session_note_voids_voider references app.accounts,
        voided_at timestamptz(3) not null
      );
      call app.protect('app.session_note_voids', versioned => false);
    `);
    await db.query(`
      create function app.session_note_moves_as_ruled() returns trigger language plpgsql as $$
      begin
        if new.status <> old.status and (old.status, new.status) not in (
          ('draft', 'signed'), ('draft', 'pending-cosignature'), ('pending-cosignature', 'cosigned'), ('pending-cosignature', 'draft'),
          ('signed', 'voided'), ('pending-cosignature', 'voided'), ('cosigned', 'voided'), ('draft', 'voided')) then
          raise exception using errcode = '23514', constraint = 'session_notes_status', message = 'a session note does not move that way';
        end if;
        if (new.id, new.client_id, new.author_id, new.created_at) is distinct from (old.id, old.client_id, old.author_id, old.created_at)
          or old.status <> 'draft' and (new.program_code, new.started_at, new.ended_at, new.service_on, new.outcome, new.modality, new.place, new.purposes)
             is distinct from (old.program_code, old.started_at, old.ended_at, old.service_on, old.outcome, old.modality, old.place, old.purposes) then
          raise exception using errcode = '23514', constraint = 'session_notes_immutable', message = 'a signed note never changes';
        end if;
        return new;
      end $$;
      create trigger moves_as_ruled before update on app.session_notes for each row execute function app.session_note_moves_as_ruled();

      -- Security definer: whether the note is a draft must not depend on who may see it.
      create function app.session_note_content_is_draft() returns trigger language plpgsql security definer set search_path = app, pg_temp as $$
      begin
        if (select status from app.session_notes where id = coalesce(new.note_id, old.note_id)) <> 'draft'
          or tg_op = 'UPDATE' and new.note_id <> old.note_id then
          raise exception using errcode = '23514', constraint = 'session_notes_immutable', message = 'a signed note never changes';
        end if;
        return coalesce(new, old);
      end $$;
      create trigger only_while_draft before insert or update or delete on app.session_note_texts for each row execute function app.session_note_content_is_draft();
      create trigger only_while_draft before insert or update or delete on app.session_note_goals for each row execute function app.session_note_content_is_draft();

      create function app.is_final() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = '23514', constraint = 'session_notes_immutable', message = format('rows of %s never change', tg_table_name);
      end $$;
      create trigger final before update on app.session_note_signatures for each row execute function app.is_final();
      create trigger final before update on app.session_note_returns for each row execute function app.is_final();
      create trigger final before update on app.session_note_addenda for each row execute function app.is_final();
      create trigger final before update on app.session_note_voids for each row execute function app.is_final();
      grant create on schema app to app_authz;
      alter function app.session_note_content_is_draft() owner to app_authz;
      revoke create on schema app from app_authz;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.session_note_voids, app.session_note_addenda, app.session_note_returns, app.session_note_signatures,
                    app.session_note_goals, app.session_note_texts, app.session_notes`);
    await db.query(`drop function app.is_final(), app.session_note_content_is_draft(), app.session_note_moves_as_ruled()`);
  }
}
