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
  return { items, next: rows.length > limit && last ? marker(bytesOf(keyOf(last))) : null };
}

/** The id after which this page begins, or null for the first. */
export function startOf({ after }: PageQuery): string | null {
  if (after === undefined) return null;
  const bytes = Buffer.from(after, 'base64url');
  if (bytes.length !== 16) throw badMarker();
  return idIn(bytes);
}

/** The year 2100, beyond which nothing is dated. */
const LATEST_MS = Date.UTC(2100, 0, 1);

/** For rows of several kinds, which are in the order of when they were and only then of their ids. */
export type Moment = { at: Date; id: string };

export function momentPageOf<T>(rows: T[], { limit }: PageQuery, momentOf: (row: T) => Moment): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || !last) return { items, next: null };
  const { at, id } = momentOf(last);
  const time = Buffer.alloc(8);
  time.writeBigInt64BE(BigInt(at.getTime()));
  return { items, next: marker(Buffer.concat([time, bytesOf(id)])) };
}

/** The moment before which this page begins, or null for the first. */
export function startOfMoment({ after }: PageQuery): Moment | null {
  if (after === undefined) return null;
  const bytes = Buffer.from(after, 'base64url');
  const time = bytes.length === 24 ? Number(bytes.readBigInt64BE(0)) : Number.NaN;
  if (!(Math.abs(time) <= LATEST_MS)) throw badMarker();
  return { at: new Date(time), id: idIn(bytes.subarray(8)) };
}

const marker = (bytes: Buffer) => bytes.toString('base64url');
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
const idIn = (bytes: Buffer) => bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
const badMarker = () => new Problem('invalid', 'bad-cursor', 'That page marker is not one of ours; take `next` of the page before, unchanged');
