import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How to reach somebody whom a held line describes, and what others call him. What is left in `content` names him and has the
 * index of each identifier, by which a duplicate is found.
 */
export class SealImportLines1760000033200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.import_lines add contacts_sealed bytea`);
    await this.changing(
      db,
      `update app.import_lines set contacts_sealed = decode(content ->> 'contactsSealed', 'hex'), content = content - 'contactsSealed' where content ? 'contactsSealed'`,
    );
    await db.query(`
      alter table app.import_lines add constraint import_lines_sealed check (contacts_sealed is null or content is not null);
      create index import_lines_plain on app.import_lines (id) where content ? 'contactPoints';
      grant update (contacts_sealed) on app.import_lines to app_supervisor, app_program_manager;
      call app.reseals('app.import_lines', 'contacts_sealed');
      revoke select (client_id) on app.import_lines from app_worker;
      grant select (content), update (content, version) on app.import_lines to app_worker;

      -- What is forgotten is forgotten whole, whoever forgets it.
      create function app.forget_contacts() returns trigger language plpgsql as $$
      begin
        if new.content is null then
          new.contacts_sealed := null;
        end if;
        return new;
      end $$;
      create trigger contacts_forgotten before update on app.import_lines for each row execute function app.forget_contacts();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger contacts_forgotten on app.import_lines;
      drop function app.forget_contacts();
      drop policy reseal on app.import_lines;
      drop policy reseal_anew on app.import_lines;
      revoke select (id, version, contacts_sealed, content), update (contacts_sealed, content, version) on app.import_lines from app_worker;
      drop index app.import_lines_plain;
      alter table app.import_lines drop constraint import_lines_sealed;
    `);
    await this.changing(
      db,
      `update app.import_lines set content = content || jsonb_build_object('contactsSealed', encode(contacts_sealed, 'hex')) where contacts_sealed is not null`,
    );
    await db.query(`alter table app.import_lines drop contacts_sealed`);
  }

  /** Row security hides the rows from the schema's owner too, and what only moves within a row is no change of it. */
  private async changing(db: QueryRunner, statement: string): Promise<void> {
    await db.query(`alter table app.import_lines no force row level security, disable trigger user`);
    await db.query(statement);
    await db.query(`alter table app.import_lines force row level security, enable trigger user`);
  }
}
