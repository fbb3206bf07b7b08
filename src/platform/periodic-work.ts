import type { OnApplicationShutdown } from '@nestjs/common';
import { unhurried } from './database/deadline.ts';
import { logger } from './http/log.ts';
import { type Backlog, Jobs, type Tally } from './jobs.ts';

/** `waits`: what is said in the log of a round that failed. */
export type Rhythm = { name: string; everyMs: number; waits: string };

/**
 * A job that looks every so often for what there is to do. Never is it at two rounds at once in one process; among several
 * processes the database says whose turn it is. A round that fails is counted, logged by the fault's name (what a fault says
 * may quote a client), and followed by the next one.
 */
export abstract class PeriodicWork implements OnApplicationShutdown {
  protected readonly tally: Tally;
  /** What takes long asks between its steps: nobody waits for the rest of a round that another process can do. */
  protected isLeaving = false;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isAtWork = false;
  private isAwaited = false;
  private hasFailed = false;

  constructor(
    jobs: Jobs,
    private readonly rhythm: Rhythm,
  ) {
    this.tally = jobs.enter({ name: rhythm.name, backlog: () => this.backlog() });
  }

  /** Does all that there is to do now. */
  protected abstract round(): Promise<unknown>;

  protected abstract backlog(): Promise<Backlog>;

  /** Looks at once, and regularly from now on. */
  start(): void {
    this.lookRegularly();
    this.wake();
  }

  /** Looks as soon as the round under way is over: it may have passed by what is new. Nothing before the start. */
  wake(): void {
    if (!this.isStarted || this.isLeaving || this.isAwaited) return;
    this.isAwaited = true;
    // A request may have woken it, whose time is over long before the work is.
    this.running = this.running.then(() => unhurried(() => this.counted()));
  }

  async onApplicationShutdown(): Promise<void> {
    this.isLeaving = true;
    clearInterval(this.timer);
    await this.running;
  }

  protected get isStarted(): boolean {
    return this.timer !== undefined;
  }

  // While the database is away a round takes seconds; those that would have begun meanwhile are not owed.
  protected lookRegularly(): void {
    this.timer = setInterval(() => this.isAtWork || this.wake(), this.rhythm.everyMs).unref();
  }

  /** Something of the round under way is left to the next one; what comes after it is still done. */
  protected leave(fault: string, waits: string): void {
    this.hasFailed = true;
    logger.warn({ fault }, waits);
  }

  private async counted(): Promise<void> {
    this.isAwaited = false;
    if (this.isLeaving) return;
    this.hasFailed = false;
    this.isAtWork = true;
    try {
      await this.round();
    } catch (error) {
      this.leave((error as Error).name, this.rhythm.waits);
    }
    this.isAtWork = false;
    this.tally.round(this.hasFailed ? 'failed' : 'done');
  }
}
