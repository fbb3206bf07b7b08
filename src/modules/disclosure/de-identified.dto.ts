import { Optional, QueryNumber } from '../../platform/http/shapes.ts';

export class DeIdentifiedQuery {
  /** The calendar year, not one to come; this year, if absent. */
  @Optional()
  @QueryNumber(1990, 2200)
  year?: number;
}

/** One treatment, of somebody whom nothing here tells from others: no name, no number of ours, no day, no place (45 CFR 164.514(b)(2)). */
export class DeIdentifiedTreatment {
  /** Counted within this report; it stands for nothing elsewhere. */
  number: number;
  /** In whole years at the year's end; 90 stands for 90 and more. */
  age: number;
  /** Programs of this treatment; `other` for one that fewer than eleven had in this year. */
  programs: string[];
  /** The year. */
  admittedIn: number;
  /** The year; null while it goes on. */
  dischargedIn: number | null;
  /** Completed sessions of this year with a signed note. */
  sessions: number;
  /** Of these sessions together. */
  minutes: number;
}

export class DeIdentifiedReport {
  year: number;
  treatments: DeIdentifiedTreatment[];
}
