import { expect, it } from '@jest/globals';
import { HandOff } from '../../src/modules/program/hand-off.entity.ts';
import { Leave } from '../../src/modules/program/leave.entity.ts';
import { Stay } from '../../src/modules/program/stay.entity.ts';
import { CAST, CLIENTS, EPISODES } from '../support/cast.ts';

const HOUR = 3_600_000;
const moved = new Date(Date.now() - 100 * HOUR);
const hours = (count: number) => new Date(moved.getTime() + count * HOUR);
const { ana, ben } = CAST;
const opened = () => HandOff.open(CLIENTS.jordan, EPISODES.jordan, EPISODES.sam, EPISODES.riley, moved);
const problem = (slug: string) => expect.objectContaining({ slug });
const fault = (pointer: string) => expect.objectContaining({ extras: { errors: [expect.objectContaining({ pointer })] } });

it('gives 72 hours for the first contact', () => {
  expect(opened()).toMatchObject({ openedAt: moved, dueAt: hours(72), statedAt: null, confirmedAt: null, closedAt: null, version: 1 });
});

it('may be stated better until the client was met, and confirmed once', () => {
  const handOff = opened();
  handOff.state(hours(24), ana.id, hours(1));
  handOff.state(null, ben.id, hours(2));
  expect(handOff).toMatchObject({ statedAt: hours(2), statedBy: ben.id, nextMeetingAt: null });
  handOff.confirm(hours(3), 'in-person', ben.id, hours(4));
  expect(handOff).toMatchObject({ firstContactAt: hours(3), firstContactHow: 'in-person', confirmedAt: hours(4), confirmedBy: ben.id });
  expect(() => handOff.state(null, ana.id)).toThrow(problem('hand-off-confirmed'));
  expect(() => handOff.confirm(hours(5), 'phone', ben.id)).toThrow(problem('hand-off-confirmed'));
});

it('takes no contact from before the move or from a time to come, and none once it is closed', () => {
  expect(() => opened().confirm(hours(-1), 'phone', ben.id)).toThrow(fault('#/firstContactAt'));
  expect(() => opened().confirm(new Date(Date.now() + HOUR), 'phone', ben.id)).toThrow(fault('#/firstContactAt'));
  expect(() => opened().confirm(moved, 'phone', ben.id)).not.toThrow();
  const closed = opened();
  closed.close(hours(5));
  expect(() => closed.confirm(hours(3), 'phone', ben.id)).toThrow(problem('hand-off-closed'));
  expect(() => closed.state(null, ben.id)).toThrow(problem('hand-off-closed'));
});

it('is on leave from a stay, and back once', () => {
  const stay = Stay.of(CLIENTS.jordan, EPISODES.jordan, 'therapy', moved, null, ana.id);
  const begin = (more: object = {}) => Leave.begin(stay, { kind: 'pass', reason: null, startsAt: hours(1), expectedBackAt: null, ...more }, ana.id);
  expect(() => begin({ startsAt: hours(-1) })).toThrow(fault('#/from'));
  expect(() => begin({ startsAt: new Date(Date.now() + HOUR) })).toThrow(fault('#/from'));
  expect(() => begin({ startsAt: moved })).not.toThrow();
  expect(() => begin({ expectedBackAt: hours(1) })).toThrow(fault('#/expectedBackAt'));
  const leave = begin({ expectedBackAt: hours(9) });
  expect(leave).toMatchObject({ clientId: CLIENTS.jordan, stayId: stay.id, endsAt: null, version: 1 });
  expect(() => leave.comeBack(hours(1), ana.id)).toThrow(fault('#/at'));
  expect(() => leave.comeBack(new Date(Date.now() + HOUR), ana.id)).toThrow(fault('#/at'));
  leave.comeBack(hours(5), ben.id);
  expect(leave).toMatchObject({ endsAt: hours(5), endedBy: ben.id });
  expect(() => leave.comeBack(hours(6), ben.id)).toThrow(problem('leave-ended'));
});
