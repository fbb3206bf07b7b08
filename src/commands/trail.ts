import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from '../app.module.ts';
import type { Env } from '../config/env.ts';
import { reachDatabase } from '../database.ts';
import { SealFile, SealKey, Sealer, verifyAudit } from '../modules/audit/index.ts';
import { verifySignedNotes } from '../modules/session-note/index.ts';
import { loginUrl } from '../platform/database/migrate.ts';
import { AUDITOR } from '../platform/database/roles.ts';
import { type Command, instant, type Terminal, usage } from './terminal.ts';

export type Said = Pick<Terminal, 'say' | 'print'>;

/** Reads every record and every signed note, and says what it found; true when all is as it was sealed. */
export async function verifyTrail(ownerUrl: string, env: Env, { say, print }: Said): Promise<{ isIntact: boolean; records: number }> {
  const auditor = new pg.Client({ connectionString: ownerUrl, options: `-c role=${AUDITOR}` });
  await auditor.connect();
  const report = await verifyAudit(auditor, env.AUDIT_SEAL_FILE, SealKey.at(env.AUDIT_KEY_FILE), (records) => say(`${records} records`));
  const notes = await verifySignedNotes(auditor);
  await auditor.end();
  say(`${report.records} records in ${report.batches} sealed batches, ${report.unsealed} not sealed yet; ${notes.notes} signed notes`);
  for (const { restoredTo, lost, declaredAt } of new SealFile(env.AUDIT_SEAL_FILE).restores)
    say(`Restored to ${restoredTo}, declared at ${declaredAt}: ${lost.length} sealed batches were lost by it`);
  const { finding } = report;
  const where = finding?.record ? `record ${finding.record} ` : finding?.batch ? `batch ${finding.batch} ` : '';
  if (finding) print(`NOT INTACT: ${where}${finding.what}`);
  if (notes.finding) print(`NOT INTACT: session note ${notes.finding.noteId} ${notes.finding.what}`);
  const isIntact = !finding && !notes.finding;
  if (isIntact) print('Intact');
  return { isIntact, records: report.records };
}

/** Begins the era after a restore and declares it in the seal file; answers how many sealed batches it lost. */
export async function declareRestore(ownerUrl: string, env: Env, to: Date): Promise<number> {
  const app = await NestFactory.createApplicationContext(AppModule.over(loginUrl(ownerUrl), env), { logger: false });
  try {
    return (await app.get(Sealer).restored(to)).lost.length;
  } finally {
    await app.close();
  }
}

export const auditVerify: Command = async (_args, terminal) => {
  const env = terminal.env();
  const database = await reachDatabase(env, terminal.say, { keepRunning: true });
  if (!database.ownerUrl) return usage('audit:verify reads as the owner: set DATABASE_URL');
  const { isIntact } = await verifyTrail(database.ownerUrl, env, terminal);
  await database.stop();
  return isIntact ? 0 : 1;
};

export const auditRestored: Command = async (args, terminal) => {
  const { values } = parseArgs({ args, options: { to: { type: 'string' } } });
  if (!values.to) return usage('npm run audit:restored -- --to 2026-03-01T13:30:00Z, after a restore of your own PostgreSQL and before the API starts');
  const to = instant(values.to);
  const env = terminal.env();
  const database = await reachDatabase(env, terminal.say, { keepRunning: true });
  if (!database.ownerUrl) return usage('audit:restored works as the owner: set DATABASE_URL');
  await demandQuiet(database.ownerUrl);
  const lost = await declareRestore(database.ownerUrl, env, to);
  const { isIntact } = await verifyTrail(database.ownerUrl, env, terminal);
  await database.stop();
  terminal.say(`A new era of the trail has begun; ${lost} sealed batches were declared lost`);
  return isIntact ? 0 : 1;
};

/** Who works meanwhile would lose that work, or write into an era that is over. */
export async function demandQuiet(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ name: string; count: string }>(
    `select coalesce(nullif(application_name, ''), usename) as name, count(*) from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid() and datname = current_database() group by 1`,
  );
  await owner.end();
  if (rows.some(({ name }) => name === 'peerwork')) throw new Error('The API works on this database: stop it first');
  if (rows.length > 0)
    throw new Error(`Somebody is connected to this database (${rows.map(({ name, count }) => `${name}: ${count}`).join(', ')}): end that first`);
}
