import { createHash } from 'node:crypto';
import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Problem } from '../problem.ts';

export type Attempt = { accountId: string; route: string; key: string; fingerprint: Buffer };
/** `results`: of a POST about many things, one outcome for each, as ids and names of problems. */
type Outcome = { status: number; subjectId: string | null; results?: object[] | null };

export const NOBODY = '00000000-0000-0000-0000-000000000000';
export const REPLAY = Symbol('replay');

/**
 * Names the controller's method `(by, id, results)` that renders this POST's outcome once more. Only the id is kept, and of many things what became of each, never the
 * answer: a replay shows what the caller may see now, not what he could see then.
 */
export const ReplayedBy = (method: string) => applyDecorators(SetMetadata(REPLAY, method), Keyed());

/** Documents on a handler that it takes `Idempotency-Key`. */
export const Keyed = () =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: '16 to 128 printable ASCII characters; the same key repeats no effect',
    schema: { type: 'string', minLength: 16, maxLength: 128 },
  });

/** Makes a repeated POST have one effect. The key is written with the effect, in the same transaction. */
@Injectable()
export class Idempotency {
  constructor(private readonly work: UnitOfWork) {}

  attempt(request: FastifyRequest, accountId: string): Attempt | null {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return null;
    if (typeof key !== 'string' || !/^[\x21-\x7e][\x20-\x7e]{14,126}[\x21-\x7e]$/.test(key))
      throw new Problem('invalid', 'bad-idempotency-key', 'Idempotency-Key takes 16 to 128 printable ASCII characters');
    const fingerprint = createHash('sha256')
      .update(`${request.url}\n${JSON.stringify(sorted(request.body))}`)
      .digest();
    return { accountId, route: `${request.method} ${request.routeOptions.url}`, key, fingerprint };
  }

  /** The outcome of an earlier run of the same attempt; null when this is the first. */
  async before(attempt: Attempt): Promise<Outcome | null> {
    const lock = `${attempt.accountId} ${attempt.route} ${attempt.key}`;
    // Two statements: the second one's snapshot must be younger than the lock.
    const [[turn], [known]] = await Promise.all([
      this.work.rows<{ mine: boolean }>({
        name: 'idempotency_lock',
        text: `select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine`,
        values: [lock],
      }),
      this.work.rows<Outcome & { fingerprint: Buffer }>({
        name: 'idempotency_find',
        text: `select status, subject_id as "subjectId", results, fingerprint from app.idempotency_keys where account_id = $1 and route = $2 and key = $3`,
        values: [attempt.accountId, attempt.route, attempt.key],
      }),
    ]);
    if (!turn!.mine) throw inFlight();
    if (!known) return null;
    if (!known.fingerprint.equals(attempt.fingerprint)) throw keyReused();
    return known;
  }

  /** Of many keys those that were used, with what they were used for. */
  async known(accountId: string, route: string, keys: string[]): Promise<Map<string, Buffer>> {
    const rows = await this.work.rows<{ key: string; fingerprint: Buffer }>({
      name: 'idempotency_find_many',
      text: 'select key, fingerprint from app.idempotency_keys where account_id = $1 and route = $2 and key = any ($3)',
      values: [accountId, route, keys],
    });
    return new Map(rows.map(({ key, fingerprint }) => [key, fingerprint]));
  }

  /** Kept with the commit of the effect. A second one that slipped past the lock breaks the primary key and is told to wait. */
  after(attempt: Attempt, outcome: Outcome): void {
    this.work.atCommit({
      name: 'idempotency_keep',
      text: `insert into app.idempotency_keys (account_id, route, key, fingerprint, status, subject_id, results) values ($1, $2, $3, $4, $5, $6, $7)`,
      values: [
        ...[attempt.accountId, attempt.route, attempt.key, attempt.fingerprint, outcome.status, outcome.subjectId],
        outcome.results ? JSON.stringify(outcome.results) : null,
      ],
    });
  }
}

export const keyReused = () => new Problem('invalid', 'idempotency-key-reused', 'This key was used for something else; take a new one');

export const inFlight = () =>
  new Problem('conflict', 'request-in-flight', 'The first request with this Idempotency-Key is still running; ask again in a second', { retryAfter: 1 });

// The same body is the same body in whatever order its members came.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value ?? null;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted((value as Record<string, unknown>)[key])]),
  );
}
