import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.ts';
import { reachDatabase } from '../database.ts';
import { MasterKeys, type Replaced } from '../modules/data-key/index.ts';
import type { Terminal } from './terminal.ts';

/** Another master key, beside whoever works: the data keys are wrapped anew, and what they sealed stays as it is. */
export async function replaceMasterKey(named: string | undefined, { env: read, say, print }: Terminal): Promise<number> {
  const env = read();
  const present = env.ENCRYPTION_KEY_FILE;
  const file = resolve(named ?? `${present}.new`);
  const database = await reachDatabase(env, say, { keepRunning: true });
  const app = await NestFactory.createApplicationContext(AppModule.over(database.loginUrl, env), { logger: false, abortOnError: false });
  try {
    print(whatNow(await app.get(MasterKeys).replaceBy(file), file, present));
    return 0;
  } finally {
    await app.close();
    await database.stop();
  }
}

function whatNow({ from, to, dataKeys }: Replaced, file: string, present: string): string {
  const done = from
    ? `The ${dataKeys} keys of this database are wrapped with the key in ${file} from now on (fingerprint ${to}), and not any more with the one in ${present} (fingerprint ${from}).`
    : `The ${dataKeys} keys of this database are wrapped with the key in ${file} already (fingerprint ${to}).`;
  const aside = `${present}.${from ?? 'before'}`;
  return `${done}
Every process that runs goes on serving. One that starts from now on needs the new file, so do this at once:
  1. Put a copy of ${file} in a safe, with its fingerprint on it.
  2. On every machine put the new file in the place of the old one, which is what ENCRYPTION_KEY_FILE names:
       cp -p ${present} ${aside} && mv ${file} ${present}
  3. Restart the processes one after another, and see each of them start.
  4. Backups that were made before now need the old key: keep it sealed and away from them, and destroy every copy when the last of them is gone.`;
}
