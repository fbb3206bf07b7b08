// Peerwork beside the least that could be done and beside what most would write, on the same data in the same run: the ratios
// are what matters, not the machine.
// npm run bench [-- --clients 5000 --notes 1000000 --seconds 4 --rounds 3 --at-once 16 --only read,list --folder .data/bench --profile --explain plans]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../dist/src/platform/database/embedded-postgres.js';
import { openCenter } from './center.mjs';
import { loaded } from './load.mjs';
import { consentingAmong } from './machine.mjs';
import { operations } from './operations.mjs';
import { byModule } from './profile.mjs';
import { recordingsOf, roundTrips, statements } from './recording.mjs';
import { compareReports } from './reports.mjs';
import { median, Servers } from './servers.mjs';
import { compareProcesses } from './two-processes.mjs';

const number = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({
  options: {
    ...{ clients: number(5_000), notes: number(100_000), seconds: number(3), rounds: number(3), 'at-once': number(16) },
    ...{ only: { type: 'string', default: 'read,list,caseload,note,batch,search,report,two' }, folder: { type: 'string' } },
    ...{ profile: { type: 'boolean', default: false }, explain: { type: 'string' } },
  },
});
const [clients, notes, seconds, rounds, atOnce] = [values.clients, values.notes, values.seconds, values.rounds, values['at-once']].map(Number);
const only = values.only.split(',');

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'peerwork-bench-'));
const server = await startEmbeddedPostgres({ folder, onProgress: console.error });
const servers = new Servers(folder);
let center;
try {
  center = await openCenter(server, { clients, notes }, console.error);
  center.consenting = await consentingAmong(center.owner, center.clients);
  const api = await servers.start('api.mjs', center);
  const others = {
    'guarded floor': await servers.start('guarded-floor.mjs', center),
    'bare floor': await servers.start('bare-floor.mjs', center),
    'plain NestJS': await servers.start('plain-nest.mjs', center),
  };
  const recordings = await recordingsOf(api, center);
  await others['guarded floor'].tell(recordings);
  console.log(`${clients} clients, ${notes} notes; ${atOnce} at once, ${rounds} rounds of ${seconds} s each, interleaved; Node ${process.version}`);
  console.log(`ready ${Math.round(api.readyMs)} ms after the process began; resident before any load ${await api.megabytes()} MB\n`);
  const all = operations(center);
  // Before what writes: whoever left thousands of drafts has another report.
  if (only.includes('report')) await compareReports({ api, server, servers, center, size: { clients, notes }, explain: values.explain });
  // So many of it at once may be more than this machine does before a request's time is over: the others are measured all the same.
  for (const [key, operation] of Object.entries(all).filter(([key]) => only.includes(key)))
    await compared(key, operation, { api, ...others }, recordings).catch((error) => console.log(`${operation.name}: ${error.message}`));
  if (only.includes('two')) await compareProcesses([api, await servers.start('api.mjs', center)], [all.read, all.note], { atOnce, seconds, rounds });
  console.log(`\nresident after it ${await api.megabytes()} MB`);
} finally {
  servers.end();
  await center?.owner.end();
  await server.stop();
  if (!values.folder) rmSync(folder, { recursive: true, force: true });
}

/** Rates are medians over the rounds; each ratio is the median of the rounds' own ratios. */
async function compared(key, operation, targets, recordings) {
  const names = Object.keys(targets).filter((name) => name === 'api' || (operation.beside ?? [name]).includes(name));
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 ? names.toReversed() : names) {
      const run = name === 'api' ? operation.run : (operation.instead ?? operation.run);
      await loaded(targets[name].port, run, { atOnce, seconds: Math.min(1, seconds) });
      results[name].push(await loaded(targets[name].port, run, { atOnce, seconds }));
    }
  const used = key === 'note' ? [recordings.draft, recordings.sign] : [recordings[key]];
  console.log(`${operation.name}: ${used.map((one) => `${roundTrips(one)} round trips, ${statements(one)} statements`).join('; then ')}`);
  for (const name of names) {
    const [rate, p50, p99] = ['rate', 'p50', 'p99'].map((figure) => median(results[name].map((result) => result[figure])));
    const ratio = name === 'api' ? '' : `   api ÷ this ${median(results.api.map((ours, at) => ours.rate / results[name][at].rate)).toFixed(2)}`;
    console.log(
      `  ${name.padEnd(14)}${rate.toFixed(0).padStart(8)}/s   p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms (${(p99 / p50).toFixed(1)} ×)${ratio}`,
    );
  }
  if (!values.profile) return;
  await targets.api.order('profile');
  await loaded(targets.api.port, operation.run, { atOnce, seconds });
  console.log(byModule(await targets.api.order('profiled')).join('\n'));
}
