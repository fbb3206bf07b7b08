import { Problem } from '../problem.ts';
import { Optional, QueryNumber, Text } from './shapes.ts';

export class PageQuery {
  /** How many rows at the most. */
  @Optional()
  @QueryNumber(1, 100)
  limit: number = 25;

  /** `next` of the page before. */
  @Optional()
  @Text(1, 100)
  after?: string;
}

export type Page<T> = { items: T[]; next: string | null };

/**
 * Cuts the one row too many that was asked for and says where the next page begins. Ids are UUIDv7, so newest first is
 * `id desc`, and a page neither skips nor repeats when rows arrive meanwhile.
 */
export function pageOf<T>(rows: T[], { limit }: PageQuery, keyOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? Buffer.from(keyOf(last).replaceAll('-', ''), 'hex').toString('base64url') : null };
}

/** The id after which this page begins, or null for the first. */
export function startOf({ after }: PageQuery): string | null {
  if (after === undefined) return null;
  const hex = Buffer.from(after, 'base64url').toString('hex');
  if (hex.length !== 32) throw new Problem('invalid', 'bad-cursor', 'That page marker is not one of ours; take `next` of the page before, unchanged');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
