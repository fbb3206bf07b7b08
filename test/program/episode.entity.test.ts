import { expect, it } from '@jest/globals';
import { Episode } from '../../src/modules/program/episode.entity.ts';
import { Stay } from '../../src/modules/program/stay.entity.ts';
import { CAST, CLIENTS, EPISODES } from '../support/cast.ts';

const MINUTE = 60_000;
const admittedAt = new Date(Date.now() - 60 * MINUTE);
const later = (minutes: number) => new Date(admittedAt.getTime() + minutes * MINUTE);
const admitted = (at = admittedAt) => Episode.admit(CLIENTS.jordan, at, null, null, CAST.max.id);
const fault = (pointer: string) => expect.objectContaining({ slug: 'invalid-request', extras: { errors: [expect.objectContaining({ pointer })] } });

it('begins now or in the past, five minutes of a wrong clock forgiven', () => {
  expect(() => admitted(later(66))).toThrow(fault('#/admittedAt'));
  expect(() => admitted(later(64))).not.toThrow();
});

it('is closed by a discharge, with when, why and by whom', () => {
  const episode = admitted();
  episode.discharge(later(1), 'left', 'without a word', CAST.sue.id);
  expect(episode).toMatchObject({ dischargedAt: later(1), dischargeReason: 'left', dischargeNote: 'without a word', dischargedBy: CAST.sue.id });
});

it('is closed once', () => {
  const episode = admitted();
  episode.discharge(later(1), 'left', null, CAST.sue.id);
  const closed = expect.objectContaining({ slug: 'episode-closed', extras: { dischargedAt: later(1) } });
  expect(() => episode.discharge(later(2), 'completed', null, CAST.max.id)).toThrow(closed);
  expect(() => episode.demandOpen()).toThrow(closed);
  expect(episode.dischargeReason).toBe('left');
});

it('is closed after it began and not in the future', () => {
  const episode = admitted();
  for (const at of [admittedAt, later(-1), later(66)]) expect(() => episode.discharge(at, 'left', null, CAST.sue.id)).toThrow(fault('#/at'));
  expect(() => episode.demandOpen()).not.toThrow();
});

it('has stays that end after they began', () => {
  const stay = Stay.of(CLIENTS.jordan, EPISODES.jordan, 'therapy', admittedAt, null, CAST.max.id);
  expect(() => stay.endAt(admittedAt)).toThrow(fault('#/at'));
  expect(stay.endsAt).toBeNull();
  stay.endAt(later(1));
  expect(stay.endsAt).toEqual(later(1));
});
