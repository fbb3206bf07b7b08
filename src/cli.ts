import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.ts';
import { backup } from './commands/backup.ts';
import { importRoster } from './commands/import-roster.ts';
import { rotateKeys } from './commands/keys.ts';
import { restoreDrill } from './commands/restore-drill.ts';
import { restore } from './commands/restore.ts';
import { type Command, usage } from './commands/terminal.ts';
import { auditRestored, auditVerify } from './commands/trail.ts';
import { Env } from './config/env.ts';
import { reachDatabase } from './database.ts';
import { fillLarge, fillWhenEmpty } from './demo/index.ts';
import { describeApi } from './documentation.ts';
import { Accounts } from './modules/account/index.ts';
import { saying } from './progress.ts';

const say = saying();

const COMMANDS: Record<string, Command> = {
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

  'audit:verify': auditVerify,
  'audit:restored': auditRestored,
  import: importRoster,
  'keys:rotate': rotateKeys,
  backup,
  restore,
  'restore:drill': restoreDrill,

  openapi: async (args) => {
    const { values, positionals } = parseArgs({ args, options: { check: { type: 'boolean' } }, allowPositionals: true });
    const [file = 'openapi.json'] = positionals;
    const text = `${JSON.stringify(await describeApi(), null, 2)}\n`;
    if (!values.check) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text) return usage(`${file} is not what the code says; run: npm run openapi`);
    return 0;
  },
};

const [command = '', ...args] = process.argv.slice(2);
const run = COMMANDS[command] ?? (async () => usage(`Commands: ${Object.keys(COMMANDS).join(', ')}`));
run(args, { env: () => Env.read(process.env), say, print: (what) => console.log(what) }).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
