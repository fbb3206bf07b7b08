import { serviceDay } from '../../src/platform/site-calendar.ts';
import type { Center, Row } from './center.ts';
import type { Query } from './naive-lists.ts';

/** The site's, as the tests' settings have it. */
const ZONE = 'UTC';

/** Rows without a recorded end are taken as ended in the books when they ended. */
export function withRecording(row: Row, knownAt = Infinity): Row {
  const endRecorded = row['end_recorded_at'] ?? row['ends_at'];
  const isKnown = endRecorded !== null && endRecorded.getTime() <= knownAt;
  return { ...row, recorded_at: row['created_at'], ends_at: isKnown ? row['ends_at'] : null, end_recorded_at: isKnown ? endRecorded : null };
}

/** What held on a day: days are compared as the site's calendar has them, and only for the present day the clock counts. */
export function asKnown({ asOf, knownAt }: Query, { now }: Center, rows: Row[]): Row[] {
  const known = knownAt ? Date.parse(knownAt) : Infinity;
  const isAfter = (at: Date) => (asOf === serviceDay(now, ZONE) ? at > now : serviceDay(at, ZONE) > asOf!);
  return rows
    .filter((row) => row['created_at'].getTime() <= known)
    .map((row) => withRecording(row, known))
    .map((row) => (row['withdrawn_at']?.getTime() <= known ? row : { ...row, withdrawn_at: null }))
    .filter((row) => !asOf || row['withdrawn_at'] === null)
    .filter((row) => !asOf || (!isAfter(row['starts_at']) && (row['ends_at'] === null || isAfter(row['ends_at']))));
}
