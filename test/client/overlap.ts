import type { Answer, Running } from '../support/app.ts';

const WAITING = `select count(distinct l.pid)::integer as waiting from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`;

/** Holds what `lock` takes until every request waits, so that they really run at once. */
export async function overlapping(peerwork: Running, lock: string, requests: (() => Promise<Answer>)[]): Promise<Answer[]> {
  await peerwork.rows('begin');
  await peerwork.rows(lock);
  const answers = requests.map((request) => request());
  const deadline = Date.now() + 10_000;
  let waiting = 0;
  while (waiting < requests.length && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await peerwork.rows('select pg_stat_clear_snapshot()');
    waiting = (await peerwork.rows<{ waiting: number }>(WAITING))[0]!.waiting;
  }
  await peerwork.rows('commit');
  const outcome = await Promise.all(answers);
  if (waiting < requests.length) throw new Error(`only ${waiting} of ${requests.length} requests waited`);
  return outcome;
}
