// FHIR searches over a large center, beside the bare queries for the same rows.
// npm run bench:fhir [-- --clients 50000 --notes 2000000 --at-once 4 --times 200 --folder .data/bench]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/src/platform/database/embedded-postgres.js';
import { openCenter } from './center.mjs';
import { once, textOf } from './load.mjs';
import { registerMachine, TOKEN } from './machine.mjs';
import { searches } from './searches.mjs';
import { Servers } from './servers.mjs';

const number = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({
  options: { clients: number(5_000), notes: number(100_000), 'at-once': number(4), times: number(100), folder: { type: 'string' } },
});
const [clients, notes, atOnce, times] = [values.clients, values.notes, values['at-once'], values.times].map(Number);

const SUBJECTS = `select c.id as client, c.family_name as family, c.birth_date::text as born, c.code, (select n.id from app.session_notes n where n.client_id = c.id and n.signed_at is not null limit 1) as note
  from app.consents x join app.clients c on c.id = x.client_id where x.recipient_ids = array[$1::uuid] order by hashtext(c.id::text) limit 50`;

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'peerwork-bench-'));
const server = await startEmbeddedPostgres({ folder, onProgress: console.error });
const servers = new Servers(folder);
let [center, pool] = [];
try {
  center = await openCenter(server, { clients, notes }, console.error);
  pool = new pg.Pool({ connectionString: center.ownerUrl, max: atOnce });
  const recipient = await registerMachine(center.owner);
  const { rows } = await center.owner.query(SUBJECTS, [recipient]);
  const subjects = rows.filter(({ note }) => note !== null).map(searches);
  const { port } = await servers.start('api.mjs', center);
  console.log(`${clients} clients, ${notes} notes; ${atOnce} at once, ${times} of each; Node ${process.version}`);
  const slowest = [];
  for (const at of subjects[0].keys()) {
    const each = Array.from({ length: times }, (_, turn) => subjects[turn % subjects.length][at]);
    const ask = ({ path }) => once(port, textOf(TOKEN, 'GET', `/fhir/R4/${path}`));
    const query = ({ text, values: given }) => pool.query({ text, values: given });
    await timed(each.slice(0, 10), ask);
    await timed(each.slice(0, 10), query);
    const [api, bare] = [await timed(each, ask), await timed(each, query)];
    slowest.push(api.p95);
    const name = each[0].path.replace(/[0-9a-f-]{36}/g, 'ID').replace(/PW-\w+/, 'CODE');
    console.log(`${name.padEnd(72)} p50 ${ms(api.p50)}  p95 ${ms(api.p95)}   bare query p50 ${ms(bare.p50)}   API ÷ bare ${(api.p50 / bare.p50).toFixed(1)}`);
  }
  console.log(`slowest p95 ${ms(Math.max(...slowest))} (to reach: 150 ms)`);
} finally {
  servers.end();
  await pool?.end();
  await center?.owner.end();
  await server.stop();
  if (!values.folder) rmSync(folder, { recursive: true, force: true });
}

/** How long each took, with so many under way at a time. */
async function timed(each, ask) {
  const took = [];
  const left = [...each];
  const work = async () => {
    for (let one = left.pop(); one; one = left.pop()) {
      const began = performance.now();
      await ask(one);
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  took.sort((one, other) => one - other);
  return { p50: took[Math.floor(took.length / 2)], p95: took[Math.floor(took.length * 0.95)] };
}

function ms(time) {
  return `${time.toFixed(1).padStart(6)} ms`;
}
