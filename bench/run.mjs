// Peerwork beside the least that could be done, on the same data in the same run: the ratio is what matters, not the machine.
// npm run bench [-- --clients 400 --notes 40000 --seconds 4 --at-once 8]
import { fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { fillLarge } from '../dist/src/demo/large.js';
import { startEmbeddedPostgres } from '../dist/src/platform/database/embedded-postgres.js';
import { loginUrl, migrate } from '../dist/src/platform/database/migrate.js';

const number = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({ options: { clients: number(400), notes: number(40_000), seconds: number(4), 'at-once': number(8) } });
const [clients, notes, seconds, atOnce] = [values.clients, values.notes, values.seconds, values['at-once']].map(Number);
const TOKEN = 'bench'.padEnd(43, '_');

const folder = mkdtempSync(join(tmpdir(), 'peerwork-bench-'));
const server = await startEmbeddedPostgres({ folder, onProgress: console.error });
const children = [];
try {
  const ownerUrl = await database();
  await migrate(ownerUrl);
  await fillLarge({ ownerUrl }, { clients, notes }, console.error);
  const owner = new pg.Client({ connectionString: ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  const place = await signedIn(owner);
  await owner.query('vacuum analyze app.session_notes');
  const [api, floor] = await Promise.all([
    started('api.mjs', { BENCH_LOGIN_URL: loginUrl(ownerUrl), BENCH_DATA_DIR: folder }),
    started('floor.mjs', { FLOOR_DATABASE_URL: ownerUrl }),
  ]);
  console.log(`${clients} clients, ${notes} notes, ${atOnce} at once, ${seconds} s each, Node ${process.version}\n`);
  console.log(['operation', 'api /s', 'p50 ms', 'p95 ms', 'floor /s', 'p50 ms', 'p95 ms', 'ratio /s'].map((word, at) => word.padStart(at ? 12 : 24)).join(''));
  for (const [name, operation] of Object.entries(operations(place))) {
    await measured(api, operation, 1);
    await measured(floor, operation, 1);
    const [ours, least] = [await measured(api, operation, seconds), await measured(floor, operation, seconds)];
    const cells = [ours.rate, ours.p50, ours.p95, least.rate, least.p50, least.p95].map((figure) => figure.toFixed(1).padStart(12));
    console.log(`${name.padStart(24)}${cells.join('')}${(ours.rate / least.rate).toFixed(2).padStart(12)}`);
  }
  await owner.end();
} finally {
  children.forEach((child) => child.kill('SIGTERM'));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function database() {
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await admin.query('create database bench');
  await admin.end();
  return server.adminUrl.replace(/\/postgres$/, '/bench');
}

/** Somebody with a full caseload, signed in without a password: only whoever owns the database can do this. */
async function signedIn(owner) {
  const { rows } = await owner.query(`select p.id as specialist, p.account_id as account, array_agg(a.client_id) as clients from app.peer_specialists p
    join app.assignments a on a.peer_specialist_id = p.id group by 1, 2 order by count(*) desc limit 1`);
  await owner.query(
    `set session_replication_role = replica; insert into app.sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at)
     values ('${randomUUID()}', '${rows[0].account}', '\\x${createHash('sha256').update(TOKEN).digest('hex')}', now(), now(), now() + interval '1 hour'); set session_replication_role = origin`,
  );
  return rows[0];
}

function operations({ specialist, clients: theirs }) {
  let turn = 0;
  const client = () => theirs[turn++ % theirs.length];
  let slot = 0;
  // Evenings, ten minutes each, going backwards: nothing else is there.
  const evening = () => {
    const n = slot++;
    return new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - (2 + Math.floor(n / 36)) * 86_400_000 + (17 * 60 + (n % 36) * 10) * 60_000);
  };
  return {
    'read a client': (call) => call('GET', `/v1/clients/${client()}`),
    'list 20 notes': (call) => call('GET', `/v1/session-notes?clientId=${client()}&limit=20`),
    caseload: (call) => call('GET', `/v1/peer-specialists/${specialist}/caseload`),
    'create and sign a note': async (call, isFloor) => {
      const startedAt = evening();
      const body = {
        clientId: client(),
        startedAt: startedAt.toISOString(),
        endedAt: new Date(startedAt.getTime() + 9 * 60_000).toISOString(),
        ...{ outcome: 'completed', modality: 'phone', place: 'office', purposes: ['support'] },
        ...{ intervention: 'Talked through the week', response: 'Has a plan', plan: 'Meet again' },
        ...(isFloor ? { authorId: specialist } : {}),
      };
      const { id } = await call('POST', '/v1/session-notes', body);
      await call('PUT', `/v1/session-notes/${id}/signature`, { attestation: true, lateReason: 'For the bench' });
    },
  };
}

function started(file, env) {
  return new Promise((done, fail) => {
    const child = fork(new URL(file, import.meta.url), { env: { ...process.env, ...env } });
    children.push(child);
    child.once('message', (port) => done({ port, isFloor: file === 'floor.mjs', agent: new http.Agent({ keepAlive: true, maxSockets: atOnce }) }));
    child.once('exit', (code) => fail(new Error(`${file} ended with ${code}`)));
  });
}

async function measured(target, operation, length) {
  const times = [];
  const until = performance.now() + length * 1_000;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < until) {
        const start = performance.now();
        await operation((...call) => request(target, ...call), target.isFloor);
        times.push(performance.now() - start);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { rate: (times.length * 1_000) / (performance.now() - began), p50: at(0.5), p95: at(0.95) };
}

function request({ port, agent }, method, path, body) {
  return new Promise((done, fail) => {
    const headers = { authorization: `Bearer ${TOKEN}`, ...(body && { 'content-type': 'application/json' }), ...(method === 'PUT' && { 'if-match': '"1"' }) };
    const call = http.request({ port, agent, method, path, headers }, async (reply) => {
      let text = '';
      for await (const chunk of reply) text += chunk;
      if (reply.statusCode >= 300) fail(new Error(`${method} ${path} answered ${reply.statusCode} ${text}`));
      else done(JSON.parse(text));
    });
    call.on('error', fail);
    call.end(body && JSON.stringify(body));
  });
}
