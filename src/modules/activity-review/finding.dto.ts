import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Id, OneOf, Optional, QueryFlag, Text } from '../../platform/http/shapes.ts';
import { type Outcome, OUTCOMES, type Rule, RULES } from './finding.ts';

/** A CSV file has all of them, whatever the page. */
export class FindFindings extends PageQuery {
  /** The first day at the site; absent: six days before `to`. */
  @Optional()
  @CalendarDate()
  from?: string;

  /** The last day, less than 14 days after the first; absent: yesterday, the last day that is over. */
  @Optional()
  @CalendarDate()
  to?: string;

  @Optional()
  @OneOf(RULES)
  rule?: Rule;

  /** Only what this account did. */
  @Optional()
  @Id()
  accountId?: string;

  /** Only what was judged already, or only what waits. */
  @Optional()
  @QueryFlag()
  reviewed?: boolean;
}

export class ReviewFinding {
  /** Of the finding, as the list has it. */
  @Id()
  findingId: string;

  /**
   * The day of the finding, which must be over.
   * @example 2026-11-27
   */
  @CalendarDate()
  on: string;

  @OneOf(OUTCOMES)
  outcome: Outcome;

  /**
   * Why it was judged so.
   * @example Covered the evening shift; the rota says so
   */
  @Text(3, 2_000)
  words: string;
}

export class FindingReviewView {
  id: string;
  @OneOf(OUTCOMES)
  outcome: Outcome;
  words: string;
  reviewedBy: string;
  reviewedAt: Date;
}

/** What was judged, with the judgement. */
export class ReviewedFinding extends FindingReviewView {
  findingId: string;
  @OneOf(RULES)
  rule: Rule;
  on: string;
  accountId: string;
  clientId: string | null;
  /** How many it rested on. */
  looks: number;
}

export class FindingView {
  /** The same whenever the same is found. */
  id: string;
  @OneOf(RULES)
  rule: Rule;
  /** The day at the site. */
  on: string;
  accountId: string;
  accountName: string;
  /** Null where no single record is concerned. */
  clientId: string | null;
  /** In words. */
  reason: string;
  looks: number;
  /** Of these, in how many he was shown nothing. */
  refused: number;
  clients: number;
  firstAt: Date;
  lastAt: Date;
  /** The events on the trail that it rests on, the first fifty. */
  eventIds: string[];
  review: FindingReviewView | null;
}

export class FindingPage {
  items: FindingView[];
  next: string | null;
}
