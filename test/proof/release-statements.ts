import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { type Rows, type Statement, StatementGroup } from '../../src/platform/database/statement-group.ts';
import type { Api, Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { bodyOf } from '../access/bodies.ts';
import { type Kind, OBJECTS } from '../access/objects.ts';
import { type Line, POLICY } from '../access/policy.ts';
import { CHANGES, requestOf } from './changes.ts';
import { Fresh } from './race-fresh.ts';

/** What the API asked of the database, and under which roles. */
export type Sent = { roles: string[]; text: string };

const FOLDER = new URL('./', import.meta.url);

/** What each release sent when it was made, oldest first. */
export const releases = (): [release: string, sent: Sent[]][] =>
  readdirSync(FOLDER)
    .filter((file) => /^release-[\d.]+\.json$/.test(file))
    .map((file) => [file.slice(8, -5), JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))]);

/** Listens to what the API's own connections send, and keeps what the database took. */
export function listen(): { sent: () => Sent[]; stop: () => void } {
  const [original, roles, heard] = [pg.Client.prototype.query, new WeakMap<object, string>(), new Map<string, Set<string>>()];
  const took = (client: object, { text, values = [] }: Statement, rows: Rows['rows']) => {
    // Parts of a transaction are no statements about the schema.
    if (/^(savepoint|release savepoint|rollback to savepoint) /.test(text)) return;
    if (/^(begin|commit|rollback)$/.test(text)) return void roles.delete(client);
    heard.set(text, (heard.get(text) ?? new Set()).add(roles.get(client) ?? 'app_login'));
    const session = rows[0]?.['session'] as { role: string } | undefined;
    if (session) roles.set(client, `app_${session.role.replaceAll('-', '_')}`);
    else if (/set_config\('role'/.test(text)) roles.set(client, String(values[0]));
  };
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [group] = args;
    if (this.user === 'app_login' && group instanceof StatementGroup) {
      const { callback } = group;
      group.callback = (error, answers) => {
        group.statements.slice(0, group.reached).forEach((statement, at) => took(this, statement, answers?.[at]?.rows ?? []));
        callback(error, answers);
      };
    }
    return (original as (...args: unknown[]) => unknown).apply(this, args);
  } as typeof original;
  const sent = () => [...heard].map(([text, by]) => ({ roles: [...by].sort(), text })).sort((a, b) => (a.text < b.text ? -1 : 1));
  return { sent, stop: () => void (pg.Client.prototype.query = original) };
}

const NARROWED = [
  ...['clients?program=therapy', 'clients?status=enrolled&unassigned=true', 'accounts?role=clinician', 'audit-events?limit=1', 'reports/caseload?limit=1'],
  ...['status=draft', 'from=2026-01-01T00:00:00Z', 'to=2026-01-01T00:00:00Z', `clientId=${OBJECTS.client['jordan']}`].map((by) => `session-notes?${by}`),
];

/** Each change that there is once, and then everybody reads what he may and tries what is his, on the furnished center. */
export async function everybodyDoesEverything(peerwork: Running): Promise<Set<string>> {
  const done = new Set<string>();
  const fresh = await Fresh.over(peerwork);
  for (const [route, { wish }] of Object.entries(CHANGES)) {
    const { status } = await requestOf(
      peerwork,
      route,
      await wish(fresh),
      0,
      /^(PUT|PATCH)/.test(route) ? { version: 1 } : { key: 'one-key-for-each-route' },
    )();
    if (status < 300) done.add(route);
  }
  await fresh.close();
  // Looks before changes, and last what hides a client from those who look.
  const turnOf = ([route]: [string, Line]) => (route.startsWith('GET ') ? 0 : route.endsWith('/restrictions') ? 2 : 1);
  for (const [route, line] of Object.entries(POLICY).sort((a, b) => turnOf(a) - turnOf(b))) {
    const [method = '', pattern = ''] = route.split(' ');
    for (const [who, id, name] of route === 'DELETE /v1/session' ? [] : callersOf(line)) {
      const api = peerwork.as(who)[method.toLowerCase() as 'get'];
      const [path, body] = [pattern.replace(/:id|:code|:kind/, id), bodyOf(route, name, who)];
      const { status } = await (/^(GET|DELETE)/.test(method) ? api(path) : (api as Api['put'])(path, body, method === 'POST' ? {} : { version: 1 }));
      if (status < 300) done.add(route);
    }
  }
  for (const who of Object.keys(CAST) as Who[]) for (const path of NARROWED) await peerwork.as(who).get(`/v1/${path}`);
  for (const who of Object.keys(CAST) as Who[]) if ((await peerwork.as(who).delete('/v1/session')).status < 300) done.add('DELETE /v1/session');
  return done;
}

function callersOf(line: Line): [who: Who, id: string, name: string][] {
  if (line === 'public') return [];
  if ('may' in line) return line.may.map((who) => [who, '', '']);
  return Object.entries(line.on).flatMap(([kind, reach]) =>
    Object.entries(reach).flatMap(([who, names]) => names.slice(0, 1).map((name): [Who, string, string] => [who as Who, OBJECTS[kind as Kind][name]!, name])),
  );
}

/** What of it this schema does not take any more, and why. Nothing is run: to explain a statement looks up its columns and its rights. */
export async function refusedBy(db: pg.Client, sent: Sent[]): Promise<string[]> {
  const refused: string[] = [];
  for (const { roles, text } of sent) {
    const values = Array(Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)))).fill('null');
    for (const role of roles) {
      try {
        await db.query(`begin; set local search_path = app, pg_temp; set local role ${role}; prepare sent as ${text};
                        explain execute sent ${values.length > 0 ? `(${values.join(', ')})` : ''}; deallocate sent; rollback`);
      } catch (error) {
        refused.push(`${role}: ${(error as Error).message}: ${text.trim().replace(/\s+/g, ' ').slice(0, 60)}`);
        await db.query('rollback; deallocate all');
      }
    }
  }
  return refused;
}
