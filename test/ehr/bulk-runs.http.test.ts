import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { Env } from '../../src/config/env.ts';
import { ExportRunner } from '../../src/modules/ehr/index.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import { agreed, day } from '../accountability-goal/goal.ts';
import { age, asOwner, begun as purging, runner, untilSomebodyWaits } from '../retention/former.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { Served } from '../support/served.ts';
import { BulkReader, localPath, make } from './exported.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';

const peerwork = launch(SETTINGS);
const apps: NestFastifyApplication[] = [];
let goal: { id: string };
beforeAll(async () => {
  await furnish(peerwork);
  goal = await agreed(peerwork, 'ana', 'jordan');
}, 60_000);
afterAll(async () => void (await Promise.all(apps.map((app) => app.close()))));

const reader = async () => new BulkReader(await FarEhr.register(peerwork));
const idOf = (at: string) => at.split('/').at(-1)!;
const actionsOf = async (at: string) => (await peerwork.trail(idOf(at))).map(({ action, facts }) => `${action}${facts.attempt ? ` ${facts.attempt}` : ''}`);
const ids = (resources: any[] = []) => resources.map(({ id }) => id);

/** Holds a table against changes, and not against whoever reads. */
async function holding<T>(table: string, body: () => Promise<T>): Promise<T> {
  const holder = new pg.Client({ connectionString: peerwork.ownerUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query(`lock table app.${table} in exclusive mode`);
  try {
    return await body();
  } finally {
    await holder.end();
  }
}

async function anotherProcess(): Promise<ExportRunner> {
  const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR: peerwork.folder, LOG_LEVEL: 'silent', ...SETTINGS });
  const app = await createServer(loginUrl(peerwork.ownerUrl), env);
  apps.push(app);
  return app.get(ExportRunner);
}

describe('a machine', () => {
  it('has two exports in progress at most, however many it asks for at once', async () => {
    const ehr = await reader();
    await ehr.call('/fhir/R4/Organization');
    const asking = await holding('exports', async () => {
      const all = Array.from({ length: 8 }, () => ehr.ask());
      await untilSomebodyWaits(peerwork, 6);
      return all;
    });
    const answers = await Promise.all(asking);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 429, 429, 429, 429, 429, 429]);
    for (const answer of answers.filter(({ status }) => status === 429)) {
      expect(answer.body.issue[0].diagnostics).toBe('exports-in-progress');
      expect(answer.headers.get('retry-after')).toBe('60');
    }
    expect(await peerwork.rows('select state from app.exports where machine_id = $1', [ehr.id])).toHaveLength(2);
    expect((await (await reader()).ask()).status).toBe(202);
    await make(peerwork);
    expect((await ehr.ask()).status).toBe(202);
    await make(peerwork);
  });

  it('that is disabled gets none, and finds out when it is enabled again', async () => {
    const ehr = await reader();
    const at = await ehr.begun();
    const disabling = `/v1/machine-clients/${ehr.id}/disabling`;
    expect((await peerwork.as('ada').put(disabling, undefined, { version: 1 })).status).toBe(200);
    expect((await ehr.call(at)).status).toBe(401);
    await make(peerwork);
    expect(await actionsOf(at)).toEqual(['export.asked', 'export.failed']);
    expect((await peerwork.as('ada').delete(disabling, { version: 2 })).status).toBe(200);
    const answer = await new BulkReader(ehr.ehr).call(at);
    expect(answer).toMatchObject({ status: 409, body: { issue: [{ diagnostics: 'export-failed' }] } });
  });
});

describe('of several processes', () => {
  it('one makes an export, and the others pass it by', async () => {
    const others = await Promise.all([anotherProcess(), anotherProcess()]);
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const at = await ehr.begun();
    await Promise.all([make(peerwork), ...others.map((other) => other.round())]);
    expect(await actionsOf(at)).toEqual(['export.asked', 'export.begun 1', 'export.completed 1']);
    expect(ids((await ehr.lines(await ehr.manifest(at)))['Patient'])).toEqual([CLIENTS.jordan]);
  });

  it('one that is killed while it makes an export leaves it to another one, which begins anew', async () => {
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const served = await Served.start({
      ...SETTINGS,
      DATABASE_URL: peerwork.ownerUrl,
      DATA_DIR: peerwork.folder,
      LOG_LEVEL: 'silent',
      TOKEN_SECRET: 'a secret for tests only, long enough',
    });
    const at = await holding('export_chunks', async () => {
      const begun = await ehr.begun();
      await untilRunning(idOf(begun));
      await untilSomebodyWaits(peerwork);
      await served.end('SIGKILL');
      return begun;
    });
    // The lock goes with the connection, as soon as the server has noticed.
    for (
      const until = Date.now() + 10_000;
      Date.now() < until && !(await actionsOf(at)).some((action) => action.startsWith('export.completed'));
      await wait(50)
    )
      await make(peerwork);
    expect((await actionsOf(at)).at(-1)).toMatch(/^export.completed [2-9]$/);
    const manifest = await ehr.manifest(at);
    expect(ids((await ehr.lines(manifest))['Patient'])).toEqual([CLIENTS.jordan]);
    expect(await peerwork.rows(`select c.id from app.export_chunks c join app.exports e on e.id = c.export_id where c.attempt <> e.attempt`)).toEqual([]);
  }, 60_000);

  const untilRunning = async (id: string) => {
    for (const until = Date.now() + 15_000; Date.now() < until; await wait(20))
      if ((await peerwork.rows(`select state from app.exports where id = $1`, [id]))[0]!['state'] === 'running') return;
    throw new Error('Nobody makes it');
  };

  it('after five attempts none tries again', async () => {
    const ehr = await reader();
    const at = await ehr.begun();
    await asOwner(peerwork, [`update app.exports set tries = 4 where id = $1`, [idOf(at)]]);
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    // Sweeping, which comes afterwards, is held as well.
    await holding('export_chunks', () => make(peerwork).catch(() => {}));
    expect(await actionsOf(at)).toEqual(['export.asked', 'export.begun 1', 'export.failed']);
    expect((await ehr.call(at)).status).toBe(409);
  });
});

describe('what is being written while an export is made', () => {
  const checkIn = () => peerwork.as('ana').post(`/v1/goals/${goal.id}/check-ins`, { on: day(0), kept: 'kept' });

  it('and began before it was asked for is waited for, and is in it', async () => {
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    let isMade = false;
    const [writing, at, making] = await holding('goal_check_ins', async () => {
      const slow = checkIn();
      await untilSomebodyWaits(peerwork);
      const begun = await ehr.begun('$export?_type=Observation');
      const made = make(peerwork).then(() => (isMade = true));
      await wait(700);
      expect(isMade).toBe(false);
      return [slow, begun, made] as const;
    });
    const { body, status } = await writing;
    expect(status).toBe(201);
    await making;
    expect(ids((await ehr.lines(await ehr.manifest(at)))['Observation'])).toContain(body.id);
  });

  it('and is committed afterwards is in the next one since then', async () => {
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const at = await ehr.begun('$export?_type=Observation');
    await wait(500);
    const writing = await holding('goal_check_ins', async () => {
      const slow = checkIn();
      await untilSomebodyWaits(peerwork);
      await make(peerwork);
      return [slow];
    });
    const { body, status } = await writing[0]!;
    expect(status).toBe(201);
    const first = await ehr.manifest(at);
    expect(ids((await ehr.lines(first))['Observation'])).not.toContain(body.id);
    const next = await ehr.made(`$export?_type=Observation&_since=${first.transactionTime}`);
    expect(ids((await ehr.lines(next))['Observation'])).toEqual([body.id]);
  });
});

describe('a file of many chunks', () => {
  const MANY = 24_000;
  let ehr: BulkReader;
  let at: string;
  let url: string;
  let chunks: number;
  const accounted = async () =>
    (await peerwork.rows(`select manifest from app.disclosures where machine_client_id = $1 and manifest @> '[{"kind": "Goal"}]'`, [ehr.id])).map(
      ({ manifest }) => manifest[0].ids.length,
    );

  beforeAll(async () => {
    await asOwner(peerwork, [
      `insert into app.goals (id, client_id, statement, domain, status, proposed_by, agreed_on, agreed_how, created_at, version)
       select gen_random_uuid(), $1, repeat('One of many ', 40), 'health', 'active', $2, current_date - 7, 'in-person', now() - interval '7 days', 1 from generate_series(1, ${MANY})`,
      [CLIENTS.sam, CAST.ben.id],
    ]);
    ehr = await reader();
    await consented(peerwork, 'sam', ehr.ehr.recipientId);
    const made = await ehr.made('$export?_type=Goal');
    [at, url] = [made.at, localPath(made.output[0]!.url)];
    expect(made.output).toMatchObject([{ type: 'Goal', count: MANY + 1 }]);
    chunks = (await peerwork.rows('select id from app.export_chunks where export_id = $1', [idOf(at)])).length;
  }, 60_000);

  it('is fetched whole, and accounted for chunk by chunk', async () => {
    const before = (await accounted()).length;
    const goals = await ehr.file(`https://peerwork.example${url}`);
    expect(new Set(ids(goals)).size).toBe(MANY + 1);
    const fetched = (await accounted()).slice(before);
    expect(fetched.reduce((sum, count) => sum + count, 0)).toBe(MANY + 1);
    expect(fetched.length).toBe(chunks);
    expect(chunks).toBeGreaterThan(20);
  });

  it('is read no faster than it is taken, without a transaction that lies open; once the export is deleted, no more of it comes', async () => {
    const before = (await accounted()).length;
    const response = await ehr.fetch(url);
    const body = response.body!.getReader();
    await body.read();
    // Until as much is on its way as fits between here and there.
    let taken = -1;
    for (let now = 0; now !== taken; now = (await accounted()).length - before) {
      taken = now;
      await wait(500);
    }
    const open = await peerwork.rows(
      `select query from pg_stat_activity where usename = 'app_login' and datname = current_database() and xact_start is not null`,
    );
    expect(open).toEqual([]);
    expect((await ehr.call(at, { method: 'DELETE' })).status).toBe(202);
    const rest = (async () => {
      while (!(await body.read()).done);
    })();
    await expect(rest).rejects.toThrow();
    expect((await accounted()).length - before).toBe(taken);
    expect(taken).toBeLessThan(chunks / 2);
  });
});

describe('when the record of a client is destroyed', () => {
  /** Somebody whose day has passed, and who is let out to this machine all the same. */
  async function former(ehr: BulkReader): Promise<string> {
    const id = CLIENTS.casey;
    await age(peerwork, id);
    await asOwner(peerwork, [
      `insert into app.consents (id, client_id, kind, status, discloser, categories, recipient_ids, recipient_classes, purposes, revocation_statement, redisclosure_statement, refusal_statement, expires_with, signature, signer,
         signed_on, activated_at, activated_by, captured_by, created_at, version)
       values ($1, $2, 'tpo', 'active', 'The staff', '{demographics}', array[$3::uuid], '{}', '{treatment}', 'revocation-2026', 'redisclosure-2026', 'refusal-2026', 'none', 'wet', 'client',
         current_date - 10950, now() - interval '30 years', $4, $4, now() - interval '30 years', 2)`,
      [uuid(), id, ehr.ehr.recipientId, CAST.sue.id],
    ]);
    return id;
  }

  it('so are the files that he is in, at once; an export under way begins anew without him', async () => {
    const ehr = await reader();
    const id = await former(ehr);
    await consented(peerwork, 'sam', ehr.ehr.recipientId);
    const made = await ehr.made('$export?_type=Patient,Practitioner');
    expect(made.output).toContainEqual(expect.objectContaining({ type: 'Patient', count: 2 }));
    const at = await ehr.begun('$export?_type=Patient');
    await asOwner(peerwork, [`update app.exports set state = 'running', attempt = 1, tries = 1 where id = $1`, [idOf(at)]]);
    await purging(peerwork);
    await runner(peerwork).round();
    const [purged] = await peerwork.rows('select purged_at from app.clients where id = $1', [id]);
    expect(purged!['purged_at']).toBeInstanceOf(Date);
    expect(await peerwork.rows('select id from app.export_chunks where clients @> array[$1::uuid]', [id])).toEqual([]);
    for (const { url } of made.output) expect((await ehr.call(localPath(url))).status).toBe(404);
    expect((await ehr.call(made.at)).status).toBe(404);
    expect(await peerwork.rows('select state, attempt from app.exports where id = $1', [idOf(at)])).toEqual([{ state: 'waiting', attempt: 2 }]);
    await make(peerwork);
    expect(ids((await ehr.lines(await ehr.manifest(at)))['Patient'])).toEqual([CLIENTS.sam]);
  });
});
