import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Problem } from '../problem.ts';
import { Connection } from './connection.ts';
import { type Rows, type Statement, StatementGroup } from './statement-group.ts';

export type { Rows, Statement } from './statement-group.ts';

type Waiting = Statement & { check?: (answer: Rows) => void; resolve?: (answer: Rows) => void; reject?: (error: unknown) => void };

/** Nothing is asked yet that could wait longer, so whoever does not answer by then is at the end of a dead wire. */
const TO_OPEN_MS = 3_000;
const BEGIN: Statement = { name: 'begin', text: 'begin' };
const COMMIT: Statement = { name: 'commit', text: 'commit' };
const ROLLBACK: Statement = { name: 'rollback', text: 'rollback' };

/**
 * One transaction on one connection. Statements that are asked for in one breath travel together, and those whose answer
 * nobody waits for travel with the next: a read costs three round trips, a change four.
 */
export class Transaction {
  readonly loaded = new WeakMap<object, Record<string, unknown>>();
  readonly clientIds = new Set<string>();
  /** Under which role it runs, once that is known. */
  role = '';
  /** What the caller is told after the commit, instead of the answer. */
  refusal: Problem | undefined;
  private readonly waiting: Waiting[] = [];
  private readonly closing: Statement[] = [];
  private readonly callbacks: Array<() => void> = [];
  private underway: Promise<void> | undefined;
  private runner: QueryRunner | undefined;
  private isOver = false;

  private constructor(
    private readonly dataSource: DataSource,
    private readonly connection: Connection,
    private readonly opening: Statement[],
  ) {}

  /** Answers the rows of each opening statement, so that the caller learns who came in without a further trip. */
  static async open(dataSource: DataSource, opening: Statement[]): Promise<{ transaction: Transaction; answers: Rows[] }> {
    const connection = await Connection.take(dataSource);
    const transaction = new Transaction(dataSource, connection, opening);
    try {
      const [, ...answers] = await transaction.send([BEGIN, ...opening], TO_OPEN_MS);
      return { transaction, answers };
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }

  /** The same beginning once more, after a deadlock or a serialization failure. */
  async again(): Promise<Transaction> {
    const { transaction } = await Transaction.open(this.dataSource, this.opening);
    transaction.role = this.role;
    return transaction;
  }

  /** TypeORM's own way in, for what it composes: its statements take their turn among ours. */
  get manager(): EntityManager {
    if (!this.runner) {
      const databaseConnection = { query: (text: string, values?: unknown[]) => this.ask({ text, values }) };
      this.runner = Object.assign(this.dataSource.createQueryRunner(), { databaseConnection, isTransactionActive: true });
    }
    return this.runner.manager;
  }

  async rows<T>(statement: Statement): Promise<T[]> {
    return (await this.ask(this.prepared(statement))).rows as T[];
  }

  /** Travels with whatever comes next. `check` looks at its answer, and stops everything by throwing. */
  defer(statement: Statement, check?: (answer: Rows) => void): void {
    this.waiting.push({ ...this.prepared(statement), check });
  }

  atCommit(statement: Statement): void {
    this.closing.push(statement);
  }

  afterCommit(callback: () => void): void {
    this.callbacks.push(callback);
  }

  /** A part that may fail by itself: what it did, and what it would have said at the commit, is taken back. */
  async separately<T>(body: () => Promise<T>): Promise<T> {
    const closing = this.closing.length;
    await this.ask({ text: 'savepoint part' });
    try {
      const value = await body();
      await this.flush();
      await this.ask({ text: 'release savepoint part' });
      return value;
    } catch (error) {
      await this.underway?.catch(() => {});
      this.waiting.length = 0;
      this.closing.length = closing;
      await this.ask({ text: 'rollback to savepoint part' });
      throw error;
    }
  }

  async commit(): Promise<void> {
    // What an answer may still stop must not travel with the commit itself.
    if (this.underway || this.waiting.some(({ check, resolve }) => check ?? resolve)) await this.flush();
    const last = [...this.waiting.splice(0), ...this.closing.map((statement) => this.prepared(statement)), COMMIT];
    const answers = await this.send(last);
    if (answers.at(-1)?.command !== 'COMMIT') throw new Error('The database rolled the transaction back');
    this.isOver = true;
    this.connection.release();
    this.callbacks.forEach((callback) => callback());
  }

  /** Safe to call at any time, twice, and on a connection that is already dead. */
  async rollback(): Promise<void> {
    if (this.isOver) return;
    await this.underway?.catch(() => {});
    this.isOver = true;
    try {
      await this.send([ROLLBACK]);
      this.connection.release();
    } catch {
      this.connection.drop();
    }
  }

  private ask(statement: Statement): Promise<Rows> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...statement, resolve, reject });
      queueMicrotask(() => void this.flush({ ifAsked: true }).catch(() => {}));
    });
  }

  /** Sends all that waits in one group, after the one under way; each asker hears of his own answer, or of the one failure. */
  private async flush({ ifAsked = false } = {}): Promise<void> {
    while (this.underway) await this.underway.catch(() => {});
    // What was deferred since travels with the next asker: gone by itself, nobody would hear of its failure.
    if (this.waiting.length === 0 || (ifAsked && !this.waiting.some(({ resolve }) => resolve))) return;
    const group = this.waiting.splice(0);
    this.underway = this.exchange(group).finally(() => (this.underway = undefined));
    await this.underway;
  }

  private async exchange(group: Waiting[]): Promise<void> {
    try {
      const answers = await this.send(group);
      group.forEach(({ check }, at) => check?.(answers[at]!));
      group.forEach(({ resolve }, at) => resolve?.(answers[at]!));
    } catch (error) {
      group.forEach(({ reject }) => reject?.(error));
      throw error;
    }
  }

  /** A plan under row security holds for one role alone; under one name it would be made anew whenever the roles change. */
  private prepared({ name, ...statement }: Statement): Statement {
    return name === undefined ? statement : { name: `${name}/${this.role}`, ...statement };
  }

  private send(statements: Statement[], withinMs?: number): Promise<Rows[]> {
    return this.connection.send(new StatementGroup(statements), withinMs);
  }
}
