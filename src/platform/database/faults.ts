import { isNativeError } from 'node:util/types';
import { notFound, Problem, stale } from '../problem.ts';
import { violation } from './violations.ts';

type DatabaseError = Error & { code?: string; constraint?: string; table?: string; driverError?: DatabaseError };

const AWAY = /^(57P0[1-5]|08...|53...|57014|55P03|25P03|25P04)$/;
const AWAY_NAMES =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|already released|Client has encountered a connection error|not queryable|rolled the transaction back/i;

const rootOf = (error: unknown): DatabaseError | null => (isNativeError(error) ? ((error as DatabaseError).driverError ?? (error as DatabaseError)) : null);

export const databaseAway = () => new Problem('unavailable', 'database-away', 'The database is away or busy; ask again shortly', { retryAfter: 2 });

/** A deadlock or a serialization failure: the same work once more will do. */
export const mayRepeat = (error: unknown): boolean => /^(40001|40P01)$/.test(rootOf(error)?.code ?? '');

/** What the database's refusal means to a caller, or null when it is our mistake. Nothing of its own text is passed on: it quotes values. */
export function problemOf(error: unknown): Problem | null {
  const root = rootOf(error);
  if (!root) return null;
  const { code = '', constraint, table = '' } = root;
  if (table.startsWith('audit_events'))
    return new Problem('unavailable', 'trail-away', 'The audit trail cannot be written, so nothing is shown or changed; ask again shortly', { retryAfter: 5 });
  const known = violation(constraint);
  if (known) return known;
  if (code === 'PX412') return stale();
  // Of whoever is hidden from the caller nothing is written either, and nothing is said.
  if (code === '42501' && root.message.includes('policy "restricted"')) return notFound();
  if (code === '23505' || code === '23P01') return new Problem('conflict', 'already-exists', 'That already exists');
  if (code === '23503') return new Problem('conflict', 'reference-missing', 'Something that this refers to is not there');
  if (code === '23514' || code === '22000' || code === '22003' || code === '22P02' || code === '22021')
    return new Problem('invalid', 'value-not-allowed', 'A value is not allowed here');
  if (mayRepeat(error) || AWAY.test(code) || AWAY_NAMES.test(root.message) || AWAY_NAMES.test(code) || root.name === 'QueryRunnerAlreadyReleasedError')
    return databaseAway();
  return null;
}
