import { setTimeout as wait } from 'node:timers/promises';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Backlog, Jobs, Tally } from '../jobs.ts';

/** A scrape waits no longer than this for a backlog; what is not known is left out, not guessed. */
const PATIENCE_MS = 2_000;

/** What each job did in this process, and what is before it. The answer asks the jobs anew. */
export function countJobs(jobs: Jobs, registry: Registry): () => Promise<void> {
  const counter = (name: string, help: string, amount: (tally: Tally) => number) =>
    new Counter({
      ...{ name: `peerwork_job_${name}_total`, help, labelNames: ['job'], registers: [registry] },
      collect() {
        this.reset();
        for (const tally of jobs.tallies) this.inc({ job: tally.job.name }, amount(tally));
      },
    });
  counter('rounds', 'Rounds that ended well', ({ rounds }) => rounds.done);
  counter('failed_rounds', 'Rounds that ended in a fault; the next one tries again', ({ rounds }) => rounds.failed);
  counter('batches', 'Batches done', ({ batches }) => batches);
  counter('items', 'Items done', ({ items }) => items);

  const gauge = (name: string, help: string) => new Gauge({ name: `peerwork_job_${name}`, help, labelNames: ['job'], registers: [registry] });
  const waiting = gauge('waiting', 'Items that wait, as far as they were counted');
  const oldest = gauge('oldest_waiting_seconds', 'For how long the oldest of them has waited');
  const lastDone = gauge('last_done_timestamp_seconds', 'When whichever process last did a batch');
  return async () => {
    const backlogs = await Promise.all(jobs.tallies.map(async ({ job }) => ({ job: job.name, backlog: await soon(job.backlog()) })));
    for (const known of [waiting, oldest, lastDone]) known.reset();
    for (const { job, backlog } of backlogs) {
      if (!backlog) continue;
      waiting.set({ job }, backlog.waiting);
      oldest.set({ job }, backlog.oldestAt ? Math.max(0, Date.now() - backlog.oldestAt.getTime()) / 1000 : 0);
      if (backlog.lastDoneAt) lastDone.set({ job }, backlog.lastDoneAt.getTime() / 1000);
    }
  };
}

const soon = (backlog: Promise<Backlog>): Promise<Backlog | null> => Promise.race([backlog.catch(() => null), wait(PATIENCE_MS, null, { ref: false })]);
