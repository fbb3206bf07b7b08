import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Backlog, Jobs } from '../../platform/jobs.ts';
import { PeriodicWork } from '../../platform/periodic-work.ts';
import { AuditTrail } from '../audit/index.ts';
import { CaseloadReports } from '../caseload-report/index.ts';
import { Tasks } from '../task/index.ts';
import { MOST_LISTED, needingAttention, weekDue, WINDOW_DAYS } from './digest.ts';
import type { KeptFigures } from './digests.service.ts';
import { KEEP_DIGEST, KEEP_DIGEST_CLIENTS } from './digests.queries.ts';

const MINUTE_MS = 60_000;

/** On Mondays, one for everybody who supervises somebody on that day; later in the week, when nothing ran on Monday. */
@Injectable()
export class DigestMaker extends PeriodicWork {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly reports: CaseloadReports,
    private readonly tasks: Tasks,
    jobs: Jobs,
  ) {
    super(jobs, { name: 'digests', everyMs: MINUTE_MS, waits: 'digests wait' });
  }

  /** Answers how many were made here. One that fails does not keep the others from theirs. */
  async round(): Promise<number> {
    const week = this.week();
    let made = 0;
    for (const supervisorId of await this.due(week)) {
      if (this.isLeaving) break;
      try {
        made += await this.make(supervisorId, week!);
      } catch (error) {
        this.leave((error as Error).name, 'a digest waits');
      }
    }
    this.tally.batch(made);
    return made;
  }

  /** By the report's own statements and with the supervisor's own sight, so that neither says more than the other. */
  private make(supervisorId: string, week: string): Promise<number> {
    const by = { id: supervisorId, role: 'supervisor' } as const;
    return this.work.run('supervisor', supervisorId, async () => {
      await this.work.rows({ text: 'select app.look()' });
      const query = { supervisorId, windowDays: WINDOW_DAYS };
      const report = await this.reports.caseload(by, query);
      const { rows } = await this.reports.allClients(by, query);
      const tasks = await this.tasks.ofTeam(report.specialists.map(({ peerSpecialistId }) => peerSpecialistId));
      const concerned = needingAttention(rows.map((row) => ({ ...row, handOffBroken: row.handOff === 'broken' })));
      const listed = concerned.slice(0, MOST_LISTED).map((client, position) => ({ ...client, position }));
      const figures: KeptFigures = { totals: report.totals, specialists: report.specialists.map(({ name: _name, ...line }) => line), tasks };
      const openTasks = tasks.reduce((sum, { count }) => sum + count, 0);
      const id = uuid();
      const values = [id, supervisorId, week, report.asOf, this.clock.now(), JSON.stringify(figures), concerned.length, openTasks];
      const [kept] = await this.work.rows({ ...KEEP_DIGEST, values });
      if (!kept) return 0;
      await this.work.rows({ ...KEEP_DIGEST_CLIENTS, values: [id, JSON.stringify(listed)] });
      this.audit.record(by, 'digest.made', id, { week, clientIds: listed.map(({ clientId }) => clientId) });
      return 1;
    });
  }

  private week(): string | null {
    return weekDue(this.clock.now(), this.env.SITE_TIME_ZONE, this.env.DIGEST_HOUR);
  }

  private async due(week: string | null): Promise<string[]> {
    if (week === null) return [];
    const rows = await this.work.run('worker', null, () =>
      this.work.rows<{ id: string }>({ name: 'digests_due', text: 'select id from app.digests_due($1) id order by id', values: [week] }),
    );
    return rows.map(({ id }) => id);
  }

  protected async backlog(): Promise<Backlog> {
    const [waiting, [last]] = await Promise.all([
      this.due(this.week()),
      this.work.run('worker', null, () =>
        this.work.rows<{ at: Date | null }>({ name: 'digests_made', text: 'select last_made as at from app.digests_made()' }),
      ),
    ]);
    return { waiting: waiting.length, oldestAt: null, lastDoneAt: last!.at };
  }
}
