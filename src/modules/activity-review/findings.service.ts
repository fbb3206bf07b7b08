import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type Moment, momentPageOf, startOfMoment } from '../../platform/http/page.ts';
import { invalid, notFound, Problem } from '../../platform/problem.ts';
import { dayAfter, serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { FindingReview } from './finding-review.entity.ts';
import { type Found, reasonOf } from './finding.ts';
import type { FindFindings, FindingPage, FindingReviewView, FindingView, ReviewedFinding, ReviewFinding } from './finding.dto.ts';
import { FINDINGS, REVIEW } from './findings.queries.ts';

onViolation('finding_reviews_once', () => new Problem('conflict', 'finding-reviewed', 'This was judged already; read it again'));

const DAY_MS = 86_400_000;
const MOST_DAYS = 14;
const WEEK = 6;
const MOST_IN_FILE = 5_000;

type Days = { from: string; to: string };
type Asked = Days & Pick<FindFindings, 'rule' | 'accountId' | 'reviewed'> & { before?: Moment | null; count: number; id?: string };
type Row = Found & { review: FindingReviewView | null };

@Injectable()
export class Findings {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async list(query: FindFindings): Promise<FindingPage> {
    const rows = await this.find({ ...query, ...this.daysOf(query), before: startOfMoment(query), count: query.limit + 1 });
    const { items, next } = momentPageOf(rows, query, ({ firstAt, id }) => ({ at: firstAt, id }));
    return { items: items.map(viewOf), next };
  }

  /** All of them, for a file. */
  async all(query: FindFindings): Promise<Days & { findings: FindingView[] }> {
    const days = this.daysOf(query);
    const rows = await this.find({ ...query, ...days, count: MOST_IN_FILE + 1 });
    if (rows.length > MOST_IN_FILE) throw invalid('#/to', `finds more than ${MOST_IN_FILE}; ask for fewer days`);
    this.work.saw(...new Set(rows.flatMap(({ clientId }) => clientId ?? [])));
    return { ...days, findings: rows.map(viewOf) };
  }

  /** What is judged is worked out anew, so that nobody judges what the trail does not say. */
  async review(by: Actor, { findingId, on, outcome, words }: ReviewFinding): Promise<ReviewedFinding> {
    const [found] = await this.find({ from: on, to: on, id: findingId, count: 1 });
    if (!found) throw notFound();
    const review = FindingReview.of(found, outcome, words, by.id, this.today());
    await this.work.insert(review);
    const { rule, accountId, clientId } = found;
    this.audit.record(by, 'finding.reviewed', review.id, { clientIds: clientId ? [clientId] : [], findingId, rule, accountId, outcome });
    return this.reviewed(review.id);
  }

  async reviewed(id: string): Promise<ReviewedFinding> {
    const [view] = await this.work.rows<ReviewedFinding>({ text: `${REVIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** Sorting a month of the trail wants more room than a request has, and a plan that runs once is not worth compiling. */
  private async find({ from, to, rule, accountId, reviewed, before, count, id }: Asked): Promise<Row[]> {
    const narrowed = [rule ?? null, accountId ?? null, reviewed ?? null];
    const values = [from, to, this.env.SITE_TIME_ZONE, ...narrowed, before?.at ?? null, before?.id ?? null, count, id ?? null];
    const [, found] = await Promise.all([
      this.work.rows({ text: `select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`, values: [] }),
      this.work.rows<Row>({ text: FINDINGS, values }),
    ]);
    return found;
  }

  private daysOf({ to = dayAfter(this.today(), -1), from = dayAfter(to, -WEEK) }: Partial<Days>): Days {
    if (from > to) throw invalid('#/to', 'is before from');
    if (Date.parse(to) - Date.parse(from) >= MOST_DAYS * DAY_MS) throw invalid('#/to', `is more than ${MOST_DAYS} days after from`);
    return { from, to };
  }

  private today(): string {
    return serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
  }
}

const viewOf = ({ review, ...found }: Row): FindingView => {
  const { id, rule, on, accountId, accountName, clientId, looks, refused, clients, firstAt, lastAt, eventIds } = found;
  return { id, rule, on, accountId, accountName, clientId, reason: reasonOf(found), looks, refused, clients, firstAt, lastAt, eventIds, review };
};
