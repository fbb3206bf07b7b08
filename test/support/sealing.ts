import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { secretIn } from '../../src/config/secret-file.ts';
import { indexOf } from '../../src/modules/client/contact-details.ts';
import { PlainRound, type Rotation } from '../../src/modules/data-key/index.ts';
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

/** A rotation to a new key that seals at once: where no other process has to hear of it first, nobody need wait. */
export async function begunAtOnce(peerwork: Running, rotation: Rotation): Promise<Awaited<ReturnType<Rotation['begin']>>> {
  let hasBegun = false;
  const beginning = rotation.begin().finally(() => (hasBegun = true));
  while (!hasBegun) {
    await peerwork.rows('begin; set local session_replication_role = replica; update app.data_keys set used_from = now() where used_from > now(); commit');
    await wait(20);
  }
  return beginning;
}

export const identifierIndex = (peerwork: Running, one: { system: string; value: string }): Buffer => indexOf(peerwork.app.get(Sealing), one);
