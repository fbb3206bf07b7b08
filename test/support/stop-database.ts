import { rmSync } from 'node:fs';
import { asAdmin, template } from './database.ts';
import type { EmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';

export default async function stop(): Promise<void> {
  const { testServer, testFolder } = globalThis as { testServer?: EmbeddedPostgres; testFolder?: string };
  if (!testServer) await asAdmin(async (admin) => void (await admin.query(`drop database if exists ${template()}`)));
  await testServer?.stop();
  if (testFolder) rmSync(testFolder, { recursive: true, force: true });
}
