import { afterAll, beforeAll } from '@jest/globals';
import { type Answer, launch, Running } from '../support/app.ts';
import { Fresh } from './race-fresh.ts';
import { Gate } from './race-gate.ts';

/** Requests that contest one thing, what may come of them, and how to see what came. */
export type Round = {
  /** The table at which they are held back. */
  gate: string;
  requests: (() => Promise<Answer>)[];
  /** Exactly so many take effect. */
  permitted: number;
  /** What the others hear: `409 email-taken`. */
  refusals: readonly string[];
  /** What the trail calls the effect. */
  actions: readonly string[];
  /** How often it took effect, by what the tables say. */
  effects(): Promise<number>;
};

export type Race = { of: string; proves: readonly string[]; round(course: Course, count: number): Promise<Round> };

/** Where races are run: an application with a connection for each of fifty, on a database of its own. */
export class Course {
  slowestMs = 0;
  peerwork: Running;
  fresh: Fresh;
  private gate: Gate;

  /** `const course = Course.laid()` at the top of a test file, in place of `launch()`. */
  static laid(): Course {
    const course = new Course();
    // Named before the application's own end, so that its database is not dropped from under these connections.
    afterAll(async () => {
      await course.fresh?.close();
      await course.gate?.close();
    });
    course.peerwork = launch({ POOL_SIZE: '50' });
    beforeAll(async () => {
      course.fresh = await Fresh.over(course.peerwork);
      course.gate = await Gate.over(course.peerwork);
    });
    return course;
  }

  deadlocks(): Promise<number> {
    return this.gate.deadlocks();
  }

  /** How often the SQL's count says that something is there. */
  async count(text: string, values: unknown[]): Promise<number> {
    const [row] = await this.peerwork.rows<{ count: number }>(text, values);
    return Number(row!.count);
  }

  async pass(table: string, requests: (() => Promise<Answer>)[]): Promise<Answer[]> {
    await this.fresh.everybodyWasJustSeen();
    const { answers, ms } = await this.gate.pass(table, requests);
    this.slowestMs = Math.max(this.slowestMs, ms);
    return answers;
  }

  /** What was wrong with a race: nothing, if all is well. */
  async run(race: Race, count: number): Promise<string[]> {
    const round = await race.round(this, count);
    const answers = await this.pass(round.gate, round.requests);
    return this.faults(round, answers);
  }

  private async faults({ permitted, refusals, actions, effects }: Round, answers: Answer[]): Promise<string[]> {
    const told = answers.map(inShort);
    const won = answers.filter((_, at) => /^2\d\d$/.test(told[at]!));
    const others = told.filter((one) => !/^2\d\d$/.test(one) && !refusals.includes(one));
    const recorded = await this.count(`select count(*) from app.audit_events where kind = 'change' and action = any ($1) and request_id = any ($2)`, [
      actions,
      answers.map(({ headers }) => headers.get('request-id')),
    ]);
    const held = await effects();
    return [
      ...(won.length === permitted ? [] : [`${won.length} instead of ${permitted} succeeded`]),
      ...(held === permitted ? [] : [`${held} instead of ${permitted} in the database`]),
      ...(recorded === permitted ? [] : [`${recorded} instead of ${permitted} on the trail`]),
      ...[...new Set(others)].map((one) => `${others.filter((other) => other === one).length} heard ${one}`),
    ];
  }
}

/** `201`, `201 replayed` or `409 email-taken`. */
export const inShort = ({ status, body, headers }: Answer): string => {
  if (status >= 400) return `${status} ${String(body?.type).replace('/problems/', '')}`;
  return headers.get('idempotency-replayed') === 'true' ? `${status} replayed` : String(status);
};
