import type { MigrationInterface, QueryRunner } from 'typeorm';

const OF_CLIENTS = `select c.relname as name from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
  and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped) order by c.relname`;

/** Words and goals of a note are fixed by a trigger of their own, which looks at the note as somebody else than who deletes. */
const DRAFTED = ['session_note_texts', 'session_note_goals'];
const draftTrigger = (table: string, only = '') =>
  `create trigger only_while_draft before insert or update or delete on app.${table} for each row ${only} execute function app.session_note_content_is_draft()`;

/**
 * Every table with rows of clients lets the purge delete them, and takes no new ones of a client whose record was destroyed.
 * A table that comes later gets this with \`app.protect\`, and the server does not start over one that has not. Requests
 * come to these tables in many orders, so each is locked by itself: no transaction is around them all.
 */
export class LetThePurgeThrough1760000039300 implements MigrationInterface {
  transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace procedure app.open_to_purge(target regclass) language plpgsql as $$
      begin
        execute format('grant select, delete on %s to app_purger', target);
        execute format('drop policy if exists destroy on %s', target);
        execute format('create policy destroy on %s to app_purger using (true)', target);
        execute format('drop trigger if exists not_of_purged on %s', target);
        execute format('create trigger not_of_purged after insert on %s for each row execute function app.not_of_purged()', target);
      end $$;
      revoke execute on procedure app.open_to_purge(regclass) from public;
    `);
    const tables: { name: string }[] = await db.query(OF_CLIENTS);
    for (const { name } of tables) await db.query(`call app.open_to_purge('app.${name}')`);
    for (const table of DRAFTED) await db.query(`drop trigger only_while_draft on app.${table}; ${draftTrigger(table, `when (current_user <> 'app_purger')`)}`);
    await db.query(`
      grant select, update on app.clients to app_purger;
      drop policy if exists destroy on app.clients;
      create policy destroy on app.clients to app_purger using (true);
      grant update on app.consents, app.legal_orders to app_purger;
      revoke delete on app.disclosures from app_purger;
    `);
    await db.query(`
      create or replace function app.active_consent_stays() returns trigger language plpgsql as $$
      declare
        ending constant text[] := '{status,version,ended_at,ended_by,revoked_how,revoke_reason}';
      begin
        -- What the accounting of disclosures rests on stays as an empty row.
        if current_user = 'app_purger' then
          return new;
        end if;
        if old.status <> 'draft' and (to_jsonb(old) - ending is distinct from to_jsonb(new) - ending
             or new.status is distinct from old.status and not (old.status = 'active' and new.status in ('revoked', 'superseded'))
             or old.status <> 'active') then
          raise exception using errcode = 'PX502', message = 'a consent that was activated does not change';
        end if;
        return new;
      end $$;
      create policy not_purged on app.consents as restrictive for select to app_staff using (exists (select from app.clients c where c.id = client_id));
      create policy not_purged on app.legal_orders as restrictive for select to app_staff
        using (client_id is null or exists (select from app.clients c where c.id = client_id));

      -- Wraps what is there, whoever made it last.
      alter procedure app.protect(regclass, boolean) rename to protect_rows;
      create procedure app.protect(target regclass, versioned boolean default true) language plpgsql as $$
      begin
        call app.protect_rows(target, versioned);
        if exists (select from pg_attribute where attrelid = target and attname = 'client_id' and not attisdropped) then
          call app.open_to_purge(target);
        end if;
      end $$;
      revoke execute on procedure app.protect(regclass, boolean) from public;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop procedure app.protect(regclass, boolean);
      alter procedure app.protect_rows(regclass, boolean) rename to protect;
      drop policy not_purged on app.consents;
      drop policy not_purged on app.legal_orders;
      create or replace function app.active_consent_stays() returns trigger language plpgsql as $$
      declare
        ending constant text[] := '{status,version,ended_at,ended_by,revoked_how,revoke_reason}';
      begin
        if old.status <> 'draft' and (to_jsonb(old) - ending is distinct from to_jsonb(new) - ending
             or new.status is distinct from old.status and not (old.status = 'active' and new.status in ('revoked', 'superseded'))
             or old.status <> 'active') then
          raise exception using errcode = 'PX502', message = 'a consent that was activated does not change';
        end if;
        return new;
      end $$;
      revoke update on app.consents, app.legal_orders from app_purger;
      drop policy destroy on app.clients;
      revoke select, update on app.clients from app_purger;
    `);
    for (const table of DRAFTED) await db.query(`drop trigger only_while_draft on app.${table}; ${draftTrigger(table)}`);
    const tables: { name: string }[] = await db.query(OF_CLIENTS);
    for (const { name } of tables)
      await db.query(`drop trigger not_of_purged on app.${name}; drop policy destroy on app.${name}; revoke select, delete on app.${name} from app_purger`);
    await db.query(`drop procedure app.open_to_purge(regclass)`);
  }
}
