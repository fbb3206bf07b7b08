import { setTimeout as wait } from 'node:timers/promises';
import { Sealer } from '../../src/modules/audit/index.ts';
import type { Running } from '../support/app.ts';

const OLDER = `select from app.audit_events where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`;

/** Seals everything at once, and says how many. */
export async function sealAll(peerwork: Running): Promise<number> {
  await oldEnough(peerwork);
  return peerwork.app.get(Sealer).seal();
}

/** Records wait for older transactions, and those of other tests on this server count too. */
export async function oldEnough(peerwork: Running): Promise<void> {
  for (let tries = 0; tries < 400 && (await peerwork.rows(OLDER)).length > 0; tries++) await wait(25);
}
