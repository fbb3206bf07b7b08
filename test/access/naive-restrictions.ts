import { CAST } from '../support/cast.ts';
import { fields, nameOfAccount, newestFirst, type Row } from './center.ts';
import type { List } from './naive-lists.ts';

const oldestFirst = (rows: Row[]) => newestFirst(rows).reverse();

export const restrictions: List = (center, { clientId, standing }) =>
  newestFirst(center.rows['client_restrictions']!)
    .filter((one) => !clientId || one['client_id'] === clientId)
    .filter((one) => standing === undefined || (one['lifted_at'] === null) === (standing === 'true'))
    .map((one) => ({
      ...fields(one, 'id clientId reason staffAccountId startsAt madeBy liftedAt liftedBy liftReason version'),
      clientCode: center.rows.clients.find(({ id }) => id === one['client_id'])!.code,
      readers: oldestFirst(center.rows['restriction_readers']!.filter((reader) => reader['restriction_id'] === one['id'])).map((reader) => ({
        ...fields(reader, 'accountId addedAt addedBy removedAt removedBy'),
        name: nameOfAccount(center, reader['account_id']),
      })),
    }));

function stateOf({ ended_at, ends_at }: Row, outcomes: string[], now: Date): string {
  if (ended_at === null && ends_at > now) return 'running';
  if (outcomes.length === 0) return 'awaiting-review';
  return outcomes.at(-1) === 'not-justified' ? 'not-settled' : 'reviewed';
}

export const emergencyAccesses: List = (center, { state }) =>
  newestFirst(center.rows['emergency_accesses']!)
    .filter((one) => center.who === 'priya' || one['account_id'] === CAST[center.who].id)
    .map((one): Row => {
      const reviews = oldestFirst(center.rows['emergency_access_reviews']!.filter((review) => review['access_id'] === one['id']));
      return {
        ...fields(one, 'id clientId accountId reasonCode narrative openedAt endsAt endedAt endedBy reviewDueAt version'),
        accountName: nameOfAccount(center, one['account_id']),
        state: stateOf(
          one,
          reviews.map(({ outcome }) => outcome),
          center.now,
        ),
        overdue: one['review_due_at'] <= center.now && reviews.length === 0,
        reviews: reviews.map((review) => fields(review, 'outcome words reviewedBy reviewedAt')),
      };
    })
    .filter((one) => !state || one['state'] === state);
