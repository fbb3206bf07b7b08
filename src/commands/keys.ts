import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from '../app.module.ts';
import type { Env } from '../config/env.ts';
import { reachDatabase } from '../database.ts';
import { DATA_KEYS, DataKeys, MASTER_MARKS, PlainRound, Rotation } from '../modules/data-key/index.ts';
import { MasterKey, type WrappedKey } from '../platform/encryption/master-key.ts';
import type { MasterMark } from '../platform/encryption/master-mark.ts';
import { replaceMasterKey } from './master-key.ts';
import { type Command, countBar, type Terminal, usage } from './terminal.ts';

/** A new key for values, or another master key. */
export const rotateKeys: Command = async (args, terminal) => {
  const { values, positionals } = parseArgs({ args, options: { master: { type: 'boolean' } }, allowPositionals: true });
  if (positionals.length > (values.master ? 1 : 0)) return usage('npm run keys:rotate, or npm run keys:rotate -- --master the-new-key-file');
  return values.master ? replaceMasterKey(positionals[0], terminal) : sealAnew(terminal);
};

/** A new key, and every value sealed anew with it, beside whoever works. */
async function sealAnew({ env: read, say, print }: Terminal): Promise<number> {
  const env = read();
  const database = await reachDatabase(env, say, { keepRunning: true });
  const app = await NestFactory.createApplicationContext(AppModule.over(database.loginUrl, env), { logger: false, abortOnError: false });
  const bar = countBar('sealing anew');
  try {
    await app.get(DataKeys).unlock();
    await app.get(PlainRound).round();
    const rotation = app.get(Rotation);
    say('Waiting until every process knows the new key');
    const { keyId, isResumed } = await rotation.begin();
    say(isResumed ? `Going on with key ${keyId}, to which a rotation was interrupted` : `Key ${keyId} seals from now on`);
    const { done, broken } = await rotation.finish(keyId, bar.follow);
    bar.stop();
    say(`Sealed ${done} values anew`);
    for (const one of broken) print(`CANNOT BE OPENED: ${one}`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    bar.stop();
    await app.close();
    await database.stop();
  }
}

/** Whether the key that is here opens the keys of this database. A restore without it brings back records that nobody can read. */
export async function isOpenedBy(ownerUrl: string, env: Env, { print }: Pick<Terminal, 'print'>): Promise<boolean> {
  const owner = new pg.Client({ connectionString: ownerUrl, options: '-c role=app_worker' });
  await owner.connect();
  try {
    const { rows } = await owner.query<WrappedKey>(DATA_KEYS);
    const { rows: marks } = await owner.query<MasterMark>(MASTER_MARKS);
    if (rows.length > 0) MasterKey.of(env, rows, marks);
    return true;
  } catch (error) {
    print(`NOT READABLE: ${(error as Error).message}`);
    return false;
  } finally {
    await owner.end();
  }
}
