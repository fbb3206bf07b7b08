import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is read beside row security on behalf of a machine. Each table is a step of its own: a policy locks it against everybody. */
abstract class LetGateRead implements MigrationInterface {
  abstract readonly name: string;
  protected abstract readonly table: string;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`grant select on app.${this.table} to app_authz; create policy of_gate on app.${this.table} for select to app_authz using (true)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop policy of_gate on app.${this.table}; revoke select on app.${this.table} from app_authz`);
    // Taking the table back takes its columns back, of which these were given before.
    if (this.table === 'recipients') await db.query(`grant select (id, name, ended_at) on app.recipients to app_authz`);
  }
}

const FIRST = 1760000051200;
const ASKED = ['recipients', 'consents', 'privacy_requests', 'legal_orders', 'client_contact_points', 'session_note_addenda', 'programs'];

const stepOn = (table: string, at: number): new () => MigrationInterface => {
  const words = table.split('_').map((word) => word[0]!.toUpperCase() + word.slice(1));
  const name = `LetGateRead${words.join('')}${FIRST + at}`;
  const step = class extends LetGateRead {
    readonly name = name;
    protected readonly table = table;
  };
  Object.defineProperty(step, 'name', { value: name });
  return step;
};

/** Columns that were not needed beside row security so far. */
const MORE: Record<string, string> = {
  accounts: 'changed_at',
  clients: 'languages, created_at, version, changed_at, pronouns',
  session_notes: 'minutes, modality, changed_at, kept_from_ehr, program_code',
};

/**
 * On what something of a client leaves to the machine that asks in this transaction: to its recipient, for its purpose. It
 * is no row where nothing lets it. The one gate decides (\`app.covering_consent\`); beyond it, a consent that only
 * describes who may receive does not open to a machine, which nobody asks how it belongs to those who are described, and
 * a restricted client is not there for one.
 */
class AskGateForMachines1760000051300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function app.machine_grounds(whose uuid, category text)
        returns table (basis text, consent_id uuid, consent_version integer, scope jsonb)
        language sql stable security definer rows 1 cost 2000 set search_path = app, pg_temp as $$
        select g.basis, g.consent_id, g.consent_version, jsonb_build_object('coveredEntity', r.covered_entity, 'kind', c.kind, 'categories', c.categories,
            'purposes', c.purposes, 'signedOn', c.signed_on, 'expiresOn', c.expires_on, 'expiresWith', c.expires_with)
          from app.recipients r
          cross join app.covering_consent(whose, r.id, current_setting('app.purpose', true), array[category], now()) g
          left join app.consents c on c.id = g.consent_id
         where r.id = nullif(current_setting('app.recipient_id', true), '')::uuid and not g.by_class and g.legal_order_id is null
           and not exists (select from app.client_restrictions x where x.client_id = whose and x.lifted_at is null)
         order by c.activated_at desc, c.id desc limit 1
      $$;
      ${Object.entries(MORE)
        .map(([table, columns]) => `grant select (${columns}) on app.${table} to app_authz;`)
        .join('\n      ')}
      grant execute on function app.covering_consent(uuid, uuid, text, text[], timestamptz, date, date) to app_authz;
      -- It names its tables whole; without a setting of its own it is planned as part of whoever asks, at half the cost.
      alter function app.covering_consent(uuid, uuid, text, text[], timestamptz, date, date) reset search_path;
      grant create on schema app to app_authz;
      alter function app.machine_grounds(uuid, text) owner to app_authz;
      revoke create on schema app from app_authz;
      revoke execute on function app.machine_grounds(uuid, text) from public;
      grant execute on function app.machine_grounds(uuid, text) to app_machine;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function app.machine_grounds(uuid, text);
      alter function app.covering_consent(uuid, uuid, text, text[], timestamptz, date, date) set search_path = app, pg_temp;
      revoke execute on function app.covering_consent(uuid, uuid, text, text[], timestamptz, date, date) from app_authz;
      ${Object.entries(MORE)
        .map(([table, columns]) => `revoke select (${columns}) on app.${table} from app_authz;`)
        .join('\n      ')}
    `);
  }
}

export const ASK_GATE_FOR_MACHINES = [...ASKED.map(stepOn), AskGateForMachines1760000051300];
