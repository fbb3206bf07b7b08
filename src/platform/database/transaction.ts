import type { PoolClient, QueryResult } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** Named statements are prepared once per connection; values never stand in the text. */
export type Statement = { name?: string; text: string; values?: unknown[] };

/**
 * One transaction on one connection. What opens it (`begin`, who is asking) and what closes it (records, `commit`) is
 * each sent as one pipelined group, so that a read costs three round trips and a change four.
 */
export class Transaction {
  readonly loaded = new WeakMap<object, Record<string, unknown>>();
  readonly clientIds = new Set<string>();
  /** Under which role it runs, once that is known. */
  role = '';
  private readonly closing: Statement[] = [];
  private readonly callbacks: Array<() => void> = [];
  private finished = false;

  private constructor(
    private readonly dataSource: DataSource,
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
    private readonly opening: Statement[],
  ) {}

  /** Answers the rows of each opening statement, so that the caller learns who came in without a further trip. */
  static async open(dataSource: DataSource, opening: Statement[]): Promise<{ transaction: Transaction; answers: QueryResult[] }> {
    const runner = dataSource.createQueryRunner();
    const client: PoolClient = await runner.connect();
    const transaction = new Transaction(dataSource, runner, client, opening);
    try {
      const [, ...answers] = await transaction.send([{ text: 'begin' }, ...opening]);
      inTransaction(runner, true);
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

  get manager(): EntityManager {
    return this.runner.manager;
  }

  async rows<T>(statement: Statement): Promise<T[]> {
    return (await this.client.query(this.prepared(statement))).rows;
  }

  /** A plan under row security holds for one role alone; under one name it would be made anew whenever the roles change. */
  private prepared({ name, ...statement }: Statement): Statement {
    return name === undefined ? statement : { name: `${name}/${this.role}`, ...statement };
  }

  /** Sends statements without waiting in between; each promise is checked, since a failed one turns the commit into a rollback. */
  send(statements: Statement[]): Promise<QueryResult[]> {
    return settleAll(statements.map((statement) => this.client.query(statement)));
  }

  atCommit(statement: Statement): void {
    this.closing.push(statement);
  }

  afterCommit(callback: () => void): void {
    this.callbacks.push(callback);
  }

  async commit(): Promise<void> {
    const answers = await this.send([...this.closing.map((statement) => this.prepared(statement)), { text: 'commit' }]);
    if (answers.at(-1)?.command !== 'COMMIT') throw new Error('The database rolled the transaction back');
    await this.release();
    this.callbacks.forEach((callback) => callback());
  }

  /** Safe to call at any time, twice, and on a connection that is already dead. */
  async rollback(): Promise<void> {
    if (this.finished) return;
    try {
      await this.client.query('rollback');
    } catch {
      // A connection that cannot roll back must not return to the pool: everything after it would fail until a restart.
      connectionOf(this.client)?.stream?.destroy();
      await new Promise(setImmediate);
    }
    await this.release();
  }

  private async release(): Promise<void> {
    this.finished = true;
    inTransaction(this.runner, false);
    await this.runner.release();
  }
}

const connectionOf = (client: PoolClient) => (client as unknown as { connection?: { stream?: { destroy(): void } } }).connection;

async function settleAll<T>(promises: Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(promises);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<T>).value);
}

/** TypeORM must know that it is inside a transaction that it did not begin: row locks demand it. */
const inTransaction = (runner: QueryRunner, is: boolean) => {
  (runner as { isTransactionActive: boolean }).isTransactionActive = is;
};
