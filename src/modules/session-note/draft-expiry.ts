import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { logger } from '../../platform/http/log.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Backlog, Jobs, type Tally } from '../../platform/jobs.ts';
import { AuditTrail } from '../audit/index.ts';
import { LEFT } from './session-note.queries.ts';

const HOUR_MS = 3_600_000;
const REASON = 'Expired by itself: nothing was written in seven days';

/** Ends drafts in which nothing stands. Whatever has a word in it, or was returned, waits for its author. */
@Injectable()
export class DraftExpiry implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private readonly tally: Tally;

  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    jobs: Jobs,
  ) {
    this.tally = jobs.enter({ name: 'draft-expiry', backlog: () => this.backlog() });
  }

  /** Looks once an hour from now on. */
  start(): void {
    this.tick();
    this.timer = setInterval(() => this.tick(), HOUR_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
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
    this.tally.round('done');
    return expired;
  }

  private tick(): void {
    this.running = this.expire().catch((error: Error) => {
      this.tally.round('failed');
      logger.warn({ fault: error.name }, 'empty drafts wait for their expiry');
    });
  }

  private backlog(): Promise<Backlog> {
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
