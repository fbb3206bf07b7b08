import type { Running } from '../support/app.ts';

/** What only the owner of the database can do: take the trail's triggers off, so that it can be changed. */
export const openTrail = (peerwork: Running) => each(peerwork, 'disable');

export async function closeTrail(peerwork: Running): Promise<void> {
  await each(peerwork, 'enable');
  for (const name of await tables(peerwork))
    await peerwork.rows(`alter table ${name} enable always trigger append_only, enable always trigger never_truncated`);
}

async function each(peerwork: Running, change: 'enable' | 'disable'): Promise<void> {
  for (const name of await tables(peerwork)) await peerwork.rows(`alter table ${name} ${change} trigger user`);
}

async function tables(peerwork: Running): Promise<string[]> {
  const partitions = await peerwork.rows<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'app.audit_events'::regclass`,
  );
  return ['app.audit_events', 'app.audit_batches', ...partitions.map(({ name }) => name)];
}
