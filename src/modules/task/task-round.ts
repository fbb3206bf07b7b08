import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { logger } from '../../platform/http/log.ts';
import { type Backlog, Jobs, type Tally } from '../../platform/jobs.ts';
import { AuditTrail } from '../audit/index.ts';

const MINUTE_MS = 60_000;

type Difference = { opened: number; closed: number; moved: number; clientIds: string[] };

/** Once a minute, what the rules ask for is compared with what is open. Whichever process comes first does it, and the others pass. */
@Injectable()
export class TaskRound implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private lastDoneAt: Date | null = null;
  private readonly tally: Tally;

  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
    jobs: Jobs,
  ) {
    this.tally = jobs.enter({ name: 'tasks', backlog: () => this.backlog() });
  }

  start(): void {
    this.tick();
    this.timer = setInterval(() => this.tick(), MINUTE_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** What changed; null when another process is just at it. */
  async reconcile(): Promise<Difference | null> {
    const difference = await this.work.run('worker', null, async () => {
      const [found] = await this.work.rows<Difference | { opened: null }>({
        name: 'reconcile_tasks',
        text: 'select opened, closed, moved, client_ids as "clientIds" from app.reconcile_tasks($1)',
        values: [this.env.SITE_TIME_ZONE],
      });
      if (!found || found.opened === null) return null;
      if (changesIn(found) > 0) this.audit.record(null, 'tasks.reconciled', null, found);
      return found;
    });
    if (difference) this.tally.batch(changesIn(difference));
    this.lastDoneAt = new Date();
    this.tally.round('done');
    return difference;
  }

  private tick(): void {
    this.running = this.reconcile().catch((error: Error) => {
      this.tally.round('failed');
      logger.warn({ fault: error.name }, 'tasks wait for the next round');
    });
  }

  /** Nothing is ever left over: a round takes all there is. */
  private async backlog(): Promise<Backlog> {
    return { waiting: 0, oldestAt: null, lastDoneAt: this.lastDoneAt };
  }
}

const changesIn = ({ opened, closed, moved }: Difference) => opened + closed + moved;
