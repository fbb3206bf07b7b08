import { AsyncLocalStorage } from 'node:async_hooks';

/** A caller hears an answer within eight seconds, whatever the database does: so long for the work, and so long for putting its refusal on the trail. */
export const FOR_WORK_MS = 5_500;
export const FOR_REFUSAL_MS = 1_500;

const deadline = new AsyncLocalStorage<number | undefined>();

/** By then, whoever waits wants `body` done or given up. */
export const within = <T>(ms: number, body: () => T): T => deadline.run(performance.now() + ms, body);

/** What comes after the work, for which it leaves so much more than it took itself. */
export const afterwards = <T>(ms: number, body: () => T): T => deadline.run((deadline.getStore() ?? performance.now() + FOR_WORK_MS) + ms, body);

/** What a caller only set off: it is not done in his time, and has as much as it needs. */
export const unhurried = <T>(body: () => T): T => deadline.run(undefined, body);

/** Calls `late` once the time of the work in hand is over, unless it is told before that nobody waits any more. Jobs have no such bound. */
export function watch(late: () => void): () => void {
  const until = deadline.getStore();
  if (until === undefined) return () => {};
  const timer = setTimeout(late, Math.max(0, until - performance.now()));
  return () => clearTimeout(timer);
}
