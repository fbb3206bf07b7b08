import { CHANGES, type Change, requestOf } from './changes.ts';
import type { Course, Race, Round } from './race.ts';
import { CARE_RACES } from './races-of-care.ts';
import { GROUP_RACES } from './races-of-groups.ts';
import { CLAIM_RACES } from './races-of-claims.ts';
import { ACTIVITY_RACES } from './races-of-activity.ts';
import { ACCOUNT_RACES } from './races-of-accounts.ts';
import { SUPERVISION_RACES } from './races-of-supervision.ts';
import { INTAKE_RACES } from './races-of-intake.ts';
import { NOTE_RACES } from './races-of-notes.ts';
import { RESIDENCE_RACES } from './races-of-residences.ts';
import { RESTRICTION_RACES } from './races-of-restrictions.ts';
import { TASK_RACES } from './races-of-tasks.ts';

/** The same wish by all at once, of which one is granted. */
const ofOneThing: Race[] = Object.entries(CHANGES).flatMap(([route, { again, proves = [], ...change }]) =>
  again === undefined ? [] : [{ of: route, proves, round: (course, count) => together(course, route, change, count, [again]) }],
);

export const RACES: Race[] = [
  ...ofOneThing,
  ...CARE_RACES,
  ...NOTE_RACES,
  ...GROUP_RACES,
  ...ACCOUNT_RACES,
  ...CLAIM_RACES,
  ...SUPERVISION_RACES,
  ...RESIDENCE_RACES,
  ...INTAKE_RACES,
  ...TASK_RACES,
  ...ACTIVITY_RACES,
  ...RESTRICTION_RACES,
];

let keys = 0;
// An allowance of guesses or the queue of those who sign in may turn some away before their key is looked at.
const BUSY: Record<string, string[]> = { 'POST /v1/session': ['429 too-many-guesses'] };

/** The same request by all at once under one Idempotency-Key: one effect, for the others its outcome or the advice to ask again. */
export const KEYED_RACES: Race[] = Object.entries(CHANGES)
  .filter(([route]) => route.startsWith('POST '))
  .map(([route, change]) => ({
    of: `${route} under one key`,
    proves: ['idempotency_keys_unique', 'src/platform/http/idempotency.ts'],
    round: (course, count) =>
      together(
        course,
        route,
        change,
        count,
        ['201 replayed', '200 replayed', '409 request-in-flight', ...(BUSY[route] ?? [])],
        `one-key-for-all-of-them-${++keys}`,
      ),
  }));

async function together(course: Course, route: string, { action, gate, wish }: Change, count: number, refusals: string[], key?: string): Promise<Round> {
  const wanted = await wish(course.fresh);
  const isVersioned = /^(PUT|PATCH) /.test(route);
  const sending = { ...(key && { key }), ...(isVersioned && { version: 1 }) };
  const requests = Array.from({ length: count }, (_, nth) => requestOf(course.peerwork, route, wanted, key ? 0 : nth, sending));
  return { gate, requests, permitted: 1, refusals, actions: [action], effects: () => course.count(...wanted.effects) };
}
