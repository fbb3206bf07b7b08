import { expect, it } from '@jest/globals';
import { type Assessment, Breach, BreachClient, type Finding, type Telling } from '../../src/modules/breach/breach.entity.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const AT = new Date('2026-03-10T12:00:00Z');
const assessment = (finding: Finding = 'breach', mostInOneState = 3): Assessment => ({
  ...{ finding, nature: 'Names', receivedBy: 'A stranger', acquired: 'Yes', mitigation: 'None', people: 3, mostInOneState },
});
const found = (discoveredOn = '2026-03-01') => Breach.register(discoveredOn, 'A laptop was lost', TODAY, 'priya');
function assessed(finding: Finding = 'breach'): Breach {
  const breach = found();
  breach.assess(assessment(finding), AT, 'priya');
  return breach;
}
const telling = (breach: Breach, told: Telling) => refusals(() => breach.tell(told, TODAY));

it('runs its sixty days from its discovery, before anybody has judged it', () => {
  expect(found()).toMatchObject({
    ...{ discoveredOn: '2026-03-01', dueOn: '2026-04-30', happened: 'A laptop was lost', recordedBy: 'priya', version: 1 },
    ...{ finding: null, people: null, assessedAt: null, assessedBy: null, peopleToldOn: null, hhsToldOn: null, mediaToldOn: null },
  });
  expect(refusals(() => found('2026-03-11'))).toEqual(['discoveredOn']);
  expect(refusals(() => found(TODAY))).toEqual([]);
});

it('is assessed once', () => {
  expect(assessed()).toMatchObject({ ...assessment(), assessedAt: AT, assessedBy: 'priya' });
  expect(refusals(() => found().assess(assessment('breach', 4), AT, 'priya'))).toEqual(['mostInOneState']);
  expect(refusals(() => assessed('low-probability').assess(assessment(), AT, 'priya'))).toEqual(['breach-assessed-already']);
});

it('is told of once it was found to be one, each of them once', () => {
  for (const breach of [found(), assessed('low-probability')]) expect(telling(breach, { hhsToldOn: TODAY })).toEqual(['breach-not-found']);
  const breach = assessed();
  expect(telling(breach, { hhsToldOn: TODAY, peopleToldOn: undefined })).toEqual([]);
  expect(breach).toMatchObject({ hhsToldOn: TODAY, peopleToldOn: null, mediaToldOn: null });
  expect(telling(breach, { hhsToldOn: TODAY, peopleToldOn: TODAY })).toEqual(['told-already']);
  expect(telling(breach, { peopleToldOn: TODAY, mediaToldOn: '2026-03-01' })).toEqual([]);
  expect(breach).toMatchObject({ peopleToldOn: TODAY, mediaToldOn: '2026-03-01' });
});

it('is told of neither in the future nor before it was discovered', () => {
  const breach = assessed();
  expect(telling(breach, { peopleToldOn: '2026-03-11', hhsToldOn: '2026-02-28', mediaToldOn: TODAY })).toEqual(['peopleToldOn', 'hhsToldOn']);
  expect(breach).toMatchObject({ peopleToldOn: null, hhsToldOn: null, mediaToldOn: null });
  expect(BreachClient.of('breach', 'jordan', 'priya')).toMatchObject({ breachId: 'breach', clientId: 'jordan', addedBy: 'priya' });
});
