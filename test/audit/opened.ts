import type { Running } from '../support/app.ts';

type Owner = Pick<Running, 'rows'>;

/** What only the owner of the database can do: take the trail's triggers off, so that it can be changed. */
export const openTrail = (owner: Owner) => each(owner, 'disable trigger user');

export async function closeTrail(owner: Owner): Promise<void> {
  await each(owner, 'enable trigger user');
  await each(owner, 'enable always trigger append_only, enable always trigger never_truncated');
}

/** Does to the trail what only the owner of the database can, and takes it back afterwards. */
export async function tampered(owner: Owner, offence: string, values: unknown[] = []): Promise<() => Promise<void>> {
  await owner.rows('create table if not exists public.kept as select * from app.audit_events');
  await owner.rows('create table if not exists public.kept_batches as select * from app.audit_batches');
  await openTrail(owner);
  await owner.rows(offence, values);
  await closeTrail(owner);
  return async () => {
    await openTrail(owner);
    await owner.rows('delete from app.audit_events');
    await owner.rows('insert into app.audit_events select * from public.kept');
    await owner.rows('delete from app.audit_batches');
    await owner.rows('insert into app.audit_batches select * from public.kept_batches');
    await closeTrail(owner);
  };
}

async function each(owner: Owner, change: string): Promise<void> {
  await owner.rows((await tables(owner)).map((name) => `alter table ${name} ${change}`).join(';'));
}

async function tables(owner: Owner): Promise<string[]> {
  const partitions = await owner.rows<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'app.audit_events'::regclass`,
  );
  return ['app.audit_events', 'app.audit_batches', ...partitions.map(({ name }) => name)];
}
