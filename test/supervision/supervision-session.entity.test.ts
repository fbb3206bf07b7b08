import { expect, it } from '@jest/globals';
import { ActionItem, SupervisionSignature, SupervisionText } from '../../src/modules/supervision/session-parts.entity.ts';
import { type Held, type Side, SIDES, SupervisionSession } from '../../src/modules/supervision/supervision-session.entity.ts';
import { refusals } from '../support/refusals.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const MINUTE = 60_000;
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE);
const HELD: Held = { kind: 'individual', startedAt: ago(90), endedAt: ago(30), competencies: ['support'] };
const held = (more: Partial<Held> = {}) => SupervisionSession.hold('ana', 'sue', { ...HELD, ...more }, NOW);
/** In each state that there is, by its own way. */
const STATES: Record<string, () => SupervisionSession> = {
  draft: () => held(),
  'partly-signed': () => signed(['supervisor']),
  complete: () => signed([...SIDES]),
  voided: () => {
    const session = held();
    session.void('sue', NOW);
    return session;
  },
};
function signed(sides: Side[]): SupervisionSession {
  const session = held();
  sides.forEach((side, n) => session.sign(side, true, sides.slice(0, n), NOW));
  return session;
}
const eachState = (action: (session: SupervisionSession) => unknown) =>
  Object.fromEntries(Object.entries(STATES).map(([state, make]) => [state, refusals(() => action(make()))]));

it('begins as a draft of what was held', () => {
  expect(held()).toMatchObject({
    ...HELD,
    ...{ peerSpecialistId: 'ana', supervisorId: 'sue', status: 'draft', completedAt: null, voidedAt: null, createdAt: NOW, version: 1 },
  });
});

it('ends after it began, within twelve hours, and not in the future', () => {
  const fault = (more: Partial<Held>) => refusals(() => held(more));
  expect(fault({ endedAt: HELD.startedAt })).toEqual(['endedAt']);
  expect(fault({ startedAt: ago(13 * 60), endedAt: ago(60) })).toEqual([]);
  expect(fault({ startedAt: ago(13 * 60), endedAt: new Date(ago(60).getTime() + 1) })).toEqual(['endedAt']);
  expect(fault({ startedAt: ago(-4), endedAt: ago(-5) })).toEqual([]);
  expect(fault({ endedAt: ago(-6) })).toEqual(['endedAt']);
  expect(fault({ startedAt: ago(-6), endedAt: ago(-7) })).toEqual(['startedAt', 'endedAt']);
  const session = held();
  expect(refusals(() => session.change({ ...HELD, endedAt: ago(-6) }, NOW))).toEqual(['endedAt']);
  expect(session.endedAt).toEqual(HELD.endedAt);
});

it('changes as long as nobody has signed', () => {
  const session = held();
  session.change({ ...HELD, kind: 'field-observation' }, NOW);
  expect(session.kind).toBe('field-observation');
  const refused = { draft: [], 'partly-signed': ['supervision-signed-already'], complete: ['supervision-signed-already'], voided: ['supervision-voided'] };
  expect(eachState((one) => one.change(HELD, NOW))).toEqual(refused);
  expect(eachState((one) => one.demandDraft())).toEqual(refused);
  expect(() => STATES['complete']!().demandDraft()).toThrow(expect.objectContaining({ extras: { state: 'complete' } }));
});

it.each(SIDES)('is complete once both have signed, whoever is first: %s', (first) => {
  const second = SIDES.find((side) => side !== first)!;
  const session = held();
  expect(refusals(() => session.sign(first, false, [], NOW))).toEqual(['attestation']);
  session.sign(first, true, [], ago(-1));
  expect(session).toMatchObject({ status: 'partly-signed', completedAt: null });
  expect(() => session.sign(first, true, [first], ago(-2))).toThrow(
    expect.objectContaining({ slug: 'supervision-signed-already', extras: { state: 'partly-signed' } }),
  );
  session.sign(second, true, [first], ago(-3));
  expect(session).toMatchObject({ status: 'complete', completedAt: ago(-3) });
  expect(refusals(() => STATES['voided']!().sign(first, true, [], NOW))).toEqual(['supervision-voided']);
});

it('is voided once, whatever state it is in', () => {
  expect(eachState((one) => one.void('sue', NOW))).toEqual({ draft: [], 'partly-signed': [], complete: [], voided: ['supervision-voided'] });
  expect(STATES['voided']!()).toMatchObject({ status: 'voided', voidedAt: NOW, voidedBy: 'sue' });
});

it('agrees on what is done afterwards, once, and not of a draft or of what was voided', () => {
  const item = () => ActionItem.of('session', { what: 'Call the clinic', dueOn: '2026-03-20' }, 2);
  expect(item()).toMatchObject({ sessionId: 'session', what: 'Call the clinic', dueOn: '2026-03-20', position: 2, doneAt: null, doneBy: null, version: 1 });
  for (const state of ['draft', 'voided'] as const) expect(refusals(() => item().complete(state, 'ana', NOW))).toEqual(['supervision-not-signed']);
  for (const state of ['partly-signed', 'complete'] as const) {
    const one = item();
    one.complete(state, 'ana', NOW);
    expect(one).toMatchObject({ doneAt: NOW, doneBy: 'ana' });
    expect(refusals(() => one.complete(state, 'sue', NOW))).toEqual(['action-item-done']);
  }
});

it('keeps what was said, and who stood for which content', () => {
  const contentHash = Buffer.from('hash');
  expect(SupervisionText.of('session', 'What we spoke of')).toMatchObject({ sessionId: 'session', summary: 'What we spoke of', voidReason: null });
  expect(SupervisionSignature.of('session', 'supervisor', { id: 'sue', name: 'Sue' }, NOW, contentHash)).toMatchObject({
    ...{ sessionId: 'session', side: 'supervisor', accountId: 'sue', name: 'Sue', signedAt: NOW, contentHash },
  });
});
