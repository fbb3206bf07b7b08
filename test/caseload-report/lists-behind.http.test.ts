import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { KNOWN, knowCenter, on } from './known-center.ts';
import { expectGoalsBehind, expectListsBehind } from './lists-behind.ts';

const peerwork = launch();
beforeAll(() => knowCenter(peerwork));

describe('every number is the count of the list behind it', () => {
  it.each([
    ['ana', 30],
    ['ana', 366],
    ['sue', 30],
    ['sue', 10],
    ['otto', 30],
    ['otto', 31],
    ['nadia', 30],
    ['max', 30],
    ['max', 4],
    ['priya', 30],
  ] as const)('as %s over %i days', async (who, windowDays) => {
    await expectListsBehind(peerwork.as(who), { asOf: on(0), windowDays });
  });

  it.each(['ana', 'sue', 'otto', 'nadia', 'priya'] as const)('as %s, of goals', async (who) => {
    await expectGoalsBehind(peerwork.as(who), on(0));
  });
});

it('has as many minutes and attempts of a client as sessions are listed', async () => {
  const { body } = await peerwork.as('sue').get(`/v1/reports/caseload/clients?asOf=${on(0)}`);
  const sam = body.items.find(({ clientId }: { clientId: string }) => clientId === KNOWN.sam);
  const listed = (await peerwork.as('sue').get(`/v1/session-notes?clientId=${KNOWN.sam}&from=${on(29)}T00:00:00Z`)).body.items;
  const contacts = listed.filter(({ outcome, status }: { outcome: string; status: string }) => outcome === 'completed' && status !== 'draft');
  expect(contacts).toHaveLength(sam.contacts);
  expect(contacts.reduce((sum: number, { durationMinutes }: { durationMinutes: number }) => sum + durationMinutes, 0)).toBe(sam.minutes);
});
