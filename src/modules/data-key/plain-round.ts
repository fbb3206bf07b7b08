import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { everyPlainRows, type PlainRows } from '../../platform/encryption/plain-rows.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { type Backlog, Jobs } from '../../platform/jobs.ts';
import { PeriodicWork } from '../../platform/periodic-work.ts';
import { AuditTrail } from '../audit/index.ts';

const MINUTE_MS = 60_000;
const AT_ONCE = 500;

/** Seals what stands in plain: all of it before the first start serves, and later what a release before still writes. */
@Injectable()
export class PlainRound extends PeriodicWork {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly sealing: Sealing,
    jobs: Jobs,
  ) {
    super(jobs, { name: 'plain-values', everyMs: MINUTE_MS, waits: 'values wait in plain' });
  }

  /** What stands there now was sealed before anybody was served. */
  override start(): void {
    this.lookRegularly();
  }

  /** Answers how many there were; whoever ends in between loses nothing but the rest of it. */
  async round(onProgress: (sealed: number) => void = () => {}): Promise<number> {
    let sealed = 0;
    for (const rows of everyPlainRows())
      for (let count = await this.batch(rows); count > 0; count = await this.batch(rows)) {
        sealed += count;
        onProgress(sealed);
      }
    return sealed;
  }

  private batch(rows: PlainRows): Promise<number> {
    return this.work.run('worker', null, async () => {
      const found = await this.work.rows<Record<string, unknown>>({ text: rows.take, values: [AT_ONCE] });
      if (found.length === 0) return 0;
      await this.work.rows({ text: rows.keep, values: [JSON.stringify(found.map((row) => rows.seal(this.sealing, row)))] });
      this.audit.record(null, 'values.sealed', null, { table: rows.table, values: found.length });
      this.work.afterCommit(() => this.tally.batch(found.length));
      return found.length;
    });
  }

  protected backlog(): Promise<Backlog> {
    return this.work.run('worker', null, async () => {
      const counts = await Promise.all(everyPlainRows().map(({ count }) => this.work.rows<{ waiting: number }>({ text: count })));
      return { waiting: counts.reduce((sum, [one]) => sum + one!.waiting, 0), oldestAt: null, lastDoneAt: null };
    });
  }
}
