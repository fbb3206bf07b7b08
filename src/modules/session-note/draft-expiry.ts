import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Backlog, Jobs } from '../../platform/jobs.ts';
import { PeriodicWork } from '../../platform/periodic-work.ts';
import { AuditTrail } from '../audit/index.ts';
import { LEFT } from './session-note.queries.ts';

const HOUR_MS = 3_600_000;
const REASON = 'Expired by itself: nothing was written in seven days';

/** Ends drafts in which nothing stands. Whatever has a word in it, or was returned, waits for its author. */
@Injectable()
export class DraftExpiry extends PeriodicWork {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    jobs: Jobs,
  ) {
    super(jobs, { name: 'draft-expiry', everyMs: HOUR_MS, waits: 'empty drafts wait for their expiry' });
  }

  /** Answers how many there were. */
  async expire(): Promise<number> {
    const expired = await this.work.run('worker', null, async () => {
      const notes = await this.work.rows<{ id: string; clientId: string }>({
        text: `select id, client_id as "clientId" from app.expire_empty_drafts($1::interval, $2)`,
        values: [LEFT, REASON],
      });
      for (const { id, clientId } of notes) this.audit.record(null, 'session-note.expired', id, { clientId });
      return notes.length;
    });
    this.tally.batch(expired);
    return expired;
  }

  protected round(): Promise<number> {
    return this.expire();
  }

  protected backlog(): Promise<Backlog> {
    return this.work.run('worker', null, async () => {
      const [backlog] = await this.work.rows<Backlog>({
        name: 'expiry_backlog',
        text: `select waiting, oldest as "oldestAt", last_expired as "lastDoneAt" from app.empty_drafts($1::interval)`,
        values: [LEFT],
      });
      return backlog!;
    });
  }
}
