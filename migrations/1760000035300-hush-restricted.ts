import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stands in each function's condition besides, where somebody is hidden from whoever asks. */
type Besides = { client(column: string): string };
const NOBODY_HIDDEN: Besides = { client: () => '' };
const HIDING: Besides = { client: (column) => ` and ${column} <> all (app.hidden_clients())` };

const functions = ({ client }: Besides) => `
      create or replace function app.likely_duplicates(given text, family text, born date, known_as jsonb) returns uuid[] language sql stable security definer set search_path = app, pg_temp
        return array(select id from app.clients where lower(family_name) = lower(family) and lower(given_name) = lower(given) and birth_date = born${client('id')}
          union select i.client_id from app.client_identifiers i join jsonb_to_recordset(known_as) k (system text, value text) on i.system = k.system and i.value = k.value
           where i.ended_at is null${client('i.client_id')}
          union select i.client_id from app.client_identifiers i join jsonb_to_recordset(known_as) k (system text, index text) on i.system = k.system and i.value_index = decode(k.index, 'hex')
           where i.ended_at is null${client('i.client_id')});

      create or replace function app.group_size(series uuid) returns integer language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return (select count(*) from app.group_members m where m.series_id = series and (m.ends_at is null or m.ends_at > now())${client('m.client_id')});
      end $$;

      create or replace function app.group_faces(series uuid, clients uuid[]) returns table (client_id uuid, code text, name text)
        language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return query select c.id, c.code, coalesce(c.preferred_name, c.given_name) from app.clients c
          where c.id = any (clients)${client('c.id')} and (c.id = any (app.my_clients()) or series = any (app.my_groups()) and (
            exists (select from app.group_members m where m.series_id = series and m.client_id = c.id)
            or exists (select from app.group_attendances a join app.group_sessions s on s.id = a.session_id where s.series_id = series and a.client_id = c.id)));
      end $$;

      create or replace function app.group_names_in(session uuid, about uuid, texts jsonb) returns table (field text, word text)
        language plpgsql stable security definer set search_path = app, pg_temp as $$
      declare
        gap constant text := '[^[:alnum:]]+';
      begin
        return query
          with said as (
            select t.key, ' ' || btrim(regexp_replace(lower(t.value), gap, ' ', 'g')) || ' ' as words from jsonb_each_text(texts) t where t.value is not null),
          people as (
            select c.code, concat_ws(' ', c.given_name, c.family_name, c.preferred_name) as names
              from app.group_sessions s join app.clients c on exists (select from app.group_members m where m.series_id = s.series_id and m.client_id = c.id)
                                                           or exists (select from app.group_attendances a where a.session_id = s.id and a.client_id = c.id)
             where s.id = session and s.series_id = any (app.my_groups()) and c.id is distinct from about${client('c.id')}),
          called as (
            select btrim(regexp_replace(lower(p.code), gap, ' ', 'g')) as name from people p
            union select regexp_split_to_table(lower(p.names), gap) from people p)
          select distinct s.key, c.name from said s join called c on length(c.name) > 1 and strpos(s.words, ' ' || c.name || ' ') > 0 order by 1, 2;
      end $$;

      create or replace function app.group_answered(session uuid) returns uuid[] language plpgsql stable security definer set search_path = app, pg_temp as $$
      begin
        return array(select distinct n.client_id from app.session_notes n join app.group_sessions s on s.id = n.group_session_id
                      where n.group_session_id = session and n.status <> 'voided'${client('n.client_id')} and s.series_id = any (app.my_groups()));
      end $$;

      create or replace function app.similar_notes(note uuid, author uuid, drawn integer[]) returns uuid[] language sql stable security definer set search_path = app, pg_temp as $$
        select array(
          select earlier.note_id
            from (select s.note_id, s.sketch from app.session_note_sketches s join app.session_notes n on n.id = s.note_id and n.status <> 'voided'
                   where s.author_id = author and s.author_id = any (app.my_specialists()) and s.note_id <> note${client('s.client_id')} order by s.note_id desc limit 100) earlier
           where (select count(*) from unnest(earlier.sketch, drawn) as pair (theirs, ours) where pair.theirs = pair.ours) >= 26
           order by earlier.note_id desc) $$;

      create or replace function app.is_own(made uuid) returns boolean language sql stable security definer set search_path = app, pg_temp
        as $$ select exists (select from app.session_notes n where n.id = made and n.author_id = any (app.my_specialists())${client('n.client_id')})
                  or exists (select from app.goal_check_ins c where c.id = made and c.recorded_by = app.account_id()${client('c.client_id')}) $$;
`;

/**
 * What is told beside row security says nothing of a restricted client either: no likely duplicate, no face in a group, no
 * name that is missed. How full a caseload, a group's room and a bed are does not depend on who asks, and stays as it is.
 */
export class HushRestricted1760000035300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(functions(HIDING));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(functions(NOBODY_HIDDEN));
  }
}
