import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { rotateKeys } from '../../src/commands/keys.ts';
import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { register } from '../client/person.ts';
import { Running } from '../support/app.ts';
import { cloneDatabase } from '../support/database.ts';
import { keyFileIn } from '../support/sealing.ts';
import { Served } from '../support/served.ts';

export type Ended = { code: number | null; said: string };
type Row = Record<string, any>;

/** A center with a database of its own: the API and the commands are processes, as an operator has them. */
export class ServedCenter {
  readonly folder = mkdtempSync(join(tmpdir(), 'peerwork-master-'));
  /** What `ENCRYPTION_KEY_FILE` names. */
  readonly file = keyFileIn(this.folder);
  readonly old = join(this.folder, 'old-key');
  readonly next = join(this.folder, 'next-key');
  db: pg.Client;
  ownerUrl: string;
  private drop: () => Promise<void>;
  private readonly open = new Set<Served>();

  async found(): Promise<void> {
    chmodSync(this.folder, 0o755);
    copyFileSync(this.file, this.old);
    const clone = await cloneDatabase();
    [this.ownerUrl, this.drop] = [clone.url, clone.drop];
    this.db = new pg.Client({ connectionString: clone.url });
    await this.db.connect();
  }

  async remove(): Promise<void> {
    await Promise.all([...this.open].map((served) => served.end()));
    await this.db?.end();
    await this.drop?.();
    rmSync(this.folder, { recursive: true, force: true });
  }

  settings(keyFile = this.file): Record<string, string> {
    return {
      NODE_ENV: 'test',
      DATABASE_URL: this.ownerUrl,
      DATA_DIR: this.folder,
      ENCRYPTION_KEY_FILE: keyFile,
      TOKEN_SECRET: 'a secret for tests only, long enough',
      LOG_LEVEL: 'warn',
    };
  }

  /** The API as a process, and how its users call it. */
  async serve(keyFile?: string): Promise<{ served: Served; api: Running }> {
    const served = await Served.start(this.settings(keyFile));
    this.open.add(served);
    return { served, api: Object.assign(new Running(), { url: served.url }) };
  }

  /** The application in this process, which is quicker: what it opens with this key, not yet listening. */
  application(keyFile?: string): Promise<NestFastifyApplication> {
    return createServer(loginUrl(this.ownerUrl), Env.read({ ...this.settings(keyFile), LOG_LEVEL: 'silent' }));
  }

  /** What users of one in this process are answered, which has an end when they are. */
  async whileServed(keyFile: string, body: (api: Running) => Promise<unknown>): Promise<void> {
    const app = await this.application(keyFile);
    try {
      await app.listen(0, '127.0.0.1');
      await body(Object.assign(new Running(), { url: await app.getUrl() }));
    } finally {
      await app.close();
    }
  }

  /** What it says instead of starting. */
  refusal(keyFile = this.file): Promise<string> {
    return this.serve(keyFile).then(
      () => 'it started',
      (error: Error) => error.message,
    );
  }

  rotate(args: string[], keyFile?: string): Promise<Ended> {
    return this.begin(args, keyFile).ended;
  }

  begin(args: string[], keyFile?: string): { process: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, ['dist/src/cli.js', 'keys:rotate', ...args], { env: { PATH: process.env.PATH, ...this.settings(keyFile) } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    return { process: child, ended: new Promise((done) => child.once('close', (code) => done({ code, said }))) };
  }

  /** The same command in this process, which is quicker. */
  async here(args: string[], keyFile = this.file): Promise<Ended> {
    const said: string[] = [];
    const hear = (what: string) => void said.push(what);
    const code = await rotateKeys(args, { env: () => Env.read(this.settings(keyFile)), say: hear, print: hear }).catch((error: Error) => {
      hear(error.message);
      return 1;
    });
    return { code, said: said.join('\n') };
  }

  /** Begins a replacement, and ends it without asking as soon as it waits for what `hold` has locked. */
  async killAt(hold: string): Promise<void> {
    await this.whileHeld(hold, 1, async () => {
      const { process: child, ended } = this.begin(['--master', this.next]);
      return async () => {
        child.kill('SIGKILL');
        await ended;
      };
    });
    // What it had begun is undone as soon as its connection is seen to be gone.
    const isThere = `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
    while ((await this.db.query(isThere)).rowCount) await wait(20);
  }

  /** Begins what then waits for what `hold` has locked, does the rest when so many wait, and lets go. */
  async whileHeld(hold: string, count: number, begin: () => Promise<() => Promise<unknown>>): Promise<void> {
    const blocker = new pg.Client({ connectionString: this.ownerUrl });
    await blocker.connect();
    try {
      await blocker.query(`begin; ${hold}`);
      const rest = await begin();
      await this.waiting(count);
      await rest();
    } finally {
      await blocker.end();
    }
  }

  /** Until so many wait for a lock. */
  async waiting(count: number): Promise<void> {
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    for (const until = Date.now() + 30_000; ((await this.db.query(waiting)).rowCount ?? 0) < count; await wait(20))
      if (Date.now() > until) throw new Error('They never waited');
  }

  /** As the command says it: the old one aside, and the new one in its place. */
  putInPlace(): void {
    copyFileSync(this.next, `${this.file}.draft`);
    renameSync(`${this.file}.draft`, this.file);
  }

  async rows<T = Row>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.db.query(text, values)).rows as T[];
  }

  wrapped(): Promise<Row[]> {
    return this.rows(`select id, purpose, encode(wrapped, 'hex') as wrapped from app.data_keys order by id`);
  }

  marks(): Promise<Row[]> {
    return this.rows(`select fingerprint, replaced_at is not null as "isReplaced" from app.master_keys order by known_since`);
  }
}

/** A client with a phone and a number, and what the API says of him: his phone, or how it refused. */
export const registered = (api: Running, value: string): Promise<string> =>
  register(api, { contactPoints: [{ kind: 'phone', value }], identifiers: [{ system: 'clinic-mrn', value }] });

export async function phoneOf(api: Running, id: string): Promise<string> {
  const { status, body } = await api.as('max').get(`/v1/clients/${id}`);
  return status === 200 ? body.contactPoints[0].value : `${status} ${body.type}`;
}
