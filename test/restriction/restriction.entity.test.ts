import { expect, it } from '@jest/globals';
import { Restriction, RestrictionReader } from '../../src/modules/restriction/restriction.entity.ts';
import { refusals } from '../support/refusals.ts';

const of = (readers: string[], staffAccountId: string | null = null) => Restriction.of('jordan', { reason: 'He works here', staffAccountId }, readers, 'priya');
const later = ({ startsAt }: Restriction, ms: number) => new Date(startsAt.getTime() + ms);

it('is made by somebody who does not let himself in, nor the client', () => {
  expect(of(['ana'])).toMatchObject({ clientId: 'jordan', staffAccountId: null, reason: 'He works here', madeBy: 'priya', liftedAt: null, version: 1 });
  expect(refusals(() => of(['ana', 'priya']))).toEqual(['names-himself']);
  expect(refusals(() => of(['ana', 'ben'], 'ben'))).toEqual(['names-the-client']);
  expect(refusals(() => of(['ana'], 'ben'))).toEqual([]);
  expect(refusals(() => of(['ana'], 'ben').demandOthers(['other', 'max'], 'max'))).toEqual(['names-himself']);
});

it('stands until it is lifted, once, and not before it began', () => {
  const [restriction, early] = [of(['ana']), of(['ana'])];
  restriction.lift('He left', later(restriction, 5), 'priya');
  expect(restriction).toMatchObject({ liftedAt: later(restriction, 5), liftedBy: 'priya', liftReason: 'He left' });
  early.lift('At once', later(early, -5), 'priya');
  expect(early.liftedAt).toEqual(early.startsAt);
  expect(refusals(() => restriction.lift('Again', later(restriction, 9), 'max'))).toEqual(['restriction-lifted']);
  expect(refusals(() => restriction.demandOthers(['ana'], 'max'))).toEqual(['restriction-lifted']);
});

it('has readers, each from when to when', () => {
  const restriction = of(['ana']);
  const [one, other] = [1, 2].map(() => RestrictionReader.of(restriction, 'ana', 'priya'));
  expect(one).toMatchObject({ restrictionId: restriction.id, clientId: 'jordan', accountId: 'ana', addedBy: 'priya', removedAt: null, removedBy: null });
  const at = new Date(one!.addedAt.getTime() + 5);
  one!.remove(at, 'max');
  other!.remove(new Date(other!.addedAt.getTime() - 5), 'max');
  expect(one).toMatchObject({ removedAt: at, removedBy: 'max' });
  expect(other!.removedAt).toEqual(other!.addedAt);
});
