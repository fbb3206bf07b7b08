// Peerwork beside the least that could be done and beside what most would write, on the same data in the same run: the ratios
// are what matters, not the machine.
// npm run bench [-- --clients 5000 --notes 1000000 --seconds 4 --rounds 3 --at-once 16 --only read,list --folder .data/bench --profile]
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCenter, TOKENS } from './center.mjs';
import { loaded } from './load.mjs';
import { operations } from './operations.mjs';
import { byModule } from './profile.mjs';
import { recordingsOf, roundTrips, statements } from './recording.mjs';

const number = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({
  options: {
    ...{ clients: number(5_000), notes: number(100_000), seconds: number(3), rounds: number(3), 'at-once': number(16) },
    ...{ only: { type: 'string', default: 'read,list,caseload,note,report' }, folder: { type: 'string' }, profile: { type: 'boolean', default: false } },
  },
});
const [clients, notes, seconds, rounds, atOnce] = [values.clients, values.notes, values.seconds, values.rounds, values['at-once']].map(Number);

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'peerwork-bench-'));
const center = await openCenter(folder, { clients, notes }, console.error);
const servers = [];
try {
  const api = await started('api.mjs');
  const others = {
    'guarded floor': await started('guarded-floor.mjs'),
    'bare floor': await started('bare-floor.mjs'),
    'plain NestJS': await started('plain-nest.mjs'),
  };
  const recordings = await recordingsOf(api, center);
  await others['guarded floor'].tell(recordings);
  console.log(`${clients} clients, ${notes} notes; ${atOnce} at once, ${rounds} rounds of ${seconds} s each, interleaved; Node ${process.version}`);
  console.log(`ready ${Math.round(api.readyMs)} ms after the process began; resident before any load ${await megabytes(api)} MB\n`);
  for (const [key, operation] of Object.entries(operations(center)).filter(([key]) => values.only.split(',').includes(key)))
    await compared(key, operation, { api, ...others }, recordings);
  console.log(`\nresident after it ${await megabytes(api)} MB`);
} finally {
  servers.forEach((server) => server.kill('SIGTERM'));
  await center.owner.end();
  await center.server.stop();
  if (!values.folder) rmSync(folder, { recursive: true, force: true });
}

/** Rates are medians over the rounds; each ratio is the median of the rounds' own ratios. */
async function compared(key, operation, targets, recordings) {
  // The floors know neither teams nor reports.
  const names = Object.keys(targets).filter((name) => key !== 'report' || name === 'api' || name === 'guarded floor');
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 ? names.toReversed() : names) {
      await loaded(targets[name].port, operation.run, { atOnce, seconds: Math.min(1, seconds) });
      results[name].push(await loaded(targets[name].port, operation.run, { atOnce, seconds }));
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

function median(figures) {
  return [...figures].sort((one, other) => one - other)[Math.floor(figures.length / 2)];
}

async function megabytes(api) {
  return Math.round((await api.order('memory')) / 1_048_576);
}

async function started(file) {
  const env = {
    ...process.env,
    ...{ BENCH_LOGIN_URL: center.loginUrl, BENCH_OWNER_URL: center.ownerUrl, BENCH_DATA_DIR: folder, BENCH_SPECIALIST: center.specialist },
    ...{ BENCH_TOKEN: TOKENS.specialist, BENCH_BEGAN: String(performance.timeOrigin + performance.now()) },
  };
  const server = fork(new URL(`servers/${file}`, import.meta.url), { env, serialization: 'advanced' });
  servers.push(server);
  let failed;
  server.on('exit', (code) => failed?.(new Error(`${file} ended with ${code}`)));
  const heard = () =>
    new Promise((done, fail) => {
      failed = fail;
      server.once('message', done);
    });
  const hello = await heard();
  const tell = (message) => {
    const answer = heard();
    server.send(message);
    return answer;
  };
  return { ...hello, tell, order: async (what) => (await tell(what)).answer };
}
