import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from './app.module.ts';
import { Env } from './config/env.ts';
import { reachDatabase } from './database.ts';
import { fillLarge, fillWhenEmpty } from './demo/index.ts';
import { describeApi } from './documentation.ts';
import { Accounts } from './modules/account/index.ts';
import { verifyAudit, SealKey } from './modules/audit/index.ts';
import { verifySignedNotes } from './modules/session-note/index.ts';
import { AUDITOR } from './platform/database/roles.ts';
import { saying } from './progress.ts';

const say = saying();

/** What an operator does at a terminal. Each answers with the process's exit code. */
const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  migrate: async () => {
    const database = await reachDatabase(Env.read(process.env), say, { keepRunning: true });
    await database.stop();
    say('The database is up to date');
    return 0;
  },

  administrator: async (args) => {
    const { values } = parseArgs({ args, options: { email: { type: 'string' }, name: { type: 'string' } } });
    if (!values.email || !values.name) return usage('npm run administrator -- --email you@center.org --name "Your Name"');
    const env = Env.read(process.env);
    const database = await reachDatabase(env, say, { keepRunning: true });
    const app = await NestFactory.createApplicationContext(AppModule.over(database.loginUrl, env), { logger: false });
    const { token, expiresAt } = await app.get(Accounts).inviteAdministrator({ email: values.email, name: values.name });
    console.log(
      `Accept by ${expiresAt.toISOString()} with POST /v1/invitations/acceptances:\n${JSON.stringify({ token, password: 'a password of your own' }, null, 2)}`,
    );
    await app.close();
    await database.stop();
    return 0;
  },

  demo: async (args) => {
    const { values } = parseArgs({ args, options: { clients: { type: 'string' }, notes: { type: 'string' } } });
    const env = Env.read(process.env);
    if (env.NODE_ENV === 'production') return usage('A demo center is not put into a production database');
    const database = await reachDatabase(env, say, { keepRunning: true });
    await fillWhenEmpty(database.loginUrl, env, say);
    if (values.clients || values.notes) await fillLarge(database, { clients: Number(values.clients ?? 5_000), notes: Number(values.notes ?? 1_000_000) }, say);
    await database.stop();
    return 0;
  },

  'audit:verify': async () => {
    const env = Env.read(process.env);
    const database = await reachDatabase(env, say, { keepRunning: true });
    if (!database.ownerUrl) return usage('audit:verify reads as the owner: set DATABASE_URL');
    const auditor = new pg.Client({ connectionString: database.ownerUrl, options: `-c role=${AUDITOR}` });
    await auditor.connect();
    const report = await verifyAudit(auditor, env.AUDIT_SEAL_FILE, SealKey.at(env.AUDIT_KEY_FILE), (records) => say(`${records} records`));
    const notes = await verifySignedNotes(auditor);
    await auditor.end();
    await database.stop();
    say(`${report.records} records in ${report.batches} sealed batches, ${report.unsealed} not sealed yet; ${notes.notes} signed notes`);
    if (report.finding)
      console.log(`NOT INTACT: ${report.finding.record ? `record ${report.finding.record}` : `batch ${report.finding.batch}`} ${report.finding.what}`);
    if (notes.finding) console.log(`NOT INTACT: session note ${notes.finding.noteId} ${notes.finding.what}`);
    if (!report.finding && !notes.finding) console.log('Intact');
    return report.finding || notes.finding ? 1 : 0;
  },

  openapi: async (args) => {
    const { values, positionals } = parseArgs({ args, options: { check: { type: 'boolean' } }, allowPositionals: true });
    const [file = 'openapi.json'] = positionals;
    const text = `${JSON.stringify(await describeApi(), null, 2)}\n`;
    if (!values.check) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text) return usage(`${file} is not what the code says; run: npm run openapi`);
    return 0;
  },
};

function usage(what: string): number {
  console.error(what);
  return 2;
}

const [command = '', ...args] = process.argv.slice(2);
const run = COMMANDS[command] ?? (async () => usage(`Commands: ${Object.keys(COMMANDS).join(', ')}`));
run(args).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
