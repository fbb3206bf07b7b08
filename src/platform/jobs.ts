import { Injectable } from '@nestjs/common';

/** What is left to do, since when, and when something was last done by whichever process did it. */
export type Backlog = { waiting: number; oldestAt: Date | null; lastDoneAt: Date | null };

/** Work that no request waits for. Its backlog is asked for only when somebody looks. */
export type Job = { name: string; backlog(): Promise<Backlog> };

/** What one job did in this process since it started. */
export class Tally {
  readonly rounds = { done: 0, failed: 0 };
  batches = 0;
  items = 0;

  constructor(readonly job: Job) {}

  batch(items: number): void {
    this.batches += 1;
    this.items += items;
  }

  round(outcome: 'done' | 'failed'): void {
    this.rounds[outcome] += 1;
  }
}

/** The jobs of this process. Each enters itself and tells its tally what it did. */
@Injectable()
export class Jobs {
  readonly tallies: Tally[] = [];

  enter(job: Job): Tally {
    const tally = new Tally(job);
    this.tallies.push(tally);
    return tally;
  }
}
