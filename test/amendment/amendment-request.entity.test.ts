import { expect, it } from '@jest/globals';
import { AmendmentRequest, type RecordKind } from '../../src/modules/amendment/amendment-request.entity.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const NOW = new Date('2026-03-10T12:00:00Z');
const asked = (recordKind: RecordKind = 'session-note', receivedOn = TODAY) =>
  AmendmentRequest.record('jordan', { recordKind, recordId: 'record', wrong: 'Tuesday', shouldStand: 'Monday', receivedOn }, 'ana', TODAY);
const after =
  (...steps: ((request: AmendmentRequest) => void)[]) =>
  () => {
    const request = asked();
    steps.forEach((step) => step(request));
    return request;
  };
const accept = (request: AmendmentRequest) => request.accept('addendum', null, 'priya', NOW);
const deny = (request: AmendmentRequest) => request.deny('accurate-and-complete', 'It was Tuesday', 'priya', NOW);
const disagree = (request: AmendmentRequest) => request.disagree('It was Monday', NOW);
const rebut = (request: AmendmentRequest) => request.rebut('The diary says Tuesday', 'priya', NOW);
const extend = (request: AmendmentRequest) => request.extend('The author is away', 'priya', NOW);
const STATES = { open: after(), accepted: after(accept), denied: after(deny), disputed: after(deny, disagree), rebutted: after(deny, disagree, rebut) };
const eachState = (step: (request: AmendmentRequest) => void) =>
  Object.values(STATES).map((make) => {
    const request = make();
    return refusals(() => step(request))[0] ?? 'taken';
  });

it('is of one note or of one goal, and due in sixty days', () => {
  expect(asked()).toMatchObject({ clientId: 'jordan', noteId: 'record', goalId: null, wrong: 'Tuesday', shouldStand: 'Monday', dueOn: '2026-05-09' });
  expect(asked('goal')).toMatchObject({ noteId: null, goalId: 'record', status: 'open', recordedBy: 'ana', decidedAt: null, disagreedAt: null, version: 1 });
  expect(refusals(() => asked('goal', '2026-03-11'))).toEqual(['receivedOn']);
});

it('goes its way and no other', () => {
  const decided = 'amendment-decided';
  expect(eachState(extend)).toEqual(['taken', decided, decided, decided, decided]);
  expect(eachState(accept)).toEqual(['taken', decided, decided, decided, decided]);
  expect(eachState(deny)).toEqual(['taken', decided, decided, decided, decided]);
  expect(eachState(disagree)).toEqual(['amendment-not-denied', 'amendment-not-denied', 'taken', 'disagreement-stated', 'disagreement-stated']);
  expect(eachState(rebut)).toEqual(['nothing-to-rebut', 'nothing-to-rebut', 'nothing-to-rebut', 'taken', 'rebutted-already']);
});

it('keeps what each step said', () => {
  expect(STATES.accepted()).toMatchObject({ status: 'accepted', decidedAt: NOW, decidedBy: 'priya', addendumId: 'addendum', decision: null });
  expect(STATES.rebutted()).toMatchObject({
    ...{ status: 'denied', basis: 'accurate-and-complete', decision: 'It was Tuesday', decidedAt: NOW, decidedBy: 'priya' },
    ...{ disagreement: 'It was Monday', disagreedAt: NOW, rebuttal: 'The diary says Tuesday', rebuttedAt: NOW, rebuttedBy: 'priya' },
  });
});

it('is extended once, by thirty days', () => {
  const request = asked();
  extend(request);
  expect(request).toMatchObject({ dueOn: '2026-06-08', extendedAt: NOW, extendedBy: 'priya', extensionReason: 'The author is away' });
  expect(refusals(() => extend(request))).toEqual(['amendment-extended']);
});

it('is accepted by an addendum to a note, or by what was done', () => {
  const accepting = (kind: RecordKind, addendumId: string | null, decision: string | null) => refusals(() => asked(kind).accept(addendumId, decision, 'priya'));
  expect(accepting('session-note', null, null)).toEqual(['words']);
  expect(accepting('goal', 'addendum', null)).toEqual(['addendumId']);
  expect(accepting('goal', null, 'Set right')).toEqual([]);
  expect(accepting('session-note', null, 'Set right')).toEqual([]);
});
