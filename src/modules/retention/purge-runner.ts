import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Backlog, Jobs } from '../../platform/jobs.ts';
import { PeriodicWork } from '../../platform/periodic-work.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import type { KEPT_BECAUSE } from './purge.entity.ts';
import { Purge } from './purge.entity.ts';
import { NEXT, RUNNING } from './purge.queries.ts';

const LOOK_MS = 10_000;

type Running = { id: string; confirmedAt: Date; planned: number };
type Settled = {
  clientId: string;
  ruleId: string;
  outcome: 'destroyed' | 'kept';
  because: (typeof KEPT_BECAUSE)[number] | null;
  destroyed: Record<string, number> | null;
};

/**
 * Carries out what was confirmed, one client in one transaction. What is left stands in the database, so that any process
 * goes on where another one ended; whichever has a client in hand, the others pass him over.
 */
@Injectable()
export class PurgeRunner extends PeriodicWork {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
    jobs: Jobs,
  ) {
    super(jobs, { name: 'purges', everyMs: LOOK_MS, waits: 'purges wait' });
  }

  /** Does all that there is to do, or so many clients of it. */
  async round(atMost = Number.POSITIVE_INFINITY): Promise<void> {
    let left = atMost;
    for (const { id } of await this.underWay()) {
      while (!this.isLeaving && left > 0 && (await this.step(id))) left -= 1;
      if (left > 0) await this.finish(id);
    }
  }

  /** One client; false when nobody is left, or the last of them are in another process's hands. */
  private step(id: string): Promise<boolean> {
    return this.work.run('worker', null, async () => {
      const today = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
      const [settled] = await this.work.rows<Settled | { clientId: null }>({ ...NEXT, values: [id, today, this.env.SITE_TIME_ZONE] });
      if (!settled || settled.clientId === null) return false;
      const { clientId, ruleId, outcome, because, destroyed } = settled;
      if (outcome === 'destroyed') this.audit.record(null, 'client.purged', clientId, { clientId, purgeId: id, ruleId, rows: destroyed! });
      else this.audit.record(null, 'client.not-purged', clientId, { clientId, purgeId: id, because: because! });
      this.work.afterCommit(() => this.tally.batch(1));
      return true;
    });
  }

  private finish(id: string): Promise<void> {
    return this.work.run('worker', null, async () => {
      const purge = await this.work.forChange(Purge, id);
      const [one] = (await this.underWayHere()).filter((each) => each.id === id);
      if (!purge || !one || one.planned > 0) return;
      purge.finish(this.clock.now());
      await this.work.save(purge);
      this.audit.record(null, 'purge.ended', id, {});
    });
  }

  private underWay(): Promise<Running[]> {
    return this.work.run('worker', null, () => this.underWayHere());
  }

  private underWayHere(): Promise<Running[]> {
    return this.work.rows<Running>(RUNNING);
  }

  protected async backlog(): Promise<Backlog> {
    const running = await this.underWay();
    return { waiting: running.reduce((sum, { planned }) => sum + planned, 0), oldestAt: running[0]?.confirmedAt ?? null, lastDoneAt: null };
  }
}
