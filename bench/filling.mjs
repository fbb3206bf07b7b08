// Fills a database that nobody uses yet: what a demo center of this size would have, by several sessions at once, with indexes and
// constraints put back, and so checked, when all of it is there. One that breaks off is thrown away.
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { clientRows, LargeCenter } from '../dist/src/demo/large-center.js';
import { copyRows } from '../dist/src/demo/large.js';

const NOTED = ['app.session_notes', 'app.session_note_texts', 'app.session_note_signatures'];
const OPTIONS = '-c role=app_owner -c search_path=app,public -c timezone=UTC';
const NOTES_AT_ONCE = 25_000;

const CONSTRAINTS = `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
  where conrelid = any ($1::regclass[]) and contype in ('f', 'x') order by contype desc, conname`;
const INDEXES = `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
  where indrelid = any ($1::regclass[]) and not indisunique and not exists (select from pg_constraint where conindid = indexrelid and contype = 'x') order by 1`;
const SHAPE = `select pg_get_indexdef(indexrelid) as each from pg_index where indrelid = any ($1::regclass[])
  union all select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where conrelid = any ($1::regclass[])
  union all select concat_ws(' ', tgrelid::regclass, tgname, tgenabled) from pg_trigger where tgrelid = any ($1::regclass[]) and not tgisinternal
  union all select concat_ws(' ', oid::regclass, relrowsecurity, relforcerowsecurity) from pg_class where oid = any ($1::regclass[]) order by 1`;

export async function filled(ownerUrl, { clients, notes }, say) {
  const owner = new pg.Client({ connectionString: ownerUrl, options: OPTIONS });
  await owner.connect();
  try {
    const center = new LargeCenter(clients, notes);
    say(`${clients} clients of ${center.specialists} specialists`);
    const people = clientRows(center, []);
    await resting(
      owner,
      Object.keys(people).map((table) => `app.${table}`),
      () => copyRows(owner, people),
    );
    const before = await shapeOf(owner);
    await resting(owner, [...NOTED, 'app.audit_events'], () => bare(owner, say, () => noted({ ownerUrl, clients, notes, tag: center.tag }, say)));
    if ((await shapeOf(owner)) !== before) throw new Error('The tables of notes are not what they were before they were filled');
  } finally {
    await owner.end();
  }
}

const shapeOf = async (owner) => (await owner.query(SHAPE, [[...NOTED, 'app.audit_events']])).rows.map(({ each }) => each).join('\n');

/** Without row security and without their triggers; those of the trail go on, for they make each record whole. */
async function resting(owner, tables, work) {
  const all = async (force, triggers) => {
    for (const table of tables)
      await owner.query(`alter table ${table} ${force} row level security${table === 'app.audit_events' ? '' : `, ${triggers} trigger user`}`);
  };
  await all('no force', 'disable');
  await work();
  await all('force', 'enable');
}

/** A row that is added to eleven indexes and looked up by nine keys one by one costs about twice as much as all of that made at once at the end. */
async function bare(owner, say, work) {
  const { rows: constraints } = await owner.query(CONSTRAINTS, [NOTED]);
  const { rows: indexes } = await owner.query(INDEXES, [NOTED]);
  for (const { table, name } of constraints) await owner.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await owner.query(`drop index ${name}`);
  await work();
  await owner.query(`set maintenance_work_mem = '512MB'`);
  for (const { name, definition } of indexes) {
    say(`  index ${name}`);
    await owner.query(definition);
  }
  for (const { table, name, definition } of constraints) {
    say(`  constraint ${name}`);
    await owner.query(`alter table ${table} add constraint ${name} ${definition}`);
  }
}

/** Slices of the notes by turns to as many sessions as there are processors. */
async function noted({ notes, ...center }, say) {
  const slices = Array.from({ length: Math.ceil(notes / NOTES_AT_ONCE) }, (_, n) => ({
    from: n * NOTES_AT_ONCE,
    until: Math.min(notes, (n + 1) * NOTES_AT_ONCE),
  }));
  const sessions = Math.min(4, os.availableParallelism(), slices.length);
  const began = performance.now();
  let copied = 0;
  const session = (nth) =>
    new Promise((done, fail) => {
      const own = slices.filter((_, n) => n % sessions === nth);
      const worker = new Worker(new URL('filling-session.mjs', import.meta.url), { workerData: { ...center, notes, slices: own, options: OPTIONS } });
      worker.on('message', (count) => {
        copied += count;
        const seconds = (performance.now() - began) / 1_000;
        say(`  ${copied} of ${notes} notes, ${Math.round(copied / seconds)} a second, ${Math.round((seconds * (notes - copied)) / copied)} s left`);
      });
      worker.on('error', fail);
      worker.on('exit', (code) => (code === 0 ? done() : fail(new Error(`A session that fills ended with ${code}`))));
    });
  await Promise.all(Array.from({ length: sessions }, (_, nth) => session(nth)));
}
