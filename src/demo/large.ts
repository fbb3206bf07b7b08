import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import cliProgress from 'cli-progress';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../database.ts';
import { clientRows, COLUMNS, LargeCenter, type Noted, notedRows, type Table, type TableRows } from './large-center.ts';

export type Size = { clients: number; notes: number };

const NOTES_AT_ONCE = 25_000;

/**
 * A large center for looking at speed, copied straight into the tables. Row security and triggers of these tables rest for
 * each transaction that copies, and only within it; every signed note has its record on the trail all the same.
 */
export async function fillLarge({ ownerUrl }: Pick<Database, 'ownerUrl'>, { clients, notes }: Size, say: (what: string) => void): Promise<void> {
  if (!ownerUrl) throw new Error('A large center is copied in as the owner: set DATABASE_URL');
  const owner = new pg.Client({ connectionString: ownerUrl, options: '-c role=app_owner -c search_path=app,public -c timezone=UTC' });
  await owner.connect();
  try {
    const center = new LargeCenter(clients, notes);
    say(`${clients} clients of ${center.specialists} specialists`);
    await copied(owner, clientRows(center, await knownSupervisors(owner)));
    const bar = new cliProgress.SingleBar(
      { noTTYOutput: true, notTTYSchedule: 5_000, format: '  notes {bar} {percentage}% | {value} of {total} | {eta_formatted} left' },
      cliProgress.Presets.shades_classic,
    );
    bar.start(notes, 0);
    for (let from = 0; from < notes; from += NOTES_AT_ONCE) {
      const part: Noted = { from, until: Math.min(notes, from + NOTES_AT_ONCE) };
      await copied(owner, notedRows(center, part));
      bar.update(part.until);
    }
    bar.stop();
    say('Gathering statistics');
    await owner.query(
      'vacuum (analyze) app.clients, app.assignments, app.stays, app.goals, app.goal_check_ins, app.session_notes, app.session_note_texts, app.session_note_signatures',
    );
  } finally {
    await owner.end();
  }
}

/** The demo center's own supervisors get the first teams, so that one can sign in and see a caseload of this size. */
async function knownSupervisors(owner: pg.Client): Promise<string[]> {
  const supervisors = await owner.query<{ id: string }>(`select supervisor_id as id from app.supervisions group by 1 order by 1`).catch(() => ({ rows: [] }));
  return supervisors.rows.map(({ id }) => id);
}

async function copied(owner: pg.Client, tables: TableRows): Promise<void> {
  const names = Object.keys(tables) as Table[];
  await owner.query('begin');
  for (const table of names)
    await owner.query(`alter table app.${table} no force row level security${table === 'audit_events' ? '' : ', disable trigger user'}`);
  await copyRows(owner, tables);
  for (const table of names) await owner.query(`alter table app.${table} force row level security${table === 'audit_events' ? '' : ', enable trigger user'}`);
  await owner.query('commit');
}

/** Into tables whose triggers rest. */
export async function copyRows(owner: pg.Client, tables: TableRows): Promise<void> {
  for (const table of Object.keys(tables) as Table[]) {
    const copy = owner.query(copyFrom(`copy app.${table} (${COLUMNS[table].join(', ')}) from stdin`));
    await pipeline(Readable.from(lines(tables[table]!)), copy);
  }
}

// Many lines to a chunk: one at a time costs more than the database does.
function* lines(rows: Iterable<unknown[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(cell).join('\t')}\n`;
    if (chunk.length > 64_000) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '\\N';
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return String(value);
};
