import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.ts';
import { reachDatabase } from '../database.ts';
import { DataKeys, PlainRound, Rotation } from '../modules/data-key/index.ts';
import { type Command, countBar } from './terminal.ts';

/** A new key, and every value sealed anew with it, beside whoever works. */
export const rotateKeys: Command = async (_args, { env: read, say, print }) => {
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
};
