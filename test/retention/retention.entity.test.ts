import { expect, it } from '@jest/globals';
import { LegalHold } from '../../src/modules/retention/legal-hold.entity.ts';
import { Purge } from '../../src/modules/retention/purge.entity.ts';
import { RetentionRule, RULE_KINDS, type Terms } from '../../src/modules/retention/retention-rule.entity.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const DAY = 86_400_000;
const daysAfter = ({ createdAt }: Purge, days: number) => new Date(createdAt.getTime() + days * DAY);
const fresh = (purge: Purge) => daysAfter(purge, 1);
const previewed = () => Purge.preview(TODAY, TODAY, 'priya');
function attested(): Purge {
  const purge = previewed();
  purge.attest('I looked at each', 3, fresh(purge), 'priya');
  return purge;
}
function running(): Purge {
  const purge = attested();
  purge.confirm(fresh(purge), 'max');
  return purge;
}
function done(): Purge {
  const purge = running();
  purge.finish(daysAfter(purge, 2));
  return purge;
}

it('is looked at, stood for, confirmed by another, and done', () => {
  const nothing = { attestation: null, attestedBy: null, attestedAt: null, confirmedBy: null, confirmedAt: null, endedAt: null };
  expect(previewed()).toMatchObject({ asOf: TODAY, state: 'previewed', previewedBy: 'priya', ...nothing, version: 1 });
  const [stoodFor, confirmed, ended] = [attested(), running(), done()];
  expect(stoodFor).toMatchObject({ state: 'attested', attestation: 'I looked at each', attestedBy: 'priya', attestedAt: fresh(stoodFor) });
  expect(confirmed).toMatchObject({ state: 'running', confirmedBy: 'max', confirmedAt: fresh(confirmed), endedAt: null });
  expect(ended).toMatchObject({ state: 'done', endedAt: daysAfter(ended, 2) });
});

it('takes no step twice, and skips none', () => {
  const states = [previewed, attested, running, done];
  const refused = (step: (purge: Purge) => void) => states.map((make) => refusals(() => step(make()))[0] ?? 'taken');
  expect(refused((purge) => purge.attest('I looked', 1, fresh(purge), 'priya'))).toEqual(['taken', 'purge-attested', 'purge-attested', 'purge-attested']);
  const notAttested = 'purge-not-attested';
  expect(refused((purge) => purge.confirm(fresh(purge), 'max'))).toEqual([notAttested, 'taken', notAttested, notAttested]);
  for (const make of [previewed, attested, done]) expect(() => make().finish(new Date())).toThrow('does not end');
});

it('rests on a preview of at most seven days, as of a day that has come, with somebody in it', () => {
  const [purge, other] = [previewed(), attested()];
  const justAfter = (one: Purge) => new Date(daysAfter(one, 7).getTime() + 1);
  expect(refusals(() => purge.attest('I looked', 1, justAfter(purge), 'priya'))).toEqual(['preview-too-old']);
  expect(refusals(() => other.confirm(justAfter(other), 'max'))).toEqual(['preview-too-old']);
  expect(refusals(() => purge.attest('I looked', 0, daysAfter(purge, 7), 'priya'))).toEqual(['nothing-to-purge']);
  expect(refusals(() => purge.attest('I looked', 1, daysAfter(purge, 7), 'priya'))).toEqual([]);
  expect(refusals(() => Purge.preview('2026-03-11', TODAY, 'priya'))).toEqual(['asOf']);
});

it('is never confirmed by who looked at it or stood for it', () => {
  const purge = previewed();
  purge.attest('I looked', 1, fresh(purge), 'other');
  for (const by of ['priya', 'other']) expect(refusals(() => purge.confirm(fresh(purge), by))).toEqual(['second-person-needed']);
  expect(purge.state).toBe('attested');
  expect(refusals(() => purge.confirm(fresh(purge), 'max'))).toEqual([]);
});

it('holds a record until it is released, once', () => {
  const matter = { matter: 'A lawsuit', reason: 'Asked for', askedBy: 'Counsel', holdsFrom: TODAY };
  const hold = LegalHold.place('jordan', matter, TODAY, 'priya');
  expect(hold).toMatchObject({ ...matter, clientId: 'jordan', placedBy: 'priya', releasedAt: null, releasedBy: null, releaseReason: null, version: 1 });
  expect(refusals(() => LegalHold.place('jordan', { ...matter, holdsFrom: '2026-03-11' }, TODAY, 'priya'))).toEqual(['from']);
  const at = new Date();
  hold.release('It is over', at, 'priya');
  expect(hold).toMatchObject({ releasedAt: at, releasedBy: 'priya', releaseReason: 'It is over' });
  expect(refusals(() => hold.release('Again', new Date(), 'max'))).toEqual(['legal-hold-released']);
});

const TERMS: Terms = { kind: 'state', payer: null, years: 7, majorityAge: null, validFrom: TODAY, source: 'The state code' };
const after = (more: Partial<Terms>, newest: { version: number; validFrom: string } | null = null) =>
  RetentionRule.after(newest, { ...TERMS, ...more }, TODAY, 'priya');

it('counts versions of a rule from one, each after the newest and none in the past', () => {
  expect(after({})).toMatchObject({ ...TERMS, version: 1, addedBy: 'priya' });
  const newest = { version: 4, validFrom: '2026-03-20' };
  expect(after({ validFrom: '2026-03-21' }, newest).version).toBe(5);
  expect(refusals(() => after({ validFrom: '2026-03-09' }))).toEqual(['validFrom']);
  expect(refusals(() => after({ validFrom: '2026-03-20' }, newest))).toEqual(['validFrom']);
});

it.each(RULE_KINDS)('says whose rule it is, and from which age one is of age, only where that belongs: %s', (kind) => {
  const isOfMinors = kind === 'minor';
  expect(refusals(() => after({ kind, majorityAge: null }))).toEqual(isOfMinors ? ['majorityAge'] : []);
  expect(refusals(() => after({ kind, majorityAge: 18 }))).toEqual(isOfMinors ? [] : ['majorityAge']);
  const payer = refusals(() => after({ kind, payer: 'medicaid', majorityAge: isOfMinors ? 18 : null }));
  expect(payer).toEqual(kind === 'payer' ? [] : ['payer']);
});
