import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Machine } from '../../../platform/access/actor.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { Sealing } from '../../../platform/encryption/sealing.ts';
import { type Backlog, Jobs } from '../../../platform/jobs.ts';
import { PeriodicWork } from '../../../platform/periodic-work.ts';
import { AuditTrail } from '../../audit/index.ts';
import { type Chunk, Chunks } from './chunk.ts';
import { type Begun, ExportReading } from './export-reading.service.ts';
import { BEGIN, FINISH, GIVE_UP, LAST_DONE, OPEN, openingOf, SETTLED, SWEEP, SWEEP_CHUNKS, WRITE } from './export.queries.ts';

const LOOK_MS = 5_000;
const TRIES = 5;
/** Requests are over by then; whatever still runs is no reason to wait any longer. */
const SETTLES_WITHIN_MS = 10_000;
const SETTLE_LOOK_MS = 50;
const CHUNKS_AT_ONCE = 20;

type Open = { id: string; askedAt: Date };
type Attempt = Begun & { attempt: number; tries: number };

/** Somebody ended the export, a purge took what was read, or another process began it anew: nothing of this attempt is wanted. */
class AttemptOver extends Error {
  override readonly name = 'AttemptOver';
}

/**
 * Makes the files that machines asked for. What is to be made stands in the database; which process makes it is known by a lock
 * that goes with the process, so that another one begins anew what a killed one left.
 */
@Injectable()
export class ExportRunner extends PeriodicWork {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly reading: ExportReading,
    private readonly sealing: Sealing,
    jobs: Jobs,
  ) {
    super(jobs, { name: 'exports', everyMs: LOOK_MS, waits: 'exports wait' });
  }

  /** Makes whatever waits and no other process makes, and sweeps what is over. */
  async round(): Promise<void> {
    for (const each of await this.open()) {
      if (this.isLeaving) return;
      await this.make(each).catch((error: Error) => this.fail(each, error));
    }
    await this.sweep();
  }

  private async make({ id, askedAt }: Open): Promise<void> {
    const until = await this.settledUntil(askedAt);
    await this.work.openedBy('machine', openingOf(id), async ([, , lock, arrived]) => {
      if (!lock!.rows[0]!['isMine']) return;
      const machine = (arrived!.rows[0]?.['machine'] ?? null) as Omit<Machine, 'role'> | null;
      // Whoever is not served any more is not waited for.
      if (!machine) return this.giveUp(id, 0);
      const attempt = await this.begin(id, until);
      if (attempt) await this.fill(id, attempt, until);
    });
  }

  /** From when on nothing is written any more that lies before: what was committed before the export was asked for is in it. */
  private async settledUntil(askedAt: Date): Promise<Date> {
    for (const latest = performance.now() + SETTLES_WITHIN_MS; ; await wait(SETTLE_LOOK_MS)) {
      const until = await this.work.openedBy('worker', [SETTLED], async ([settled]) => settled!.rows[0]!['until'] as Date);
      if (until >= askedAt || this.isLeaving || performance.now() > latest) return until;
    }
  }

  private begin(id: string, until: Date): Promise<Attempt | undefined> {
    return this.work.run('worker', null, async () => {
      const [attempt] = await this.work.rows<Attempt>({ ...BEGIN, values: [id, until] });
      if (attempt) this.audit.record(null, 'export.begun', id, { attempt: attempt.attempt });
      return attempt;
    });
  }

  private async fill(id: string, begun: Attempt, until: Date): Promise<void> {
    const files = new Map<string, Chunks>();
    const chunksOf = (type: string) => {
      if (!files.has(type)) files.set(type, new Chunks(type, this.sealing, (chunk) => this.write(id, begun.attempt, chunk)));
      return files.get(type)!;
    };
    await this.reading.read(
      id,
      begun,
      until,
      (type, line, resource) => chunksOf(type).add(line, JSON.stringify(resource)),
      () => !this.isLeaving,
    );
    if (this.isLeaving) return;
    for (const chunks of files.values()) await chunks.end();
    await this.finish(id, begun.attempt);
  }

  private write(id: string, attempt: number, { id: chunkId, file, position, resources, clients, content }: Chunk): Promise<void> {
    return this.work.run('worker', null, async () => {
      const written = await this.work.rows({ ...WRITE, values: [chunkId, id, attempt, file, position, resources, clients, content] });
      if (written.length !== 1) throw new AttemptOver();
      this.work.afterCommit(() => this.tally.batch(resources));
    });
  }

  private finish(id: string, attempt: number): Promise<void> {
    return this.work.run('worker', null, async () => {
      const [finished] = await this.work.rows({ ...FINISH, values: [id, attempt] });
      if (!finished) throw new AttemptOver();
      this.audit.record(null, 'export.completed', id, { attempt });
    });
  }

  private async fail({ id }: Open, error: Error): Promise<void> {
    if (error instanceof AttemptOver) return;
    this.leave(error.name, 'exports wait');
    await this.giveUp(id, TRIES);
  }

  /** After so many attempts nobody is kept waiting for another one. */
  private giveUp(id: string, tries: number): Promise<void> {
    return this.work.run('worker', null, async () => {
      const [failed] = await this.work.rows({ ...GIVE_UP, values: [id, tries] });
      if (failed) this.audit.record(null, 'export.failed', id, {});
    });
  }

  private async sweep(): Promise<void> {
    while (!this.isLeaving && (await this.inWorkersName({ ...SWEEP_CHUNKS, values: [CHUNKS_AT_ONCE] })) > 0);
    await this.inWorkersName(SWEEP);
  }

  private inWorkersName(statement: { name: string; text: string; values?: unknown[] }): Promise<number> {
    return this.work.run('worker', null, async () => (await this.work.rows(statement)).length);
  }

  private open(): Promise<Open[]> {
    return this.work.run('worker', null, () => this.work.rows<Open>(OPEN));
  }

  protected async backlog(): Promise<Backlog> {
    const waiting = await this.open();
    const [last] = await this.work.run('worker', null, () => this.work.rows<{ at: Date | null }>(LAST_DONE));
    return { waiting: waiting.length, oldestAt: waiting[0]?.askedAt ?? null, lastDoneAt: last?.at ?? null };
  }
}
