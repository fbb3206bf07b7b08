import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { launch } from '../support/app.ts';
import { sealAll } from './sealed.ts';

const peerwork = launch();

const verify = () => verifyAudit(peerwork.db, join(peerwork.folder, 'audit/seals.jsonl'), SealKey.at(join(peerwork.folder, 'secrets/audit-key.pem')));
const look = () => peerwork.as('ada').get('/v1/accounts');
const now = async () => Number((await peerwork.rows<{ xid: string }>('select pg_current_xact_id()::text as xid'))[0]!.xid);

/** Nobody's work, only numbers: until a few transactions before the next power of ten. */
async function burnTowards(power: number): Promise<void> {
  await peerwork.rows(`do $$ begin while pg_current_xact_id() < '${power - 6}'::xid8 loop commit; end loop; end $$`);
}

it('finds a trail intact whose transaction ids got one more digit', async () => {
  const power = 10 ** String(await now()).length;
  await burnTowards(power);
  await look();
  await sealAll(peerwork);
  while ((await now()) < power + 3) await look();
  await look();
  await sealAll(peerwork);
  const { finding, unsealed } = await verify();
  expect({ finding, unsealed }).toEqual({ finding: null, unsealed: 0 });
}, 60_000);
