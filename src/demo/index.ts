import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Env } from '../config/env.ts';
import { Accounts } from '../modules/account/index.ts';
import { Sealer } from '../modules/audit/index.ts';
import { createServer } from '../server.ts';
import { type DemoSignIn, emailOf, foundCenter } from './center.ts';
import { agreeToDisclosures } from './consents.ts';
import { liveThrough } from './days.ts';
import { DemoClock } from './demo-clock.ts';
import { furnishElmHouse } from './elm-house.ts';
import { shareAndWish } from './matching.ts';
import { STAFF } from './people.ts';
import { superviseStaff } from './supervision-hours.ts';

export type { DemoSignIn } from './center.ts';
export { fillLarge } from './large.ts';

const fileIn = (env: Env) => join(env.DATA_DIR, 'demo-sign-ins.json');

/** How to sign in to the demo center that this installation made; nothing where there is none. */
export const signInsOf = (env: Env): DemoSignIn[] => (existsSync(fileIn(env)) ? JSON.parse(readFileSync(fileIn(env), 'utf8')) : []);

/**
 * Fills an empty database with a center: through the API, on a server of its own whose clock lives through the past, so
 * that every rule was kept and the audit trail is true.
 */
export async function fillWhenEmpty(loginUrl: string, env: Env, say: (what: string) => void): Promise<void> {
  if (!(await isEmpty(loginUrl))) return;
  const clock = new DemoClock();
  const quiet: Env = Object.assign(Object.create(Object.getPrototypeOf(env)), env, {
    LOG_LEVEL: 'silent',
    METRICS_PORT: undefined,
    OTEL_EXPORTER_OTLP_ENDPOINT: undefined,
  });
  const app = await createServer(hastily(loginUrl), quiet, { clock });
  try {
    say('Filling the demo center, once');
    const { name } = STAFF.find(({ role }) => role === 'administrator')!;
    const { token } = await app.get(Accounts).inviteAdministrator({ email: emailOf(name), name });
    const center = await foundCenter(app, { email: emailOf(name), token }, say);
    await furnishElmHouse(center);
    await shareAndWish(center, env.SITE_TIME_ZONE);
    await liveThrough(center, clock, say);
    await superviseStaff(center, clock);
    await agreeToDisclosures(center, clock, env.SITE_TIME_ZONE);
    await app.get(Sealer).seal();
    writeFileSync(fileIn(env), `${JSON.stringify(center.signIns, null, 2)}\n`, { mode: 0o600 });
  } finally {
    await app.close();
  }
}

/** Nothing is lost if the machine goes down meanwhile but what can be made again; waiting for the disk takes most of the time. */
function hastily(loginUrl: string): string {
  const url = new URL(loginUrl);
  url.searchParams.set('options', '-c synchronous_commit=off');
  return url.toString();
}

/** Asked at every start, so on a connection of its own and before a whole application is made for the filling. */
async function isEmpty(loginUrl: string): Promise<boolean> {
  const login = new pg.Client({ connectionString: loginUrl, options: '-c role=app_administrator' });
  await login.connect();
  try {
    return (await login.query('select from app.accounts limit 1')).rowCount === 0;
  } finally {
    await login.end();
  }
}
