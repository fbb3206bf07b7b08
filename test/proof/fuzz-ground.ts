import { CAST } from '../support/cast.ts';
import { invite, PASSWORD } from '../support/invite.ts';
import type { Running } from '../support/app.ts';
import { furnish } from '../access/furniture.ts';
import { OBJECTS } from '../access/objects.ts';
import { plant, type Sight, sights } from './planted.ts';

/** What is true at one moment: what each account may see, and which version each thing has. */
export type Moment = { sights: Map<string, Sight>; versions: Map<string, number> };

/**
 * The people and things that are fuzzed, kept as they were at first: fuzzing signs out, disables and discharges its own
 * ground, so it is put back every now and then. The trail stays and grows.
 */
export class Ground {
  /** Open invitations, and somebody who has a password. */
  readonly tokens: string[] = [];
  readonly signIn = { email: '', password: PASSWORD };
  planted: string[] = [];
  private versionsOf = '';
  private putBack = '';

  constructor(private readonly peerwork: Running) {}

  async furnish(): Promise<void> {
    await furnish(this.peerwork);
    await this.moreRecords();
    this.planted = await plant(this.peerwork);
    this.signIn.email = (await invite(this.peerwork, 'clinician')).email;
    for (const email of ['open-one@center.example', 'open-two@center.example']) {
      const { body } = await this.peerwork.as('ada').post('/v1/accounts', { email, name: 'Newcomer', role: 'clinician' });
      this.tokens.push(body.invitation.token);
    }
    await this.keep();
  }

  async restore(): Promise<void> {
    await this.peerwork.rows(this.putBack);
  }

  /** Whoever was signed out, disabled or given another role goes on as he was. */
  async revive(): Promise<void> {
    await this.peerwork.rows(
      `begin; set local session_replication_role = replica;
       update app.sessions set ended_at = null where id = account_id;
       update app.accounts a set disabled_at = k.disabled_at, role = k.role from kept.accounts k where k.id = a.id;
       commit`,
    );
  }

  async look(): Promise<Moment> {
    const [seen, versions] = await Promise.all([sights(this.peerwork), this.versions()]);
    return { sights: seen, versions };
  }

  private async versions(): Promise<Map<string, number>> {
    const { rows } = await this.peerwork.db.query<{ id: string; version: number }>({ name: 'versions', text: this.versionsOf });
    return new Map(rows.map(({ id, version }) => [id, version]));
  }

  /** Of each kind of record that hangs on a client there is one, so that its words can leak. */
  private async moreRecords(): Promise<void> {
    await this.peerwork.rows(`set session_replication_role = replica; set search_path = app`);
    for (const [name, id] of Object.entries(OBJECTS.client)) {
      const note = OBJECTS.signed[name];
      const by = CAST.sue.id;
      await this.peerwork.rows(
        `insert into client_contact_points (id, client_id, kind, value, ok_to_call, ok_to_text, ok_to_voicemail, position) values (gen_random_uuid(), $1, 'phone', '', true, false, false, 0)`,
        [id],
      );
      await this.peerwork.rows(`insert into client_identifiers (id, client_id, system, value) values (gen_random_uuid(), $1, '', $2)`, [id, name]);
      await this.peerwork.rows(
        `insert into session_note_addenda (id, note_id, client_id, text, reason, added_by, content_hash, created_at) values (gen_random_uuid(), $1, $2, '', '', $3, '', now())`,
        [note, id, by],
      );
      await this.peerwork.rows(
        `insert into session_note_returns (id, note_id, client_id, reason, returned_by, returned_at) values (gen_random_uuid(), $1, $2, '', $3, now())`,
        [note, id, by],
      );
      await this.peerwork.rows(
        `insert into session_note_goals (note_id, goal_id, client_id) select $1, id, client_id from goals where client_id = $2 and status = 'active' on conflict do nothing`,
        [OBJECTS.draft[name], id],
      );
      await this.peerwork.rows(
        `insert into goal_commitments (id, goal_id, client_id, what, due_on, made_by, created_at) select gen_random_uuid(), id, client_id, '', current_date, $2, now() from goals where client_id = $1 and status <> 'proposed'`,
        [id, by],
      );
      await this.peerwork.rows(
        `insert into goal_check_ins (id, goal_id, client_id, checked_on, kept, obstacle, recorded_by, created_at) select gen_random_uuid(), id, client_id, current_date, 'kept', '', $2, now() from goals where client_id = $1 and status <> 'proposed'`,
        [id, by],
      );
    }
    await this.peerwork.rows(`set session_replication_role = origin; reset search_path`);
  }

  private async keep(): Promise<void> {
    const tables = await this.peerwork.rows<{ name: string; columns: string; key: string | null }>(
      `select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns,
              case when bool_or(a.attname = 'version') then case when bool_or(a.attname = 'id') then 'id' else 'code' end end as key
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and not c.relispartition and c.relname !~ '^(audit_|migrations)' group by 1`,
    );
    await this.peerwork.rows(`create schema kept; ${tables.map(({ name }) => `create table kept.${name} as select * from app.${name}`).join(';')}`);
    this.versionsOf = tables.flatMap(({ name, key }) => (key ? [`select ${key}::text as id, version from app.${name}`] : [])).join(' union all ');
    this.putBack = [
      'begin; set local session_replication_role = replica',
      ...tables.map(({ name, columns }) => `delete from app.${name}; insert into app.${name} (${columns}) select ${columns} from kept.${name}`),
      `update app.sessions set last_seen_at = now() where id = account_id`,
      'commit',
    ].join(';');
  }
}
