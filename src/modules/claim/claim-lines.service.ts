import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { invalid } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { type LastLine, type NamedLine, type PendingLine, pendingLineOf } from './claim-line.ts';
import { type ClaimLinePage, ClaimLineView, type ClaimLineQuery, type ServiceDays } from './claim-line.dto.ts';
import { LAST_LINES, LINE_CANDIDATES, SPECIALIST_NAMES } from './claims.queries.ts';
import { Claims } from './claims.service.ts';

const DAY = 86_400_000;
/** A quarter. */
const MOST_DAYS = 92;
const LARGEST_BATCH = 1_000;

/** What the database has of a line that was exported; of a note that may have one, only whose it is. */
type Candidate = PendingLine & { id: string; isExported: boolean; specialistName: string | null; exportedAt: Date | null };

@Injectable()
export class ClaimLines {
  constructor(
    private readonly work: UnitOfWork,
    private readonly claims: Claims,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async list(query: ClaimLineQuery): Promise<ClaimLinePage> {
    const lines: ClaimLineView[] = [];
    for await (const line of this.within(this.daysOf(query), startOf(query), query.limit + 1)) {
      lines.push(ClaimLineView.of(line));
      if (lines.length > query.limit) break;
    }
    return pageOf(lines, query, ({ id }) => id);
  }

  /** All of them, for a file. */
  async all(query: Partial<ServiceDays>): Promise<ServiceDays & { lines: ClaimLineView[] }> {
    const days = this.daysOf(query);
    const lines: ClaimLineView[] = [];
    for await (const line of this.within(days, null, LARGEST_BATCH)) lines.push(ClaimLineView.of(line));
    this.work.saw(...lines.map(({ clientId }) => clientId));
    return { ...days, lines };
  }

  /** Absent: this month up to today. */
  daysOf({ to = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE), from = `${to.slice(0, 7)}-01` }: Partial<ServiceDays>): ServiceDays {
    if (from > to) throw invalid('#/to', 'is before from');
    if (Date.parse(to) - Date.parse(from) >= MOST_DAYS * DAY) throw invalid('#/to', `is more than ${MOST_DAYS} days after from`);
    return { from, to };
  }

  /** What there is to export of these days. */
  async *pending(days: ServiceDays): AsyncGenerator<NamedLine> {
    for await (const line of this.within(days, null, LARGEST_BATCH)) if (line.exportedAt === null) yield line;
  }

  /** Most notes have a line to show, so the first batch is as large as what is asked for; where they have none, batches grow. */
  private async *within({ from, to }: ServiceDays, after: string | null, first: number): AsyncGenerator<NamedLine> {
    for (let start = after, size = first; ; size = Math.min(size * 4, LARGEST_BATCH)) {
      const candidates = await this.work.rows<Candidate>({ ...LINE_CANDIDATES, values: [from, to, start, size] });
      yield* await this.linesAmong(candidates);
      if (candidates.length < size) return;
      start = candidates.at(-1)!.id;
    }
  }

  private async linesAmong(candidates: Candidate[]): Promise<NamedLine[]> {
    const noteIds = candidates.filter(({ isExported }) => !isExported).map(({ id }) => id);
    const [{ facts, claims, ruleSets }, lastLines, [named]] = await Promise.all([
      this.claims.of(noteIds),
      this.work.rows<LastLine>({ ...LAST_LINES, values: [noteIds] }),
      this.work.rows<{ names: Record<string, string> }>({ ...SPECIALIST_NAMES, values: [candidates.map(({ specialistId }) => specialistId)] }),
    ]);
    const last = new Map(lastLines.map((line) => [line.noteId, line]));
    const rules = new Map(ruleSets.map((one) => [one.id, one]));
    return candidates.flatMap(({ isExported, id, ...exported }) => {
      const line = isExported ? exported : pendingLineOf(facts.get(id)!, claims.get(id)!, last.get(id) ?? null);
      if (!line) return [];
      const specialistName = exported.specialistName ?? named!.names[line.specialistId]!;
      return [{ ...line, id, specialistName, exportedAt: exported.exportedAt, ruleSet: rules.get(line.ruleSetId)! }];
    });
  }
}
