import type { MigrationInterface, QueryRunner } from 'typeorm';

const moves = (more: { new: string; old: string }) => `
      create or replace function app.session_note_moves_as_ruled() returns trigger language plpgsql as $$
      begin
        if new.status <> old.status and (old.status, new.status) not in (
          ('draft', 'signed'), ('draft', 'pending-cosignature'), ('pending-cosignature', 'cosigned'), ('pending-cosignature', 'draft'),
          ('signed', 'voided'), ('pending-cosignature', 'voided'), ('cosigned', 'voided'), ('draft', 'voided')) then
          raise exception using errcode = '23514', constraint = 'session_notes_status', message = 'a session note does not move that way';
        end if;
        if (new.id, new.client_id, new.author_id, new.created_at${more.new}) is distinct from (old.id, old.client_id, old.author_id, old.created_at${more.old})
          or old.status <> 'draft' and (new.program_code, new.started_at, new.ended_at, new.service_on, new.outcome, new.modality, new.place, new.purposes)
             is distinct from (old.program_code, old.started_at, old.ended_at, old.service_on, old.outcome, old.modality, old.place, old.purposes) then
          raise exception using errcode = '23514', constraint = 'session_notes_immutable', message = 'a signed note never changes';
        end if;
        return new;
      end $$`;

/** A note of a group session says of which one it is; it stays so for good. */
export class TieNotesToGroups1760000012000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table app.session_notes add column group_session_id uuid`);
    await db.query(moves({ new: ', new.group_session_id', old: ', old.group_session_id' }));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(moves({ new: '', old: '' }));
    await db.query(`alter table app.session_notes drop column group_session_id`);
  }
}
