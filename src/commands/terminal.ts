import cliProgress from 'cli-progress';
import type { Env } from '../config/env.ts';

/** What a command has from whoever runs it: progress is said, what was asked for is printed. */
export type Terminal = { env(): Env; say(what: string): void; print(what: string): void };

/** What an operator does at a terminal; it answers with the process's exit code. */
export type Command = (args: string[], terminal: Terminal) => Promise<number>;

export function usage(what: string): number {
  console.error(what);
  return 2;
}

/** An instant as an operator types it; a local time without an offset is read in two ways, so it is not read at all. */
export function instant(text: string): Date {
  const at = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text.replace(' ', 'T')) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new Error(`Say the time with its offset, as 2026-03-01T14:30:00+01:00 or 2026-03-01T13:30:00Z; not ${text}`);
  return at;
}

export const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** A bar that follows bytes. */
export const byteBar = (what: string): Bar => countBar(what, megabytes);

type Bar = { follow(done: number, of: number): void; stop(): void };

/** A bar that follows what is counted; a terminal that is none gets a line now and then. */
export function countBar(what: string, told: (count: number) => string = String): Bar {
  const format = `  ${what} {bar} {percentage}% | {value} of {total} | {eta_formatted} left`;
  const formatValue = (value: number, _options: unknown, type: string) => (type === 'value' || type === 'total' ? told(value) : String(value));
  const bar = new cliProgress.SingleBar({ noTTYOutput: true, notTTYSchedule: 5_000, format, formatValue }, cliProgress.Presets.shades_classic);
  let isThere = false;
  return {
    follow: (done, of) => {
      if (!isThere) bar.start(of, done);
      isThere = true;
      bar.setTotal(of);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
