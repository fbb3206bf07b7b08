import { beforeAll, expect, it } from '@jest/globals';
import { join } from 'node:path';
import pg from 'pg';
import { SealKey, verifyAudit } from '../../src/modules/audit/index.ts';
import { sealAll } from '../audit/sealed.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { isLong, proved, sized, slack } from '../support/proof.ts';

const peerwork = launch();
const RECORDS = sized(20_000, 1_000_000);
const WITHIN_SECONDS = 20;

/** As an operator's verification reads: over a connection that may nothing else. */
async function verify(): Promise<Awaited<ReturnType<typeof verifyAudit>>> {
  const auditor = new pg.Client({ connectionString: peerwork.ownerUrl, options: '-c role=app_auditor' });
  await auditor.connect();
  try {
    return await verifyAudit(auditor, join(peerwork.folder, 'audit/seals.jsonl'), SealKey.at(join(peerwork.folder, 'secrets/audit-key.pem')));
  } finally {
    await auditor.end();
  }
}

/** Records like those of the application's own, completed by the database; a hundred a transaction, so that batches have where to end. */
const grow = (count: number) =>
  peerwork.rows(`do $$ begin for part in 1..${count / 100} loop
    insert into app.audit_events (id, kind, request_id, account_id, role, action, subject_id, client_ids, status, facts)
    select gen_random_uuid(), (array['access', 'access', 'refusal', 'change'])[1 + n % 4], gen_random_uuid(), '${CAST.ana.id}', 'peer-specialist',
           case n % 4 when 3 then 'goal.changed' else 'GET /v1/clients/:id/goals' end, case when n % 3 > 0 then gen_random_uuid() end,
           case when n % 5 > 0 then array['${CLIENTS.jordan}', '${CLIENTS.sam}']::uuid[] else '{}' end, case when n % 4 < 3 then 200 end,
           case n % 4 when 3 then '{"fields": ["statement", "größe"]}' else '{}' end::jsonb
      from generate_series(1, 100) as n;
    commit;
  end loop; end $$`);

/** The application's start put the making of its two first keys on the trail, and which master key wraps them. */
const KEYS_MADE = 3;

async function tamper(offence: string, values: unknown[]): Promise<void> {
  const parts = await peerwork.rows<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'app.audit_events'::regclass`,
  );
  for (const { name } of [{ name: 'app.audit_events' }, ...parts]) await peerwork.rows(`alter table ${name} disable trigger user`);
  await peerwork.rows(offence, values);
}

beforeAll(async () => {
  await grow(RECORDS);
  await sealAll(peerwork);
}, 300_000);

it(`verifies ${RECORDS} sealed records within ${WITHIN_SECONDS} seconds`, async () => {
  const began = performance.now();
  const report = await verify();
  const seconds = (performance.now() - began) / 1_000;
  proved(
    'Audit',
    `verified ${RECORDS} records in ${report.batches} batches`,
    `${seconds.toFixed(1)} s, ${Math.round(RECORDS / seconds)} a second`,
    '1 M within 20 s',
  );
  expect(report).toMatchObject({ records: RECORDS + KEYS_MADE, unsealed: 0, finding: null });
  if (isLong) expect(seconds).toBeLessThanOrEqual(WITHIN_SECONDS * slack);
}, 120_000);

it('names the one record in the middle that was changed', async () => {
  const [middle] = await peerwork.rows<{ id: string }>(`select id from app.audit_events order by era, xid, id offset $1 limit 1`, [RECORDS / 2]);
  await tamper(`update app.audit_events set facts = '{"fields": ["statement"]}' where id = $1`, [middle!.id]);
  expect((await verify()).finding).toEqual({ record: middle!.id, batch: null, what: 'was changed: its hash is not that of its content' });
}, 120_000);
