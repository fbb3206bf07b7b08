import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { invalid } from '../../platform/problem.ts';
import { dayAfter, serviceDay } from '../../platform/site-calendar.ts';
import { type LastLine, type NamedLine, type PendingLine, pendingLineOf } from './claim-line.ts';
import { type ClaimLinePage, ClaimLineView, type ClaimLineQuery, type ServiceDays } from './claim-line.dto.ts';
import { CLIENTS_TO_CLAIM_FOR, EXPORTED_LINES, LAST_LINES, LINE_CANDIDATES, SPECIALIST_NAMES } from './claims.queries.ts';
import { Claims } from './claims.service.ts';
import type { RuleSet } from './note-facts.ts';
import { Payments, reliedOn } from './payments.service.ts';

const DAY = 86_400_000;
/** A quarter. */
const MOST_DAYS = 92;
const MONTH = 30;
const SECOND_BATCH = 8;
/** As many as one request has time for. */
const MOST_SESSIONS = 10_000;
const CLIENTS_AT_ONCE = 1_000;

/** What the database has of a line that was exported; of a note that may have one, only whose it is and of which day. */
type Candidate = Exported & { day: string; isExported: boolean };
type Exported = PendingLine & { id: string; specialistName: string | null; exportedAt: Date | null };
type Place = { serviceOn: string; id: string };

@Injectable()
export class ClaimLines {
  constructor(
    private readonly work: UnitOfWork,
    private readonly claims: Claims,
    private readonly payments: Payments,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async list(query: ClaimLineQuery): Promise<ClaimLinePage> {
    const lines = await this.within(this.daysOf(query), startOf(query), query.limit + 1);
    return pageOf(await this.viewed(lines), query, ({ id }) => id);
  }

  /** All of them, for a file. */
  async all(query: Partial<ServiceDays>): Promise<ServiceDays & { lines: ClaimLineView[] }> {
    const days = this.daysOf(query);
    const lines = await this.everything(days, MOST_SESSIONS);
    this.work.saw(...lines.map(({ clientId }) => clientId));
    return { ...days, lines: await this.viewed(lines) };
  }

  /** What there is to export of these days. */
  async pending(days: ServiceDays): Promise<NamedLine[]> {
    return (await this.everything(days, MOST_SESSIONS)).filter(({ exportedAt }) => exportedAt === null);
  }

  /** Absent: a month up to today. */
  daysOf({ to = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE), from = dayAfter(to, -MONTH) }: Partial<ServiceDays>): ServiceDays {
    if (from > to) throw invalid('#/to', 'is before from');
    if (Date.parse(to) - Date.parse(from) >= MOST_DAYS * DAY) throw invalid('#/to', `is more than ${MOST_DAYS} days after from`);
    return { from, to };
  }

  /**
   * Most notes have a line to show, so that one batch is a page, or two. Where next to none has, whole clients are looked
   * at: note by note the sessions that used up their caps would be read again and again.
   */
  private async within(days: ServiceDays, after: string | null, count: number): Promise<NamedLine[]> {
    const lines: NamedLine[] = [];
    let start = after;
    let place: Place | null = null;
    for (const size of [count, count * SECOND_BATCH]) {
      const candidates: Candidate[] = await this.work.rows<Candidate>({ ...LINE_CANDIDATES, values: [days.from, days.to, start, size] });
      lines.push(...(await this.linesAmong(candidates)));
      if (candidates.length < size || lines.length >= count) return lines.slice(0, count);
      const { id, day: serviceOn } = candidates.at(-1)!;
      [start, place] = [id, { serviceOn, id }];
    }
    const others = await this.everything(days);
    return [...lines, ...others.filter((line) => isBefore(place!, line))].slice(0, count);
  }

  private async linesAmong(candidates: Candidate[]): Promise<NamedLine[]> {
    const noteIds = candidates.filter(({ isExported }) => !isExported).map(({ id }) => id);
    const [{ facts, claims, ruleSets }, lastLines, names] = await Promise.all([
      this.claims.ofNotes(noteIds),
      this.work.rows<LastLine>({ ...LAST_LINES, values: [noteIds] }),
      this.namesOf(candidates),
    ]);
    const last = new Map(lastLines.map((line) => [line.noteId, line]));
    const found = candidates.flatMap(({ isExported, day: _day, ...exported }) => {
      const { id } = exported;
      if (isExported) return [named(exported, names, ruleSets)];
      const line = pendingLineOf(facts.get(id)!, claims.get(id)!, last.get(id) ?? null);
      return line ? [named({ ...line, id, specialistName: null, exportedAt: null }, names, ruleSets)] : [];
    });
    return this.passing(found);
  }

  /** Client by client, so that each session is read once. */
  private async everything({ from, to }: ServiceDays, most = Infinity): Promise<NamedLine[]> {
    const [clients, exported] = await Promise.all([
      this.work.rows<{ id: string; sessions: number }>({ ...CLIENTS_TO_CLAIM_FOR, values: [from, to] }),
      this.work.rows<Exported>({ ...EXPORTED_LINES, values: [from, to] }),
    ]);
    if (clients.reduce((sum, { sessions }) => sum + sessions, 0) > most) throw invalid('#/to', `makes more than ${most} sessions; ask for fewer days`);
    const corrected = new Set(exported.map(({ corrects }) => corrects));
    const last = new Map(exported.filter(({ id }) => !corrected.has(id)).map((line) => [line.noteId, line]));
    const lines: Exported[] = [...exported];
    for (let at = 0; at < clients.length; at += CLIENTS_AT_ONCE) {
      const ids = clients.slice(at, at + CLIENTS_AT_ONCE).map(({ id }) => id);
      const { facts, claims } = await this.claims.ofClients(ids, { from, to });
      for (const note of facts.values()) {
        const line = note.serviceOn < from ? null : pendingLineOf(note, claims.get(note.id)!, last.get(note.id) ?? null);
        if (line) lines.push({ ...line, id: note.id, specialistName: null, exportedAt: null });
      }
    }
    const [names, ruleSets] = await Promise.all([this.namesOf(lines), this.claims.ruleSets()]);
    const all = await this.passing(lines.map((line) => named(line, names, ruleSets)));
    return all.sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  /** What was exported, and what may go to its payer now. */
  private async passing(lines: NamedLine[]): Promise<NamedLine[]> {
    const { lines: covered, ways } = await this.payments.covered(lines.filter(({ exportedAt }) => exportedAt === null));
    const passing = new Set(covered);
    return lines.flatMap((line) => (line.exportedAt !== null ? [line] : passing.has(line) ? [{ ...line, ...reliedOn(ways, line) }] : []));
  }

  private async viewed(lines: NamedLine[]): Promise<ClaimLineView[]> {
    const scopes = await this.payments.scopesOf(lines.flatMap(({ consentId }) => consentId ?? []));
    return lines.map((line) => ClaimLineView.of(line, scopes));
  }

  private async namesOf(lines: Pick<Exported, 'specialistId'>[]): Promise<Record<string, string>> {
    const ids = [...new Set(lines.map(({ specialistId }) => specialistId))];
    const [found] = await this.work.rows<{ names: Record<string, string> | null }>({ ...SPECIALIST_NAMES, values: [ids] });
    return found?.names ?? {};
  }
}

const named = (line: Exported, names: Record<string, string>, ruleSets: Map<string, RuleSet>): NamedLine => ({
  ...line,
  specialistName: line.specialistName ?? names[line.specialistId]!,
  ruleSet: ruleSets.get(line.ruleSetId)!,
});

/** Whether it comes first in a list: the latest service day does, and of one day the latest line. */
const isBefore = (one: Place, other: Place) => (one.serviceOn === other.serviceOn ? one.id > other.id : one.serviceOn > other.serviceOn);
