import { SessionNote } from '../../src/modules/session-note/index.ts';
import { Problem } from '../../src/platform/problem.ts';

const NOW = new Date('2026-11-22T16:00:00.000Z');
const HOUR = 3_600_000;
const after = (at: Date, hours: number) => new Date(at.getTime() + hours * HOUR);

const SETTING = { serviceOn: '2026-11-22', programCode: 'therapy' };
const WORDS = { intervention: 'Talked', response: 'Listened', plan: null, goalIds: [] };
const session = (changes: object = {}) => ({
  startedAt: after(NOW, -2),
  endedAt: after(NOW, -1),
  outcome: 'completed' as const,
  modality: 'phone' as const,
  place: 'office',
  purposes: [],
  keptFromEhr: false,
  ...changes,
});
const draft = (changes: object = {}, at = NOW) => SessionNote.draft('client', 'author', session(changes), SETTING, at);
const signing = (changes: object = {}) => ({ at: NOW, attestation: true, lateReason: null, cosignatureRequired: true, ...changes });
const signed = (changes: object = {}, wish: object = {}) => {
  const note = draft(changes);
  note.sign(signing(wish), WORDS);
  return note;
};

const refusal = (work: () => unknown): [string, unknown] => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return [error.slug, (error.extras['errors'] as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer)];
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('the time of a session', () => {
  it.each([
    ['ends when it began', { endedAt: after(NOW, -2) }, ['#/endedAt']],
    ['ends before it began', { endedAt: after(NOW, -3) }, ['#/endedAt']],
    ['is longer than 12 hours', { startedAt: new Date(after(NOW, -13).getTime() - 1) }, ['#/endedAt']],
    ['ends more than five minutes ahead', { endedAt: new Date(NOW.getTime() + 300_001) }, ['#/endedAt']],
    ['lies in the future, begin and end', { startedAt: after(NOW, 1), endedAt: after(NOW, 2) }, ['#/startedAt', '#/endedAt']],
    ['has every fault', { startedAt: after(NOW, 2), endedAt: after(NOW, 1) }, ['#/endedAt', '#/startedAt', '#/endedAt']],
  ])('is refused when it %s, in a new draft and in a change', (_, times, pointers) => {
    expect(refusal(() => draft(times))).toEqual(['invalid-request', pointers]);
    const note = draft();
    expect(refusal(() => note.change(session(times), SETTING, NOW))).toEqual(['invalid-request', pointers]);
    expect(note).toEqual({ ...draft(), id: note.id });
  });

  it('may be 12 hours, and five minutes ahead of our clock', () => {
    expect(() => draft({ startedAt: after(NOW, -13) })).not.toThrow();
    expect(() => draft({ endedAt: new Date(NOW.getTime() + 300_000) })).not.toThrow();
  });

  it('is measured on the clock that does not jump: 12 hours over a night with 25 of them', () => {
    const night = { startedAt: new Date('2026-10-31T23:00:00-04:00'), endedAt: new Date('2026-11-01T10:00:00-05:00') };
    expect(() => draft(night)).not.toThrow();
    expect(refusal(() => draft({ ...night, endedAt: new Date('2026-11-01T11:00:00-05:00') }))).toEqual(['invalid-request', ['#/endedAt']]);
    expect(() => draft({ startedAt: new Date('2026-03-07T23:00:00-05:00'), endedAt: new Date('2026-03-08T12:00:00-04:00') })).not.toThrow();
    // On the wall this one ends before it began.
    expect(() => draft({ startedAt: new Date('2026-11-01T01:50:00-04:00'), endedAt: new Date('2026-11-01T01:10:00-05:00') })).not.toThrow();
  });
});

describe('signing', () => {
  it('waits for the supervisor where a co-signature is asked for, and ends there where it is not', () => {
    expect(signed()).toMatchObject({ status: 'pending-cosignature', cosignatureRequired: true, signedAt: NOW, lateEntry: false });
    expect(signed({}, { cosignatureRequired: false })).toMatchObject({ status: 'signed', cosignatureRequired: false, signedAt: NOW });
  });

  it.each(['no-show', 'client-cancelled', 'staff-cancelled', 'unreachable'])('asks neither words nor a co-signature of an attempt (%s)', (outcome) => {
    const note = draft({ outcome });
    note.sign(signing(), { intervention: null, response: null, plan: null, goalIds: [] });
    expect(note).toMatchObject({ status: 'signed', cosignatureRequired: false });
  });

  it('remembers by name what was there, and nothing of it', () => {
    expect(signed().elements).toEqual(['intervention', 'response', 'place']);
    const note = draft({ purposes: ['support'] });
    note.sign(signing(), { ...WORDS, plan: 'Meet again', goalIds: ['goal'] });
    expect(note.elements).toEqual(['intervention', 'response', 'plan', 'goal', 'place', 'purpose']);
  });

  it('states that this is what happened', () => {
    expect(refusal(() => signed({}, { attestation: false }))).toEqual(['invalid-request', ['#/attestation']]);
  });

  it.each([
    [{ ...WORDS, intervention: null }, ['#/intervention']],
    [{ ...WORDS, response: null }, ['#/response']],
    [{ intervention: '', response: '', plan: 'Meet again', goalIds: [] }, ['#/intervention', '#/response']],
  ])('needs intervention and response of a completed session: %j', (words, pointers) => {
    const note = draft();
    expect(refusal(() => note.sign(signing(), words))).toEqual(['invalid-request', pointers]);
    expect(note.status).toBe('draft');
  });

  it('is late after 72 hours from the end, and needs a reason then', () => {
    const { endedAt } = session();
    expect(signed({}, { at: after(endedAt, 72) })).toMatchObject({ lateEntry: false });
    const late = new Date(after(endedAt, 72).getTime() + 1);
    expect(refusal(() => signed({}, { at: late }))).toEqual(['invalid-request', ['#/lateReason']]);
    expect(signed({}, { at: late, lateReason: 'was ill' })).toMatchObject({ lateEntry: true, lateReason: 'was ill' });
  });

  it('keeps no reason for lateness where there was none', () => {
    expect(signed({}, { lateReason: 'in case' })).toMatchObject({ lateEntry: false, lateReason: null });
  });
});

describe('what has been signed', () => {
  const pending = () => signed();
  const plain = () => signed({}, { cosignatureRequired: false });
  const cosigned = () => {
    const note = pending();
    note.cosign();
    return note;
  };
  const voided = () => {
    const note = pending();
    note.void();
    return note;
  };
  const returned = () => {
    const note = pending();
    note.return(NOW);
    return note;
  };

  it.each([
    ['pending', pending],
    ['signed', plain],
    ['co-signed', cosigned],
    ['voided', voided],
  ])('changes no more and is not signed again (%s)', (_, make) => {
    const note = make();
    const before = { ...note };
    expect(refusal(() => note.change(session(), SETTING, NOW))[0]).toBe('note-signed-already');
    expect(refusal(() => note.sign(signing(), WORDS))[0]).toBe('note-signed-already');
    expect({ ...note }).toEqual(before);
  });

  it.each([
    ['a draft', () => draft()],
    ['signed for good', plain],
    ['co-signed', cosigned],
    ['voided', voided],
    ['returned', returned],
  ])('is co-signed and returned only while it waits for that (%s)', (_, make) => {
    expect(refusal(() => make().cosign())[0]).toBe('not-awaiting-cosignature');
    expect(refusal(() => make().return(NOW))[0]).toBe('not-awaiting-cosignature');
  });

  it('is a draft again when it is returned, and may be changed and signed', () => {
    const note = returned();
    expect(note).toMatchObject({ status: 'draft', signedAt: null, returnedAt: NOW });
    note.change(session({ place: 'park' }), SETTING, NOW);
    note.sign(signing({ at: after(NOW, 1) }), WORDS);
    expect(note).toMatchObject({ status: 'pending-cosignature', place: 'park', signedAt: after(NOW, 1), returnedAt: null });
  });

  it('is voided once, and keeps when it was signed', () => {
    const note = voided();
    expect(note).toMatchObject({ status: 'voided', signedAt: NOW });
    expect(refusal(() => note.void())[0]).toBe('note-voided');
  });

  it('takes addenda from its author alone, once it is signed and unless it is voided', () => {
    for (const make of [pending, plain, cosigned]) expect(() => make().demandAddendumBy('author')).not.toThrow();
    expect(refusal(() => cosigned().demandAddendumBy('another'))[0]).toBe('not-the-author');
    expect(refusal(() => cosigned().demandAddendumBy(null))[0]).toBe('not-the-author');
    expect(refusal(() => draft().demandAddendumBy('author'))[0]).toBe('note-not-signed');
    expect(refusal(() => voided().demandAddendumBy('author'))[0]).toBe('note-voided');
  });
});
