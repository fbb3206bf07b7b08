import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * On each table that says something of a client: what is hidden from somebody is not there for him, whatever any other
 * policy lets him see or change; what is of no client stays. A policy locks its table against everybody, and requests come to these tables in many
 * orders: so each is a step of its own, and none waits for two of them at once.
 */
abstract class HideRestricted implements MigrationInterface {
  abstract readonly name: string;
  protected abstract readonly table: string;

  async up(db: QueryRunner): Promise<void> {
    const client = this.table === 'clients' ? 'id' : 'client_id';
    await db.query(
      `create policy restricted on app.${this.table} as restrictive to app_staff using ((${client} = any ((select app.hidden_clients())::uuid[])) is not true)`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop policy restricted on app.${this.table}`);
  }
}

const FIRST = 1760000035100;
const OF_CLIENTS = [
  ...[
    'clients',
    'client_contact_points',
    'client_identifiers',
    'assignments',
    'care_team_members',
    'episodes',
    'stays',
    'hand_offs',
    'hand_off_texts',
    'leaves',
  ],
  ...['setbacks', 'setback_texts', 'contact_holds', 'transfers', 'transfer_texts', 'conflicts_of_interest', 'client_wishes', 'client_wish_texts'],
  ...['bed_reservations', 'bed_occupancies', 'import_lines', 'consents', 'consent_forms', 'goals', 'goal_commitments', 'goal_check_ins', 'goal_pauses'],
  ...['session_notes', 'session_note_texts', 'session_note_goals', 'session_note_signatures', 'session_note_returns', 'session_note_addenda'],
  ...[
    'session_note_voids',
    'session_note_edits',
    'session_note_sketches',
    'group_members',
    'group_attendances',
    'disclosures',
    'client_coverages',
    'claim_lines',
  ],
  ...['tasks', 'digest_clients'],
];

const stepOn = (table: string, at: number): new () => MigrationInterface => {
  const words = table.split('_').map((word) => word[0]!.toUpperCase() + word.slice(1));
  const name = `HideRestricted${words.join('')}${FIRST + at}`;
  const step = class extends HideRestricted {
    readonly name = name;
    protected readonly table = table;
  };
  Object.defineProperty(step, 'name', { value: name });
  return step;
};

export const HIDE_RESTRICTED = OF_CLIENTS.map(stepOn);
