import { Injectable } from '@nestjs/common';
import type { Role } from '../../platform/access/actor.ts';
import { problemOf } from '../../platform/database/faults.ts';
import { type DatabaseRole, UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { type Backlog, Jobs } from '../../platform/jobs.ts';
import { PeriodicWork } from '../../platform/periodic-work.ts';
import { Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Registration } from '../client/index.ts';
import { Admission } from './admission.service.ts';
import { Import } from './import.entity.ts';
import { READY_LINES, SETTLE_LINES, TAKE } from './import.queries.ts';
import { entryOf, type KeptLine } from './kept-entry.ts';
import { LineJudge } from './line-judge.ts';
import type { Entry, LineProblem } from './roster.ts';

const LOOK_MS = 5_000;
const AT_ONCE = 100;
const TRIES = 10;
/** How long a line may wait for somebody before it is forgotten. */
const KEPT = '14 days';

type UnderWay = { id: string; accountId: string; role: Role | null };
type Ready = { id: string; line: number; entry: Entry; fingerprint: string };
type KeptReady = KeptLine & { line: number; fingerprint: string };
type Settled = { id: string; status: string; clientId?: string; problems?: LineProblem[] };
/** `elsewhere`: another process has it in hand, or it is over. */
type Step = 'advanced' | 'elsewhere';

/**
 * Carries out imports that were started, a hundred lines in one transaction and in the name of whoever made them. What is
 * left to do stands in the database, so that any process goes on where another one ended.
 */
@Injectable()
export class ImportRunner extends PeriodicWork {
  private readonly failures = new Map<string, number>();

  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly judge: LineJudge,
    private readonly registration: Registration,
    private readonly admission: Admission,
    private readonly sealing: Sealing,
    jobs: Jobs,
  ) {
    super(jobs, { name: 'imports', everyMs: LOOK_MS, waits: 'imports wait' });
  }

  /** Does all that there is to do. */
  async round(): Promise<void> {
    for (const each of await this.underWay()) {
      try {
        while (!this.isLeaving && (await this.step(each)) === 'advanced');
        this.failures.delete(each.id);
      } catch (error) {
        const failures = (this.failures.get(each.id) ?? 0) + 1;
        this.failures.set(each.id, failures);
        if (failures >= TRIES) await this.giveUp(each.id);
        throw error;
      }
    }
    await this.forget();
  }

  /** A hundred lines; one by one, where the database refuses them together. */
  private async step(each: UnderWay): Promise<Step> {
    const { id, accountId, role } = each;
    if (role === null) {
      await this.giveUp(id);
      return 'elsewhere';
    }
    try {
      return await this.advance({ id, accountId, role }, AT_ONCE);
    } catch (error) {
      if (!refusalOf(error)) throw error;
    }
    for (let one = 0; one < AT_ONCE; one++) if ((await this.advanceOne({ id, accountId, role })) === 'elsewhere') return 'elsewhere';
    return 'advanced';
  }

  private async advanceOne(each: UnderWay & { role: Role }): Promise<Step> {
    try {
      return await this.advance(each, 1);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return this.advance(each, 1, refusal);
    }
  }

  private advance({ id, accountId, role }: UnderWay & { role: Role }, atMost: number, refusal?: Problem): Promise<Step> {
    const by = { id: accountId, role };
    return this.work.run(role.replaceAll('-', '_') as DatabaseRole, accountId, async () => {
      const [mine] = await this.work.rows({ ...TAKE, values: [id] });
      if (!mine) return 'elsewhere';
      // Two imports of one list take turns, so that the later one finds what the earlier one made.
      await this.work.rows({ text: `select pg_advisory_xact_lock(hashtextextended('intake', 23))` });
      const kept = await this.work.rows<KeptReady>({ ...READY_LINES, values: [id, atMost] });
      const ready: Ready[] = kept.map(({ id: lineId, line, fingerprint, ...what }) => ({
        id: lineId,
        line,
        fingerprint,
        entry: entryOf(this.sealing, { id: lineId, ...what }),
      }));
      if (ready.length === 0) {
        const made = await this.work.forChange(Import, id);
        made!.finish();
        await this.work.save(made!);
        this.audit.record(by, 'import.ended', id, { state: 'done' });
        return 'elsewhere';
      }
      const settled = refusal ? ready.map((line) => refused(line, refusal)) : await this.settle(by, id, ready);
      await this.work.rows({ ...SETTLE_LINES, values: [JSON.stringify(settled)] });
      this.audit.record(by, 'import.advanced', id, { lines: settled.length });
      this.work.afterCommit(() => this.tally.batch(settled.length));
      return 'advanced';
    });
  }

  private async settle(by: { id: string; role: Role }, importId: string, ready: Ready[]): Promise<Settled[]> {
    await this.work.rows({ text: 'select app.look()' });
    await this.registration.hold(ready.map(({ entry }) => entry));
    const statuses = await this.judge.statuses(ready);
    const toCreate = ready.filter(({ line }) => statuses.get(line)!.status === 'ready');
    const ids = await this.admission.admit(
      by,
      toCreate.map(({ entry }) => entry),
      importId,
    );
    const created = new Map(toCreate.map(({ id }, at) => [id, ids[at]!]));
    return ready.map(({ id, line }) => {
      const clientId = created.get(id);
      if (clientId !== undefined) return { id, status: 'created', clientId };
      const { status } = statuses.get(line)!;
      return { id, status, problems: status === 'held' ? [{ column: null, expected: 'seems to be registered already; somebody must decide' }] : [] };
    });
  }

  private async underWay(): Promise<UnderWay[]> {
    return this.work.run('worker', null, () => this.work.rows<UnderWay>({ text: `select id, account_id as "accountId", role from app.imports_under_way()` }));
  }

  private async giveUp(id: string): Promise<void> {
    await this.work.run('worker', null, async () => {
      const [gone] = await this.work.rows<{ done: boolean }>({ text: 'select app.give_up_import($1) as done', values: [id] });
      if (gone!.done) this.audit.record(null, 'import.ended', id, { state: 'failed' });
    });
  }

  /** What waited too long for somebody is not kept any longer. */
  async forget(): Promise<void> {
    await this.work.run('worker', null, async () => {
      const forgotten = await this.work.rows<{ id: string }>({ text: 'select id from app.forget_import_lines($1::interval)', values: [KEPT] });
      for (const { id } of forgotten) this.audit.record(null, 'import.forgotten', id, {});
    });
  }

  protected async backlog(): Promise<Backlog> {
    const waiting = await this.underWay();
    return { waiting: waiting.length, oldestAt: null, lastDoneAt: null };
  }
}

/** What a rule of the field or a constraint says against a line; null when it is no fault of the line's. */
function refusalOf(error: unknown): Problem | null {
  const problem = error instanceof Problem ? error : problemOf(error);
  return problem && ['conflict', 'invalid', 'not-found'].includes(problem.kind) ? problem : null;
}

const COLUMN_OF: Record<string, string> = {
  'caseload-full': 'peer specialist',
  'specialist-disabled': 'peer specialist',
  'identifier-taken': 'identifier value',
};

const refused = ({ id }: Ready, { slug, title }: Problem): Settled => ({
  id,
  status: 'faulty',
  problems: [{ column: COLUMN_OF[slug] ?? null, expected: title }],
});
