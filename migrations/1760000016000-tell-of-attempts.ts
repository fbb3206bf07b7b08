import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a session did not take place, and what was to be thought about in a note's words; a POST of many things keeps one outcome for each. */
export class TellOfAttempts1760000016000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // In the order in which requests come to these tables, so that they wait for one another and not in a ring.
    await db.query(`lock table app.session_notes in share row exclusive mode`);
    // Which words stand in a note cannot be read from its sketch; that two notes have almost the same ones can.
    await db.query(`
      create table app.session_note_sketches (
        note_id uuid primary key constraint session_note_sketches_note references app.session_notes,
        client_id uuid not null constraint session_note_sketches_client references app.clients,
        author_id uuid not null constraint session_note_sketches_author references app.peer_specialists,
        sketch integer[] not null constraint session_note_sketches_size check (cardinality(sketch) = 32)
      );
      create index session_note_sketches_by_author on app.session_note_sketches (author_id, note_id desc);
      call app.protect('app.session_note_sketches', versioned => false);

      grant insert, update (sketch) on app.session_note_sketches to app_peer_specialist;
      grant select on app.session_note_sketches to app_peer_specialist, app_authz;
      create policy decide on app.session_note_sketches for select to app_authz using (true);
      create policy own on app.session_note_sketches for select to app_peer_specialist using (author_id = any ((select app.my_specialists())::uuid[]));
      create policy write_own on app.session_note_sketches for insert to app_peer_specialist
        with check (exists (select from app.session_notes n where n.id = note_id and n.client_id = session_note_sketches.client_id
                              and n.author_id = session_note_sketches.author_id and n.author_id = any ((select app.my_specialists())::uuid[])));
      create policy change_own on app.session_note_sketches for update to app_peer_specialist using (author_id = any ((select app.my_specialists())::uuid[]));

      -- Those of an author's last hundred notes that have at least four fifths of their words in common with this one.
      create function app.similar_notes(note uuid, author uuid, drawn integer[]) returns uuid[] language sql stable security definer set search_path = app, pg_temp as $$
        select array(
          select earlier.note_id
            from (select s.note_id, s.sketch from app.session_note_sketches s join app.session_notes n on n.id = s.note_id and n.status <> 'voided'
                   where s.author_id = author and s.author_id = any (app.my_specialists()) and s.note_id <> note order by s.note_id desc limit 100) earlier
           where (select count(*) from unnest(earlier.sketch, drawn) as pair (theirs, ours) where pair.theirs = pair.ours) >= 26
           order by earlier.note_id desc) $$;
    `);
    await db.query(`alter table app.session_note_texts add column reason text, add column hints jsonb not null default '[]'`);
    await db.query(`alter table app.idempotency_keys add column results jsonb`);
    await db.query(`
      grant create on schema app to app_authz;
      alter function app.similar_notes(uuid, uuid, integer[]) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.similar_notes(uuid, uuid, integer[]) from public;
      grant execute on function app.similar_notes(uuid, uuid, integer[]) to app_peer_specialist;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop function app.similar_notes(uuid, uuid, integer[])`);
    await db.query(`drop table app.session_note_sketches`);
    await db.query(`alter table app.idempotency_keys drop column results`);
    await db.query(`alter table app.session_note_texts drop column reason, drop column hints`);
  }
}
