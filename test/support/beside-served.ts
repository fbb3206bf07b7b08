import { Env } from '../../src/config/env.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { createServer } from '../../src/server.ts';
import type { Running } from './app.ts';

/** For a while an application of this process beside one that serves, with the same keys: what is sealed here is opened there. */
export async function besideServed(peerwork: Running, ownerUrl: string, DATA_DIR: string, body: () => Promise<unknown>): Promise<void> {
  const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR, LOG_LEVEL: 'silent' });
  peerwork.app = await createServer(loginUrl(ownerUrl), env);
  await body();
  await peerwork.app.close();
}
