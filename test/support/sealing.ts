import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretIn } from '../../src/config/secret-file.ts';
import { indexOf } from '../../src/modules/client/contact-details.ts';
import { PlainRound } from '../../src/modules/data-key/index.ts';
import { MasterKey } from '../../src/platform/encryption/master-key.ts';
import { Sealing } from '../../src/platform/encryption/sealing.ts';
import type { Running } from './app.ts';

/** The key that an operator of a database of his own makes before the first start. */
export function keyFileIn(folder: string): string {
  const file = join(folder, 'secrets/encryption-key');
  secretIn(file);
  return file;
}

/** Sealing with keys of its own, for what needs no database. */
export function ownSealing(): Sealing {
  const master = MasterKey.first({ NODE_ENV: 'test', ENCRYPTION_KEY_FILE: keyFileIn(mkdtempSync(join(tmpdir(), 'peerwork-keys-'))) });
  const sealing = new Sealing();
  const row = (id: number, purpose: string) => ({ id, purpose, wrapped: master.wrap(id, purpose, Buffer.alloc(32, id)), isInUse: true });
  sealing.ring.take([row(1, 'values'), row(2, 'index')], master);
  return sealing;
}

/** Seals what a test put into the tables in plain, as the application does with what the release before wrote. */
export const sealPlain = (peerwork: Running) => peerwork.app.get(PlainRound).round();

export const identifierIndex = (peerwork: Running, one: { system: string; value: string }): Buffer => indexOf(peerwork.app.get(Sealing), one);
