// The caseload report of a team and of the whole center, asked one at a time: how long its reader waits. Beside it, where the
// same folder has it, the same center with a tenth of the notes: what they cost once there are ten times as many.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { isFilled, openCenter, TOKENS } from './center.mjs';
import { once, textOf } from './load.mjs';

const TIMES = 20;

export async function compareReports({ api, server, servers, center, size, explain }) {
  const own = await waits(api, center);
  shown(size, own);
  if (explain) for (const [name, text] of Object.entries(reportsOf(center))) await explained({ api, center, name, text, folder: explain, size });
  const tenth = { ...size, notes: size.notes / 10 };
  if (!(await isFilled(server, tenth))) return;
  const smaller = await openCenter(server, tenth, console.error);
  try {
    const theirs = await waits(await servers.start('api.mjs', smaller), smaller);
    shown(tenth, theirs);
    const ratios = Object.keys(own).map((name) => `${name} ${(own[name].p50 / theirs[name].p50).toFixed(1)} ×`);
    console.log(`  ten times the notes: ${ratios.join(', ')} (to reach, of a team: 2.5 at most)`);
  } finally {
    await smaller.owner.end();
  }
}

const reportsOf = ({ supervisor }) => ({
  team: textOf(TOKENS.supervisor, 'GET', `/v1/reports/caseload?supervisorId=${supervisor}`),
  center: textOf(TOKENS.manager, 'GET', '/v1/reports/caseload'),
});

/** The first few are left out: they read what nobody had in memory. One that takes longer than a request may is refused, and has no figures. */
async function waits({ port }, center) {
  const result = {};
  for (const [name, text] of Object.entries(reportsOf(center)))
    result[name] = await timed(port, text).catch((error) => {
      console.log(`  ${error.message}`);
      return { p50: NaN, p95: NaN };
    });
  return result;
}

async function timed(port, text) {
  const times = [];
  for (let n = -3; n < TIMES; n++) {
    const began = performance.now();
    await once(port, text);
    if (n >= 0) times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  return { p50: times[TIMES / 2], p95: times[Math.floor(TIMES * 0.95)] };
}

function shown({ clients, notes }, { team, center }) {
  const told = ({ p50, p95 }) => `p50 ${p50.toFixed(1)} ms   p95 ${p95.toFixed(1)} ms`;
  console.log(`  one at a time, ${clients} clients, ${notes} notes: team ${told(team)};   whole center ${told(center)}`);
}

/** The plan of the very statement, under the same role and settings: what came before it in its transaction is sent again, and taken back. */
async function explained({ api, center, name, text, folder, size }) {
  await api.order('record');
  await once(api.port, text).catch(() => {});
  const sent = (await api.order('recorded')).flat();
  const at = sent.findIndex((statement) => statement.name?.startsWith('report_specialists'));
  const login = new pg.Client({ connectionString: center.loginUrl });
  await login.connect();
  try {
    for (const statement of sent.slice(0, at)) await login.query({ text: statement.text, values: statement.values });
    await login.query('set local statement_timeout = 0');
    const { rows } = await login.query({ text: `explain (analyze, buffers) ${sent[at].text}`, values: sent[at].values });
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `report-${name}-${size.clients}-${size.notes}.txt`);
    writeFileSync(file, `${rows.map((row) => row['QUERY PLAN']).join('\n')}\n`);
    console.log(`  plan of the ${name}'s report: ${file}`);
    await login.query('rollback');
  } finally {
    await login.end();
  }
}
