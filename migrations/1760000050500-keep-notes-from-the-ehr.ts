import type { MigrationInterface, QueryRunner } from 'typeorm';

const moves = (kept: string) => `
      create or replace function app.session_note_moves_as_ruled() returns trigger language plpgsql as $$
      begin
        if new.status = 'draft' then
          new.elements := null;
        end if;
        if new.status <> old.status and (old.status, new.status) not in (
          ('draft', 'signed'), ('draft', 'pending-cosignature'), ('pending-cosignature', 'cosigned'), ('pending-cosignature', 'draft'),
          ('signed', 'voided'), ('pending-cosignature', 'voided'), ('cosigned', 'voided'), ('draft', 'voided')) then
          raise exception using errcode = '23514', constraint = 'session_notes_status', message = 'a session note does not move that way';
        end if;
        if (new.id, new.client_id, new.author_id, new.created_at, new.group_session_id) is distinct from (old.id, old.client_id, old.author_id, old.created_at, old.group_session_id)
          or old.status <> 'draft' and (new.program_code, new.started_at, new.ended_at, new.service_on, new.outcome, new.modality, new.place, new.purposes${kept && ', new.kept_from_ehr'})
             is distinct from (old.program_code, old.started_at, old.ended_at, old.service_on, old.outcome, old.modality, old.place, old.purposes${kept && ', old.kept_from_ehr'})
          or old.status <> 'draft' and new.status <> 'draft' and new.elements is distinct from old.elements then
          raise exception using errcode = '23514', constraint = 'session_notes_immutable', message = 'a signed note never changes';
        end if;
        return new;
      end $$`;

/** A note whose author keeps it out of the EHR, whatever its client consented to: it is signed so, and stays so. */
export class KeepNotesFromTheEhr1760000050500 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.session_notes add column kept_from_ehr boolean not null default false`);
    await db.query(moves('kept'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(moves(''));
    await db.query(`alter table app.session_notes drop column kept_from_ehr`);
  }
}
