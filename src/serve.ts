import { setTimeout as wait } from 'node:timers/promises';
import type { Env } from './config/env.ts';
import type { Database } from './database.ts';
import { fillWhenEmpty, signInsOf } from './demo/index.ts';
import { serveDocs } from './documentation.ts';
import { Sealer } from './modules/audit/index.ts';
import { DataKeys, PlainRound } from './modules/data-key/index.ts';
import { DigestMail, DigestMaker } from './modules/digest/index.ts';
import { ExportRunner } from './modules/ehr/index.ts';
import { ImportRunner } from './modules/intake/index.ts';
import { PurgeRunner } from './modules/retention/index.ts';
import { DraftExpiry } from './modules/session-note/index.ts';
import { TaskRound } from './modules/task/index.ts';
import { Departure } from './platform/http/departure.ts';
import { Metrics } from './platform/metrics/metrics.ts';
import { banner } from './progress.ts';
import { createServer } from './server.ts';

/** Every answer is out by then; what is still open takes its time on purpose, or was never asked for anything. */
const FOR_ANSWERS_MS = 8_000;
/** After ten seconds a service manager ends us without asking, and nothing is gained by waiting for it. */
const FOR_EVERYTHING_MS = 9_500;

/** Serves over this database until a signal says to end. */
export async function serve(env: Env, database: Database, say: (what: string) => void): Promise<void> {
  if (env.NODE_ENV !== 'production') await fillWhenEmpty(database.loginUrl, env, say);
  const app = await createServer(database.loginUrl, env, { prepare: serveDocs });
  const sealed = await app.get(PlainRound).round();
  if (sealed > 0) say(`Sealed ${sealed} values that stood in plain`);
  await app.listen(env.PORT, env.HOST).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`Port ${env.PORT} is in use; choose another one: PORT=${env.PORT + 1} npm start`) : error;
  });
  await app.get(Metrics).listen();
  await app.get(Sealer).start();
  app.get(DataKeys).start();
  app.get(PlainRound).start();
  app.get(DraftExpiry).start();
  app.get(ImportRunner).start();
  app.get(TaskRound).start();
  app.get(DigestMaker).start();
  app.get(DigestMail).start();
  app.get(PurgeRunner).start();
  app.get(ExportRunner).start();

  let leaving = false;
  const leave = async (signal: string) => {
    if (leaving) return;
    leaving = true;
    say(`${signal}: finishing what is under way`);
    const departure = app.get(Departure);
    departure.announce();
    setTimeout(() => app.getHttpServer().closeAllConnections(), FOR_ANSWERS_MS);
    setTimeout(() => process.exit(1), FOR_EVERYTHING_MS);
    // Time for a load balancer to see that this process is not ready any more; nobody waits for it at a desk.
    if (env.NODE_ENV === 'production') await wait(1_000);
    await departure.close();
    await app.close();
    await database.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void leave('SIGTERM'));
  process.on('SIGINT', () => void leave('SIGINT'));
  banner(await app.getUrl(), env, database.notice, signInsOf(env));
}
