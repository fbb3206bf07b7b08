import { createHash } from 'node:crypto';
import { CAST } from '../support/cast.ts';
import { OBJECTS } from './objects.ts';

const DAY = 86_400_000;
/** The day before yesterday, which is over wherever the tests are run. */
export const FOUND_ON = new Date(Date.now() - 2 * DAY).toISOString().slice(0, 10);

/** A finding is called by what it is about. */
export function findingOf(rule: string, accountId: string, clientId: string | null, on: string): string {
  const hex = createHash('md5')
    .update([rule, accountId, ...(clientId ? [clientId] : []), on].join(' '))
    .digest('hex');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

/** Ben looked in the night; Olive opened her own record, which was judged. */
export const WAITING_FINDING = findingOf('after-hours', CAST.ben.id, null, FOUND_ON);
export const JUDGED_FINDING = findingOf('own-record', CAST.olive.id, OBJECTS.client['casey']!, FOUND_ON);
