import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Backlog, Jobs } from '../../platform/jobs.ts';
import { PeriodicWork } from '../../platform/periodic-work.ts';
import { AuditTrail } from '../audit/index.ts';

const MINUTE_MS = 60_000;

type Difference = { opened: number; closed: number; moved: number; clientIds: string[] };

/** Once a minute, what the rules ask for is compared with what is open. Whichever process comes first does it, and the others pass. */
@Injectable()
export class TaskRound extends PeriodicWork {
  private lastDoneAt: Date | null = null;

  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
    jobs: Jobs,
  ) {
    super(jobs, { name: 'tasks', everyMs: MINUTE_MS, waits: 'tasks wait for the next round' });
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
    return difference;
  }

  protected round(): Promise<Difference | null> {
    return this.reconcile();
  }

  /** Nothing is ever left over: a round takes all there is. */
  protected async backlog(): Promise<Backlog> {
    return { waiting: 0, oldestAt: null, lastDoneAt: this.lastDoneAt };
  }
}

const changesIn = ({ opened, closed, moved }: Difference) => opened + closed + moved;
