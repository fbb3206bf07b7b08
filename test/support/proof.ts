import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** The nets have a short form, in every `npm test`, and a long one, in `npm run test:long`: the same code, in other sizes. */
export const isLong = process.env.TEST_LONG === 'true';
export const sized = (short: number, long: number): number => (isLong ? long : short);
/** In the short form every so-manieth of them, beginning with another at each turn, so that the turns together leave none out. */
export const shareOf = <T>(list: readonly T[], turn: number, of: number): readonly T[] => (isLong ? list : list.filter((_, nth) => (nth + turn) % of === 0));

/** Where other work goes on beside the nets, times may be so much longer; what was measured is printed as it is. */
export const slack = Number(process.env.TEST_SLACK ?? 1);
export const sizedTime = (shortMs: number, longMs: number): number => sized(shortMs, longMs * slack);

/** One line of docs/proofs.md: under which net, what was measured, what came out, what it should be, and the day. */
export type Figure = { net: string; what: string; measured: string; goal: string; on: string };

/** Says a figure aloud and, in the long form, keeps it for `npm run proofs`. */
export function proved(net: string, what: string, measured: string, goal: string): void {
  process.stdout.write(`  ${net}: ${what}: ${measured} (goal: ${goal})\n`);
  const file = process.env.PROOFS_FILE;
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify({ net, what, measured, goal, on: new Date().toISOString().slice(0, 10) } satisfies Figure)}\n`);
}

/** The value below which this share of the samples lies. */
export function percentile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (samples: number[]): number => percentile(samples, 0.5);
