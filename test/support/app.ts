import { afterAll, beforeAll, expect } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { type Answer, asking } from './asking.ts';
import { CAST, type Who } from './cast.ts';
import { cloneDatabase } from './database.ts';
import { Watch } from './watch.ts';

export type { Answer } from './asking.ts';

type Options = { headers?: Record<string, string>; version?: number | string; key?: string };

export type Api = {
  /** Any method, for what is asked by table. */
  call(method: string, path: string, body?: unknown, options?: Options): Promise<Answer>;
  get(path: string, options?: Options): Promise<Answer>;
  delete(path: string, options?: Options): Promise<Answer>;
  post(path: string, body?: unknown, options?: Options): Promise<Answer>;
  put(path: string, body?: unknown, options?: Options): Promise<Answer>;
  patch(path: string, body?: unknown, options?: Options): Promise<Answer>;
};

/** The running application on a database of its own, called as its users call it. */
export class Running {
  app: NestFastifyApplication;
  url: string;
  ownerUrl: string;
  folder: string;
  /** The owner's connection, past row security, for looking at what really happened. */
  db: pg.Client;
  readonly watch = new Watch();

  as(who: Who | null): Api {
    return this.bearing(who && CAST[who].token);
  }

  bearing(token: string | null): Api {
    const call = (method: string, path: string, body: unknown, { headers = {}, version, key }: Options = {}): Promise<Answer> =>
      asking(`${this.url}${path}`, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
          ...(key ? { 'idempotency-key': key } : {}),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    return {
      call,
      get: (path, options) => call('GET', path, undefined, options),
      delete: (path, options) => call('DELETE', path, undefined, options),
      post: (path, body = {}, options = {}) => call('POST', path, body, options),
      put: (path, body = {}, options = {}) => call('PUT', path, body, options),
      patch: (path, body = {}, options = {}) => call('PATCH', path, body, options),
    };
  }

  async rows<T = Record<string, any>>(query: string | pg.QueryConfig, values: unknown[] = []): Promise<T[]> {
    return (await this.db.query(typeof query === 'string' ? { text: query, values } : query)).rows as T[];
  }

  /** What the trail says of one subject, oldest first. */
  trail(subjectId: string): Promise<{ action: string; account_id: string; client_ids: string[]; facts: any }[]> {
    return this.rows(`select action, account_id, client_ids, facts from app.audit_events where kind = 'change' and subject_id = $1 order by id`, [subjectId]);
  }

  /** The worker keeps the modules of every suite that it ran; what they held need not stay with them. */
  forget(): void {
    Object.assign(this, { app: undefined, db: undefined, watch: undefined });
  }

  /** The access log's rows of one request. */
  looks(answer: Answer): Promise<{ kind: string; action: string; account_id: string | null; status: number; client_ids: string[] }[]> {
    return this.rows(`select kind, action, account_id, status, client_ids from app.audit_events where kind <> 'change' and request_id = $1`, [
      answer.headers.get('request-id'),
    ]);
  }
}

/**
 * `const peerwork = launch()` at the top of a test file: started before its tests, gone after them. Then it must turn out
 * that every request is on the trail as it was answered, unless a reason is given why the trail tells otherwise, and that
 * the log has nothing in it of what people wrote and kept secret.
 */
export function launch(settings: Record<string, string> = {}, { untoldBecause }: { untoldBecause?: string } = {}): Running {
  const running = new Running();
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const clone = await cloneDatabase();
    drop = clone.drop;
    running.ownerUrl = clone.url;
    running.folder = mkdtempSync(join(tmpdir(), 'peerwork-'));
    const env = Env.read({
      NODE_ENV: 'test',
      TOKEN_SECRET: 'a secret for tests only, long enough',
      DATA_DIR: running.folder,
      LOG_LEVEL: 'debug',
      ...settings,
    });
    running.app = await createServer(loginUrl(clone.url), env, { prepare: (app) => running.watch.over(app) });
    await running.app.listen(0, '127.0.0.1');
    running.url = await running.app.getUrl();
    running.db = new pg.Client({ connectionString: clone.url });
    await running.db.connect();
  }, 60_000);
  // What fifty thousand requests left is not read through in the time of a test.
  afterAll(async () => {
    await running.db?.end();
    await running.app?.close();
    rmSync(running.folder, { recursive: true, force: true });
    const seen = running.app && (await running.watch.findings(running.ownerUrl));
    await drop?.();
    running.forget();
    if (!untoldBecause) expect(seen?.untold ?? []).toEqual([]);
    expect(seen?.loose ?? []).toEqual([]);
  }, 180_000);
  return running;
}
