import { describe, expect, it } from '@jest/globals';
import { GroupSeries } from '../../src/modules/group-session/group-series.entity.ts';
import { GroupMember } from '../../src/modules/group-session/group-member.entity.ts';
import { GroupSession, type GroupSessionStatus, GroupSessionText } from '../../src/modules/group-session/group-session.entity.ts';
import { refusals } from '../support/refusals.ts';

const AT = (minute: number) => new Date(Date.UTC(2026, 10, 20, 18, minute));
const NOW = new Date(Date.UTC(2026, 10, 21));
const session = (status: GroupSessionStatus): GroupSession =>
  Object.assign(GroupSession.schedule('series', { startsAt: AT(0), endsAt: AT(60), modality: 'video' }, 'somebody'), {
    status,
    startedAt: AT(5),
    endedAt: AT(55),
  });
const series = (changes = {}) =>
  GroupSeries.open({ name: 'Circle', pathway: 'smart', admission: 'open', capacity: 3, leaderId: 'ana', coLeaderId: 'ben', ...changes }, AT(0), 'sue');
const slugOf = (act: () => unknown) => {
  try {
    act();
  } catch (problem) {
    return (problem as { slug: string }).slug;
  }
  return 'none';
};

describe('a series', () => {
  it('has two leaders or one', () => {
    expect(slugOf(() => series({ coLeaderId: 'ana' }))).toBe('group-leader-twice');
    expect(slugOf(() => series().change({ leaderId: 'ben' }))).toBe('group-leader-twice');
    expect(slugOf(() => series().change({ leaderId: 'ben', coLeaderId: null }))).toBe('none');
  });

  it('ends once, after it began, and then changes no more and takes nobody', () => {
    const ended = series();
    expect(slugOf(() => ended.end(AT(0)))).toBe('group-series-starts-later');
    ended.end(AT(1));
    for (const act of [() => ended.end(AT(2)), () => ended.change({ capacity: 4 }), () => GroupMember.join(ended, 'jordan', AT(0), 'ana')])
      expect(slugOf(act)).toBe('group-series-ended');
  });
});

describe('a member', () => {
  it('joins a series that has begun, and leaves once, later', () => {
    expect(slugOf(() => GroupMember.join(series(), 'jordan', AT(-1), 'ana'))).toBe('invalid-request');
    const member = GroupMember.join(series(), 'jordan', AT(1), 'ana');
    expect(slugOf(() => member.leave(AT(1), 'moved', 'ana'))).toBe('group-member-starts-later');
    member.leave(AT(2), 'moved', 'ana');
    expect(slugOf(() => member.leave(AT(3), 'moved', 'ana'))).toBe('group-member-ended');
    expect(slugOf(() => GroupMember.join(series(), 'jordan', AT(0), 'ana'))).toBe('none');
  });

  it('joins now, or when the series begins, where nothing else is said', () => {
    const [earlier, later] = [AT(0), new Date(Date.now() + 86_400_000)].map((startsAt) => Object.assign(series(), { startsAt }));
    expect(GroupMember.join(later!, 'jordan', null, 'ana').startsAt).toEqual(later!.startsAt);
    expect(GroupMember.join(Object.assign(earlier!, { startsAt: new Date(0) }), 'jordan', null, 'ana').startsAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });
});

const MOVES: Record<string, [GroupSessionStatus[], (one: GroupSession) => void]> = {
  hold: [['scheduled'], (one) => one.hold(AT(5), AT(55), NOW)],
  cancel: [['scheduled'], (one) => one.cancel()],
  attend: [['held', 'notes-open'], (one) => void one.attend([], [], [])],
  'be written about': [['notes-open'], (one) => one.demandNotesOpen()],
  close: [['notes-open'], (one) => one.close([], [], [])],
};

it.each(Object.entries(MOVES))('may %s at one point only', (_, [from, move]) => {
  for (const status of ['scheduled', 'held', 'notes-open', 'closed', 'cancelled'] as const)
    expect([status, slugOf(() => move(session(status)))]).toEqual([status, from.includes(status) ? 'none' : 'group-session-state']);
});

it.each([
  ['ends before it began', AT(5), AT(5)],
  ['lasts longer than 12 hours', AT(0), AT(721)],
  ['ends in the future', AT(0), new Date(NOW.getTime() + 600_000)],
])('was not held when it %s', (_, start, end) => expect(slugOf(() => session('scheduled').hold(start, end, NOW))).toBe('invalid-request'));

it('lasts twelve hours at the most, and says where that is wrong', () => {
  expect(refusals(() => session('scheduled').hold(AT(-720), AT(0), NOW))).toEqual([]);
  expect(refusals(() => session('scheduled').hold(AT(-721), AT(0), NOW))).toEqual(['endedAt']);
  expect(refusals(() => GroupSession.schedule('series', { startsAt: AT(0), endsAt: AT(0), modality: 'video' }, 'ana'))).toEqual(['endsAt']);
});

it('has words of its own, which are none of a member', () => {
  const held = session('held');
  expect(GroupSessionText.of(held, 'Room 1')).toMatchObject({ sessionId: held.id, place: 'Room 1', topic: null, summary: null, cancelReason: null });
});

describe('who was there', () => {
  const known = ['jordan', 'sam'];
  it('was so from the beginning to the end, where nothing else is said', () => {
    expect(session('held').attend([{ clientId: 'jordan' }, { clientId: 'sam', arrivedAt: AT(10), leftAt: AT(20) }], known, [])).toEqual([
      { clientId: 'jordan', arrivedAt: AT(5), leftAt: AT(55) },
      { clientId: 'sam', arrivedAt: AT(10), leftAt: AT(20) },
    ]);
  });

  it.each([
    ['twice', [{ clientId: 'jordan' }, { clientId: 'jordan' }]],
    ['without anybody knowing him', [{ clientId: 'riley' }]],
    ['before it began', [{ clientId: 'jordan', arrivedAt: AT(4) }]],
    ['after it ended', [{ clientId: 'jordan', leftAt: AT(56) }]],
    ['until before he came', [{ clientId: 'jordan', arrivedAt: AT(20), leftAt: AT(20) }]],
  ])('is not there %s', (_, coming) => expect(slugOf(() => session('held').attend(coming, known, []))).toBe('invalid-request'));

  it('stays when there is a note about him', () => {
    expect(slugOf(() => session('notes-open').attend([{ clientId: 'sam' }], known, ['jordan']))).toBe('group-note-written');
    expect(slugOf(() => session('notes-open').attend([{ clientId: 'sam' }, { clientId: 'jordan' }], known, ['jordan']))).toBe('none');
    expect(() => session('notes-open').attend([{ clientId: 'sam' }], known, ['jordan', 'sam'])).toThrow(
      expect.objectContaining({ extras: { clientIds: ['jordan'] } }),
    );
  });
});

describe('closing', () => {
  const close = (exempted: string[], answered: string[]) =>
    session('notes-open').close(
      ['jordan', 'sam'],
      answered,
      exempted.map((clientId) => ({ clientId, reason: 'left' })),
    );

  it('takes a note or a reason for each', () => {
    expect(slugOf(() => close(['sam'], ['jordan']))).toBe('none');
    expect(slugOf(() => close([], ['jordan', 'sam']))).toBe('none');
    expect(slugOf(() => close(['sam'], []))).toBe('group-notes-missing');
    expect(slugOf(() => close(['jordan', 'sam'], []))).toBe('none');
  });

  it.each([
    ['somebody who was not there', ['riley']],
    ['somebody who has a note', ['jordan']],
    ['somebody twice', ['sam', 'sam']],
  ])('exempts not %s', (_, exempted) => expect(slugOf(() => close(exempted, ['jordan']))).toBe('invalid-request'));
});
