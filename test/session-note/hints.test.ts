import { hintsOf } from '../../src/modules/session-note/hints.ts';
import { sketchOf } from '../../src/modules/session-note/note-sketch.ts';
import { PERSON_FIRST } from '../../src/modules/session-note/person-first.ts';

const none = { intervention: null, response: null, plan: null };
const about = (words: object, more: object = {}) =>
  hintsOf({ words: { ...none, ...words }, isContact: true, goalCount: 1, wordings: PERSON_FIRST, similar: 0, ...more });

it.each([
  ['Said that he is an addict', 'addict'],
  ['ADDICTS were there', 'ADDICTS'],
  ['He has been clean for a week', 'clean'],
  ['a former  addict', 'former  addict'],
  ['non-compliant', 'non-compliant'],
])('hints at %p', (plan, words) => {
  expect(about({ plan })).toEqual([{ kind: 'person-first', field: 'plan', words, detail: expect.stringMatching(/^better: /) }]);
});

it.each(['He cleaned the kitchen', 'addiction treatment', 'the username', 'a person in recovery', 'cleanliness', 'habitual'])('lets %p be', (plan) => {
  expect(about({ plan })).toEqual([]);
});

it('names a wording once for each field, however often it stands there', () => {
  expect(about({ plan: 'clean, clean and clean', response: 'clean' }).map(({ field }) => field)).toEqual(['response', 'plan']);
});

it('looks into the reason of an attempt, and asks no goal of it', () => {
  expect(about({ reason: 'was drunk' }, { isContact: false, goalCount: 0 })).toMatchObject([{ kind: 'person-first', field: 'reason', words: 'drunk' }]);
});

it('asks for a goal, and says when the same was written before', () => {
  expect(about({}, { goalCount: 0, similar: 2 }).map(({ kind }) => kind)).toEqual(['near-identical', 'no-goal']);
});

const LONG = 'We talked about the week that was and about what helped him through the evening when the old friends called and asked him out again';
const equalPlaces = (a: string, b: string) => {
  const [one, other] = [sketchOf({ ...none, response: a })!, sketchOf({ ...none, response: b })!];
  return one.filter((value, at) => value === other[at]).length;
};

it('draws the same sketch of the same words, however they are set', () => {
  expect(equalPlaces(LONG, LONG.toUpperCase().replaceAll(' ', '  \n'))).toBe(32);
});

it('tells almost the same from something else', () => {
  expect(equalPlaces(LONG, `${LONG} today`)).toBeGreaterThanOrEqual(26);
  expect(equalPlaces(LONG, 'She showed me the garden that she has begun with her daughter, and we made a list of what to plant in spring there')).toBeLessThan(
    8,
  );
});

it('draws none of few words', () => {
  expect(sketchOf({ ...none, response: 'Left a message' })).toBeNull();
});
