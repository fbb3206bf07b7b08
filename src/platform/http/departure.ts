import { Injectable } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../problem.ts';

/** Longer than the pauses of those who ask for one thing after another: a connection that lies idle when the process ends is closed under whoever asks just then. */
const QUIET_MS = 1_000;
/** Those who were told to come back later are not back by then. */
const UNTIL_QUIET_MS = 4_000;

/**
 * How a process leaves without cutting anybody off. First it says so: not ready, and no connection is kept. Then it
 * answers whoever still comes that another process must be asked. Only when nobody has come for a moment may it stop
 * listening, since the system breaks every connection that it took on and that nobody has looked at yet.
 */
@Injectable()
export class Departure {
  isAnnounced = false;
  private isClosed = false;
  private cameAt = 0;

  announce(): void {
    this.isAnnounced = true;
  }

  /** Takes on no more work; settles once it may stop listening. */
  async close(): Promise<void> {
    this.isClosed = true;
    const until = performance.now() + UNTIL_QUIET_MS;
    this.cameAt = performance.now();
    while (performance.now() < until && performance.now() < this.cameAt + QUIET_MS) await wait(10);
  }

  /** Somebody asks for something. */
  came(): void {
    this.cameAt = performance.now();
  }

  /** What whoever comes too late is told. */
  get refusal(): Problem | null {
    return this.isClosed ? leaving() : null;
  }
}

export const leaving = () => new Problem('unavailable', 'leaving', 'This process is stopping; ask another', { retryAfter: 5 });
