import { invite, PASSWORD } from '../support/invite.ts';
import type { Running } from '../support/app.ts';
import { furnish } from '../access/furniture.ts';
import { opened } from '../emergency-access/opened.ts';
import { plant } from './planted.ts';
import { type Sight, sights } from './sights.ts';

/** What is true at one moment: what each account may see, and which version each thing has. */
export type Moment = { sights: Map<string, Sight>; versions: Map<string, number> };

/** Each of them reads a client whom nothing else shows him, so that what an emergency opens is looked at all the time. */
const IN_EMERGENCY = [
  ['ana', 'riley'],
  ['sue', 'riley'],
  ['nadia', 'riley'],
] as const;

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
    for (const [who, client] of IN_EMERGENCY) await opened(this.peerwork, who, client);
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
