import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { join } from 'node:path';
import { Env } from '../../src/config/env.ts';
import { Sealer, SealFile, SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { Jobs } from '../../src/platform/jobs.ts';
import { createServer } from '../../src/server.ts';
import { TcpProxy } from '../proof/tcp-proxy.ts';
import { launch } from '../support/app.ts';
import { begun, oldEnough, until, waiting } from './sealed.ts';

const peerwork = launch();
const path = () => join(peerwork.folder, 'audit/seals.jsonl');
const verify = () => verifyAudit(peerwork.db, path(), SealKey.at(join(peerwork.folder, 'secrets/audit-key.pem')));
const inFile = () => new SealFile(path()).seals.map(({ signature }) => signature);
const inDatabase = async () => (await peerwork.rows('select signature from app.audit_batches order by seq')).map(({ signature }) => signature as string);

/** Another process of the same center, behind a network that can be cut. */
let proxy: TcpProxy;
let far: NestFastifyApplication;
const sealer = () => far.get(Sealer);

beforeAll(async () => {
  proxy = await TcpProxy.before(loginUrl(peerwork.ownerUrl));
  far = await createServer(proxy.url, peerwork.app.get(Env));
  await peerwork.rows(`create function public.hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(1); return null; end $$`);
  await peerwork.rows(
    'create constraint trigger held after insert on app.audit_batches deferrable initially deferred for each row execute function public.hold()',
  );
}, 60_000);
afterAll(async () => {
  await far?.close();
  proxy?.close();
});

const tally = () => far.get(Jobs).tallies.find(({ job }) => job.name === 'audit-sealing')!;

async function look(): Promise<void> {
  await peerwork.as('ada').get('/v1/accounts');
  await oldEnough(peerwork);
}

/** Seals a batch and loses the connection while the database is committing it: nobody is told whether that was its end. */
async function loseTheAnswer(end: 'kept' | 'undone'): Promise<void> {
  const before = (await inDatabase()).length;
  const holder = await begun(peerwork, 'select pg_advisory_xact_lock(1)');
  const sealing = sealer()
    .seal()
    .then(
      () => 'told',
      () => 'not told',
    );
  const { pid } = await until(async () => (await waiting(peerwork))[0]);
  proxy.halfOpen();
  if (end === 'undone') {
    await peerwork.rows('select pg_terminate_backend($1)', [pid]);
    await until(async () => (await waiting(peerwork)).length === 0);
  }
  await holder.end();
  if (end === 'kept') await until(async () => (await inDatabase()).length > before);
  proxy.reset();
  expect(await sealing).toBe('not told');
  await proxy.pass();
}

it('seals once a second from its first start on, and waits while the database is away', async () => {
  await sealer().start();
  await look();
  await until(async () => (await verify()).unsealed === 0);
  await until(async () => tally().rounds.done > 0);
  expect(tally().rounds.failed).toBe(0);
  proxy.reset();
  await until(async () => tally().rounds.failed > 0);
  expect(peerwork.watch.lines.filter((line) => line.includes('"sealing the audit trail waits"'))).toHaveLength(tally().rounds.failed);
  await look();
  await sealer().onApplicationShutdown();
  expect((await verify()).unsealed).toBe(1);
  await proxy.pass();
  expect(await sealer().seal()).toBe(1);
  expect(await verify()).toMatchObject({ unsealed: 0, finding: null });
});

it('writes down later, once, a batch that was kept although nobody was told so', async () => {
  await look();
  const before = inFile();
  await loseTheAnswer('kept');
  const kept = await inDatabase();
  expect([kept, inFile()]).toEqual([[...before, expect.any(String)], before]);
  for (let times = 0; times < 2; times++) {
    expect(await sealer().seal()).toBe(0);
    expect(inFile()).toEqual(kept);
  }
  expect(await verify()).toMatchObject({ unsealed: 0, finding: null });
});

it('forgets a batch that was not kept, and seals its records in another', async () => {
  await look();
  const before = inFile();
  await loseTheAnswer('undone');
  expect([await inDatabase(), inFile()]).toEqual([before, before]);
  expect(await sealer().seal()).toBe(1);
  const kept = await inDatabase();
  expect(kept).toEqual([...before, expect.any(String)]);
  expect(inFile()).toEqual(kept);
  expect(await verify()).toMatchObject({ unsealed: 0, finding: null });
});
