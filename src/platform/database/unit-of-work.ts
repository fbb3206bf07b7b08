import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityTarget, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { type Problem, stale } from '../problem.ts';
import { EntityTable } from './entity-table.ts';
import { mayRepeat } from './faults.ts';
import { type Rows, Transaction, type Statement } from './transaction.ts';

const current = new AsyncLocalStorage<Transaction>();
const TRIES = 3;
/** Whoever waited has what he waited for by then; repeated at once, it would be taken from him again and both would fail anew. */
const PAUSE_MS = 20;

/** Who holds the token; and, where somebody does, his role, his team and whose clients are in his sight, for this transaction. */
const ARRIVE = {
  name: 'arrive',
  text: `select set_config('app.account_id', account, true), set_config('app.team', team, true), set_config('app.sight', sight, true),
                set_config('role', acting, true), session from app.arrive($1, make_interval(mins => $2), $3)`,
};

/** The same for a machine: which one it is, on whose behalf it reads and what for. Nobody's clients are in its sight by assignment. */
const ARRIVE_MACHINE = {
  name: 'arrive_machine',
  text: `select set_config('app.account_id', account, true), set_config('app.recipient_id', recipient, true), set_config('app.purpose', purpose, true),
                set_config('role', 'app_machine', true), machine from app.arrive_machine($1)`,
};

/** The names that work is done under: a staff role, a machine's, or one of the few that are nobody's. */
export type DatabaseRole =
  'doorkeeper' | 'worker' | 'witness' | 'machine' | 'peer_specialist' | 'supervisor' | 'clinician' | 'program_manager' | 'privacy_officer' | 'administrator';

type Versioned = ObjectLiteral & { id: string; version: number };

/** One piece of work, one transaction, one role. Everything that services read or change goes through here. */
@Injectable()
export class UnitOfWork {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Opens a transaction in the name of whoever holds this token; null when nobody does. `inEmergency`: he sees those as well to whom he has emergency access. */
  async enter<Session extends { role: string }>(
    tokenHash: Buffer,
    idleMinutes: number,
    inEmergency: boolean,
  ): Promise<{ transaction: Transaction; session: Session } | null> {
    const { transaction, answers } = await Transaction.open(this.dataSource, [{ ...ARRIVE, values: [tokenHash, idleMinutes, inEmergency] }]);
    const session = (answers[0]!.rows[0]?.['session'] ?? null) as Session | null;
    if (session) {
      transaction.role = session.role;
      return { transaction, session };
    }
    await transaction.rollback();
    return null;
  }

  /** Opens a transaction in the name of whichever machine holds this token; null when none does. */
  async enterMachine<Arrived extends object>(tokenHash: Buffer): Promise<{ transaction: Transaction; machine: Arrived } | null> {
    const { transaction, answers } = await Transaction.open(this.dataSource, [{ ...ARRIVE_MACHINE, values: [tokenHash] }]);
    const machine = (answers[0]!.rows[0]?.['machine'] ?? null) as Arrived | null;
    if (machine) {
      transaction.role = 'machine';
      return { transaction, machine };
    }
    await transaction.rollback();
    return null;
  }

  /** Runs `body` within an open transaction and commits; after a deadlock or a serialization failure all of it once more. */
  async complete<T>(transaction: Transaction, body: (transaction: Transaction) => Promise<T>, tries = TRIES): Promise<T> {
    try {
      const value = await current.run(transaction, () => body(transaction));
      await transaction.commit();
      if (transaction.refusal) throw transaction.refusal;
      return value;
    } catch (error) {
      await transaction.rollback();
      if (tries > 1 && mayRepeat(error)) {
        await wait(PAUSE_MS * (1 + Math.random()));
        return this.complete(await transaction.again(), body, tries - 1);
      }
      throw error;
    }
  }

  /** A transaction of its own, under a role that is not a request's: jobs, sign-in, the demo center. */
  async run<T>(role: DatabaseRole, accountId: string | null, body: () => Promise<T>): Promise<T> {
    const { transaction } = await Transaction.open(this.dataSource, [
      { name: 'enter_as', text: `select set_config('role', $1, true), set_config('app.account_id', $2, true)`, values: [`app_${role}`, accountId ?? ''] },
    ]);
    transaction.role = role;
    return this.complete(transaction, body);
  }

  /** A transaction with an opening of its own, which takes on this role and whatever else it is to have; what it answers goes to `body`. It is not repeated. */
  async openedBy<T>(role: DatabaseRole, opening: Statement[], body: (answers: Rows[]) => Promise<T>): Promise<T> {
    const { transaction, answers } = await Transaction.open(this.dataSource, opening);
    transaction.role = role;
    return this.complete(transaction, () => body(answers), 1);
  }

  /** Undoes `body` alone when it fails; what was done before it in the same work stands. */
  separately<T>(body: () => Promise<T>): Promise<T> {
    return this.now.separately(body);
  }

  /** Keeps what was done so far, and refuses all the same: for attempts that are to be remembered. */
  refuse(problem: Problem): void {
    this.now.refusal = problem;
  }

  query<E extends ObjectLiteral>(entity: EntityTarget<E>, alias: string): SelectQueryBuilder<E> {
    return this.now.manager.createQueryBuilder(entity, alias);
  }

  async find<E extends Versioned>(entity: EntityTarget<E>, id: string): Promise<E | null> {
    const table = this.tableOf(entity);
    const [row] = await this.rows<object>(table.reading(id));
    return row ? table.entityOf(row) : null;
  }

  /** Locks the row and demands the version that the caller read; what comes back may be told and saved. */
  async forChange<E extends Versioned>(entity: EntityTarget<E>, id: string, version?: number): Promise<E | null> {
    const table = this.tableOf(entity);
    const [row] = await this.rows<object>(table.locking(id));
    if (!row) return null;
    const found = table.entityOf(row);
    if (version !== undefined && found.version !== version) throw stale(found.version);
    this.now.loaded.set(found, { ...found });
    return found;
  }

  /** They travel with the next statement or with the commit; a constraint that they break is heard of there. */
  async insert(...entities: object[]): Promise<void> {
    for (const [kind, group] of grouped(entities)) this.now.defer(this.tableOf(kind as EntityTarget<ObjectLiteral>).inserting(group));
  }

  /** Writes what changed since `forChange`, and only if nobody else did meanwhile. `touch`: the version rises though no column did. */
  async save<E extends Versioned>(entity: E, { touch = false } = {}): Promise<void> {
    const before = this.now.loaded.get(entity);
    if (!before) throw new Error(`${entity.constructor.name} was not loaded for change in this unit of work`);
    const changed = Object.keys(entity).filter((key) => !same(entity[key], before[key]));
    if (changed.length === 0 && !touch) return;
    const statement = this.tableOf(entity.constructor as EntityTarget<E>).updating(entity, changed);
    this.now.defer(statement, ({ rowCount }) => {
      if (rowCount !== 1) throw stale();
    });
    (entity as Versioned).version += 1;
    this.now.loaded.set(entity, { ...entity });
  }

  /** For what reads better as SQL. Give hot statements a name: they are then prepared. Asked for in one breath, they travel together. */
  rows<T>(statement: Statement): Promise<T[]> {
    return this.now.rows<T>(statement);
  }

  atCommit(statement: Statement): void {
    this.now.atCommit(statement);
  }

  afterCommit(callback: () => void): void {
    this.now.afterCommit(callback);
  }

  /** Tells the access log whose records this work showed, where the answer itself does not say so. */
  saw(...clientIds: string[]): void {
    clientIds.forEach((id) => this.now.clientIds.add(id));
  }

  private tableOf<E extends ObjectLiteral>(entity: EntityTarget<E>): EntityTable<E> {
    return EntityTable.of<E>(this.dataSource, entity);
  }

  private get now(): Transaction {
    const transaction = current.getStore();
    if (!transaction) throw new Error('Nothing is read or changed outside a unit of work');
    return transaction;
  }
}

const same = (a: unknown, b: unknown) => a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

// Map.groupBy needs a newer Node than the oldest one served.
function grouped(entities: object[]): Map<unknown, object[]> {
  const groups = new Map<unknown, object[]>();
  for (const entity of entities) groups.set(entity.constructor, [...(groups.get(entity.constructor) ?? []), entity]);
  return groups;
}
