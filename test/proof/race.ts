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
  /** What the others may hear: `409 email-taken`. */
  refusals?: readonly string[];
  /** Where the answers do not say by themselves who took effect: how many hear what. */
  heard?: Record<string, number>;
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

  /** Holds the requests back at a table until all have come. */
  pass(table: string, requests: (() => Promise<Answer>)[]): Promise<Answer[]> {
    return this.passLock(`lock table app.${table} in exclusive mode`, requests);
  }

  async passLock(lock: string, requests: (() => Promise<Answer>)[]): Promise<Answer[]> {
    await this.fresh.everybodyWasJustSeen();
    const { answers, ms } = await this.gate.pass(lock, requests);
    this.slowestMs = Math.max(this.slowestMs, ms);
    return answers;
  }

  /** What was wrong with a race: nothing, if all is well. */
  async run(race: Race, count: number): Promise<string[]> {
    const round = await race.round(this, count);
    const answers = await this.pass(round.gate, round.requests);
    return this.faults(round, answers);
  }

  private async faults({ permitted, refusals = [], heard, actions, effects }: Round, answers: Answer[]): Promise<string[]> {
    const told = answers.map(inShort);
    const won = told.filter((one) => /^2\d\d$/.test(one)).length;
    const others = [...new Set(told)].filter((one) => (heard ? !(one in heard) : !/^2\d\d$/.test(one) && !refusals.includes(one)));
    const counted = Object.entries(heard ?? {}).map(([one, expected]) => [told.filter((other) => other === one).length, expected, `heard ${one}`] as const);
    const recorded = await this.count(`select count(*) from app.audit_events where kind = 'change' and action = any ($1) and request_id = any ($2)`, [
      actions,
      answers.map(({ headers }) => headers.get('request-id')),
    ]);
    const sums = [
      ...(heard ? counted : [[won, permitted, 'succeeded'] as const]),
      [await effects(), permitted, 'in the database'] as const,
      [recorded, permitted, 'on the trail'] as const,
    ];
    return [
      ...sums.filter(([is, should]) => is !== should).map(([is, should, what]) => `${is} instead of ${should} ${what}`),
      ...others.map((one) => `${told.filter((other) => other === one).length} heard ${one}`),
    ];
  }
}

/** `201`, `201 replayed` or `409 email-taken`. */
export const inShort = ({ status, body, headers }: Answer): string => {
  if (status >= 400) return `${status} ${String(body?.type).replace('/problems/', '')}`;
  return headers.get('idempotency-replayed') === 'true' ? `${status} replayed` : String(status);
};
