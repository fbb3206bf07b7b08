// All notes of all who consented, as NDJSON, beside COPY of the same rows alone.
// npm run bench:export [-- --clients 5000 --notes 100000 --rounds 3 --folder .data/bench]
// What a center takes its notes out by is FHIR's bulk export: it is the only export that is NDJSON, and each signed note is in it
// as a document with its words. (Claim exports and de-identified treatments are CSV or JSON, and have no notes in them.)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { to as copyTo } from 'pg-copy-streams';
import { startEmbeddedPostgres } from '../dist/src/platform/database/embedded-postgres.js';
import { openCenter } from './center.mjs';
import { registerMachine, TOKEN } from './machine.mjs';
import { median, Servers } from './servers.mjs';

const number = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({ options: { clients: number(5_000), notes: number(100_000), rounds: number(3), folder: { type: 'string' } } });
const [clients, notes, rounds] = [values.clients, values.notes, values.rounds].map(Number);

/** The signed notes of those who consented, with their words. As CSV without quotes, for COPY's text would double what JSON escapes. */
const NOTES = (recipient) => `copy (select row_to_json(x) from (
    select n.*, t.intervention, t.response, t.plan from app.session_notes n join app.session_note_texts t on t.note_id = n.id
     where n.status in ('signed', 'cosigned', 'voided') and not n.kept_from_ehr and n.client_id in (select client_id from app.consents where recipient_ids = array['${recipient}'::uuid])
  ) x) to stdout (format csv, quote e'\\x01', delimiter e'\\x02')`;
const POLL_MS = 1_100;

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'peerwork-bench-'));
const server = await startEmbeddedPostgres({ folder, onProgress: console.error });
const servers = new Servers(folder);
let center;
try {
  center = await openCenter(server, { clients, notes }, console.error);
  const recipient = await registerMachine(center.owner);
  const api = await servers.start('api.mjs', center);
  console.log(`${clients} clients, ${notes} notes; ${rounds} rounds; Node ${process.version}`);
  const before = await api.megabytes();
  await api.order('exports');
  await api.order('watch');
  const results = [];
  for (let round = 0; round < rounds; round++) results.push({ copied: await copied(recipient), exported: await exported(api.port) });
  const peak = Math.round((await api.order('watched')) / 1_048_576);
  told(results, { before, peak });
} finally {
  servers.end();
  await center?.owner.end();
  await server.stop();
  if (!values.folder) rmSync(folder, { recursive: true, force: true });
}

/** Lines of what streams by, and how many bytes they were: it goes nowhere. */
async function counted(stream) {
  const all = { rows: 0, bytes: 0 };
  const nowhere = new Writable({
    write(chunk, _encoding, done) {
      all.bytes += chunk.length;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) all.rows++;
      done();
    },
  });
  await pipeline(stream, nowhere);
  return all;
}

async function copied(recipient) {
  const began = performance.now();
  const all = await counted(center.owner.query(copyTo(NOTES(recipient))));
  return { ...all, rate: rateOf(all.rows, began) };
}

/** Asked for, made and fetched as a machine does it. How long it took to be made is told by its own row, for whoever polls learns it late. */
async function exported(port) {
  const ask = async (path, options = {}) => {
    const answer = await fetch(new URL(path, `http://127.0.0.1:${port}`), { ...options, headers: { Authorization: `Bearer ${TOKEN}`, ...options.headers } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const begun = await ask('/fhir/R4/Patient/$export?_type=DocumentReference', { headers: { Prefer: 'respond-async' } });
  const { pathname } = new URL(begun.headers.get('content-location'));
  let status;
  do {
    await wait(POLL_MS);
    status = await ask(pathname);
  } while (status.status === 202);
  const { output } = await status.json();
  const { rows } = await center.owner.query('select extract(epoch from ended_at - asked_at)::float8 as seconds from app.exports where id = $1', [
    pathname.split('/').at(-1),
  ]);
  const began = performance.now();
  const all = { rows: 0, bytes: 0 };
  for (const { url } of output) {
    const file = await counted((await ask(new URL(url).pathname)).body);
    all.rows += file.rows;
    all.bytes += file.bytes;
  }
  const fetched = (performance.now() - began) / 1_000;
  await ask(pathname, { method: 'DELETE' });
  return { ...all, made: all.rows / rows[0].seconds, rate: all.rows / (rows[0].seconds + fetched) };
}

function rateOf(rows, began) {
  return (rows * 1_000) / (performance.now() - began);
}

function told(results, { before, peak }) {
  const [{ copied: first, exported: documents }] = results;
  const of = (figure) => median(results.map(figure));
  const size = ({ rows, bytes }) => `${rows} lines, ${(bytes / 1_000_000).toFixed(1)} MB`;
  console.log(
    `  COPY alone     ${of(({ copied: { rate } }) => rate)
      .toFixed(0)
      .padStart(8)} rows/s   (${size(first)})`,
  );
  console.log(
    `  export, made   ${of(({ exported: { made } }) => made)
      .toFixed(0)
      .padStart(8)} rows/s   made ÷ COPY ${of((each) => each.exported.made / each.copied.rate).toFixed(2)}`,
  );
  console.log(
    `  made, fetched  ${of(({ exported: { rate } }) => rate)
      .toFixed(0)
      .padStart(8)} rows/s   both ÷ COPY ${of((each) => each.exported.rate / each.copied.rate).toFixed(2)}   (${size(documents)}; to reach: 0.8)`,
  );
  console.log(`  resident before it ${before} MB, at most ${peak} MB while it ran: ${peak - before} MB over (to reach: 150)`);
}
