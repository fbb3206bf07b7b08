import { reachDatabase } from './database.ts';
import { Env } from './config/env.ts';
import { faultOf, logger } from './platform/http/log.ts';
import { saying } from './progress.ts';

const say = saying();

async function start(): Promise<void> {
  const env = Env.read(process.env);
  // The application is loaded while the database comes up: after a crash every second counts.
  const [database, { serve }] = await Promise.all([reachDatabase(env, say), import('./serve.ts')]);
  try {
    await serve(env, database, say);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Node would print the error whole, with whatever it quotes. */
process.on('uncaughtException', (error) => {
  logger.fatal({ fault: faultOf(error) }, 'the process ends: nobody caught an error');
  process.exit(1);
});

start().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exit(1);
});
