import { afterAll, beforeAll, expect } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { Env } from '../../src/config/env.ts';
import { type DemoSignIn, signInsOf } from '../../src/demo/index.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { keyFileIn } from '../support/sealing.ts';
import { type Api, Running } from '../support/app.ts';
import { asAdmin, databaseUrl } from '../support/database.ts';

const SECRET = 'a secret for tests only, long enough';

/** The application over a demo center that has lived its ninety days. */
export class DemoCenter extends Running {
  signIns: DemoSignIn[];

  /** Whoever's first name this is, signed in with the password that the demo gave him. */
  async signIn(firstName: string): Promise<{ id: string; api: Api }> {
    const { email, password } = this.signIns.find(({ name }) => name.startsWith(`${firstName} `))!;
    const { body } = await this.bearing(null).post('/v1/session', { email, password });
    const api = this.bearing(body.token);
    return { id: (await api.get('/v1/me')).body.id, api };
  }
}

export function liveDemoCenter(): DemoCenter {
  const demo = new DemoCenter();
  const name = `peerwork_demo_${randomBytes(6).toString('hex')}`;
  beforeAll(async () => {
    await asAdmin(async (admin) => void (await admin.query(`create database ${name}`)));
    demo.ownerUrl = databaseUrl(name);
    demo.folder = mkdtempSync(join(tmpdir(), 'peerwork-demo-'));
    await fill(demo);
    const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: SECRET, DATA_DIR: join(demo.folder, 'data'), LOG_LEVEL: 'debug' });
    demo.signIns = signInsOf(env);
    demo.app = await createServer(loginUrl(demo.ownerUrl), env, { prepare: (app) => demo.watch.over(app) });
    await demo.app.listen(0, '127.0.0.1');
    demo.url = await demo.app.getUrl();
    demo.db = new pg.Client({ connectionString: demo.ownerUrl });
    await demo.db.connect();
  }, 240_000);
  afterAll(async () => {
    await demo.db?.end();
    await demo.app?.close();
    const seen = demo.app && (await demo.watch.findings(demo.ownerUrl));
    rmSync(demo.folder, { recursive: true, force: true });
    await asAdmin(async (admin) => void (await admin.query(`drop database ${name} with (force)`)));
    expect(seen ?? { untold: [], loose: [] }).toEqual({ untold: [], loose: [] });
  });
  return demo;
}

/**
 * What `npm run demo` runs, in a process of its own: the demo calls its server without a network, and the package that does
 * so needs an ECMAScript module in a way that Jest cannot follow. `npm test` has compiled it.
 */
async function fill({ folder, ownerUrl }: DemoCenter): Promise<void> {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    NODE_ENV: 'test',
    TOKEN_SECRET: SECRET,
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: ownerUrl,
    ENCRYPTION_KEY_FILE: keyFileIn(join(folder, 'data')),
  };
  await promisify(execFile)(process.execPath, ['dist/src/cli.js', 'demo'], { env });
}
