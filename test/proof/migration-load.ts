import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Answer, Running } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';

const LONGEST_LOCK = `select coalesce(max(extract(epoch from clock_timestamp() - waitstart) * 1000), 0)::float8 as ms from pg_locks
  where not granted and pid in (select pid from pg_stat_activity where datname = current_database() and usename = 'app_login')`;

export type Load = {
  requests: number;
  /** How long the longest request took, and how long the longest stood in the database waiting for a lock. */
  slowestMs: number;
  longestWaitMs: number;
  /** What nobody should hear. */
  refusals: string[];
};

/** People who read and write over HTTP as long as `body` runs; every table that the journey touches is asked for all the time. */
export async function underLoad(peerwork: Running, people: number, body: () => Promise<unknown>): Promise<Load> {
  const load: Load = { requests: 0, slowestMs: 0, longestWaitMs: 0, refusals: [] };
  let isOver = false;
  const timed = async (what: string, request: Promise<Answer>): Promise<Answer> => {
    const began = performance.now();
    const answer = await request;
    load.requests += 1;
    load.slowestMs = Math.max(load.slowestMs, performance.now() - began);
    if (answer.status >= 300) load.refusals.push(`${what}: ${answer.status} ${answer.text}`);
    return answer;
  };
  const everyone = Array.from({ length: people }, async (_, nth) => {
    while (!isOver) await (nth % 2 ? reads(peerwork, timed) : writes(peerwork, timed));
  });
  const watching = watch(peerwork, load, () => isOver);
  await wait(300);
  try {
    await body();
    await wait(300);
  } finally {
    isOver = true;
    await Promise.all([...everyone, watching]);
  }
  return load;
}

async function watch(peerwork: Running, load: Load, isOver: () => boolean): Promise<void> {
  const watcher = new pg.Client({ connectionString: peerwork.ownerUrl });
  await watcher.connect();
  for (; !isOver(); await wait(10)) load.longestWaitMs = Math.max(load.longestWaitMs, (await watcher.query<{ ms: number }>(LONGEST_LOCK)).rows[0]!.ms);
  await watcher.end();
}

type Timed = (what: string, request: Promise<Answer>) => Promise<Answer>;

async function reads(peerwork: Running, timed: Timed): Promise<void> {
  await timed('report', peerwork.as('sue').get('/v1/reports/caseload'));
  await timed('clients', peerwork.as('max').get('/v1/clients'));
  await timed('notes', peerwork.as('ana').get('/v1/session-notes'));
  await timed('specialists', peerwork.as('sue').get('/v1/peer-specialists'));
}

/** From registration to a check-in on a goal. */
async function writes(peerwork: Running, timed: Timed): Promise<void> {
  const max = peerwork.as('max');
  const now = () => new Date().toISOString();
  const person = { legalName: { given: 'Robin', family: randomUUID() }, birthDate: '1985-05-05' };
  const { body: client } = await timed('registration', max.post('/v1/clients', person));
  const at = `/v1/clients/${client.id}`;
  await timed('admission', max.post(`${at}/episodes`, { programCode: 'therapy', admittedAt: now() }));
  const assignment = { peerSpecialistId: CAST.ana.specialistId, role: 'secondary', reason: 'under load' };
  await timed('assignment', max.post(`${at}/assignments`, assignment));
  await timed('care team', max.post(`${at}/care-team`, { accountId: CAST.nadia.id }));
  const session = {
    startedAt: now(),
    endedAt: new Date(Date.now() + 60_000).toISOString(),
    outcome: 'no-show',
    modality: 'phone',
    place: 'office',
    purposes: [],
  };
  await timed('note', peerwork.as('ana').post('/v1/session-notes', { clientId: CLIENTS.jordan, ...session }));
  const { body: goal } = await timed('goal', peerwork.as('ana').post(`${at}/goals`, { statement: 'Walk to work', domain: 'health' }));
  const { body: agreed } = await timed(
    'agreement',
    peerwork.as('ana').put(`/v1/goals/${goal.id}/agreement`, { agreedOn: now().slice(0, 10), how: 'phone' }, { version: 1 }),
  );
  await timed('pause', peerwork.as('ana').put(`/v1/goals/${goal.id}/pause`, { reason: 'away' }, { version: agreed.version ?? 2 }));
}
