import { expect, it } from '@jest/globals';
import { Transfer } from '../../src/modules/placement/transfer.entity.ts';
import { ASSIGNMENTS, CAST, CLIENTS } from '../support/cast.ts';

const HOUR = 3_600_000;
const now = new Date();
const hours = (count: number) => new Date(now.getTime() + count * HOUR);
const { ana, ben, sue } = CAST;
const terms = { clientId: CLIENTS.jordan, assignmentId: ASSIGNMENTS.jordan, fromSpecialistId: ana.specialistId, toSpecialistId: ben.specialistId };
const asked = (by = ana.id) => Transfer.request({ ...terms, earlierNotesShown: true, requestedBy: by }, now);
const problem = (slug: string) => expect.objectContaining({ slug });

it('waits 72 hours for an answer, and has expired from that instant on', () => {
  const transfer = asked();
  expect(transfer).toMatchObject({ requestedAt: now, expiresAt: hours(72), outcome: null, version: 1 });
  expect([hours(0), hours(71.99), hours(72), hours(100)].map((at) => transfer.statusAt(at))).toEqual(['requested', 'requested', 'expired', 'expired']);
});

it('goes to somebody else', () => {
  expect(() => Transfer.request({ ...terms, toSpecialistId: ana.specialistId, earlierNotesShown: true, requestedBy: ana.id })).toThrow(
    problem('transfer-to-the-same'),
  );
});

it('is answered by the side that is asked, and never by whoever asked', () => {
  expect(() => asked().demandAnswerBy(ben.id, true, hours(1))).not.toThrow();
  expect(() => asked().demandAnswerBy(ana.id, true, hours(1))).toThrow(problem('transfer-own'));
  expect(() => asked(sue.id).demandAnswerBy(sue.id, true, hours(1))).toThrow(problem('transfer-own'));
  expect(() => asked().demandAnswerBy(ben.id, false, hours(1))).toThrow(problem('transfer-not-asked'));
});

it('is closed once, by an answer, by who asked, or by time', () => {
  const [declined, withdrawn, late] = [asked(), asked(), asked()];
  declined.decline(ben.id, hours(2));
  expect(declined).toMatchObject({ outcome: 'declined', closedAt: hours(2), closedBy: ben.id });
  expect(declined.statusAt(hours(100))).toBe('declined');
  expect(() => withdrawn.withdraw(ben.id, hours(1))).toThrow(problem('transfer-others'));
  withdrawn.withdraw(ana.id, hours(1));
  expect(withdrawn).toMatchObject({ outcome: 'withdrawn', closedBy: ana.id });
  for (const transfer of [declined, withdrawn]) {
    expect(() => transfer.withdraw(ana.id, hours(3))).toThrow(problem('transfer-closed'));
    expect(() => transfer.demandAnswerBy(ben.id, true, hours(3))).toThrow(problem('transfer-closed'));
  }
  expect(() => late.demandAnswerBy(ben.id, true, hours(73))).toThrow(
    expect.objectContaining({ slug: 'transfer-closed', extras: { transferStatus: 'expired' } }),
  );
});
