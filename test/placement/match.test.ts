import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Candidate, ranked, type Wish } from '../../src/modules/placement/match.ts';
import { AVAILABLE_TIMES, ClientWish } from '../../src/modules/placement/wish.entity.ts';
import { EXPERIENCES } from '../../src/modules/peer-specialist/shared-experience.entity.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { inOrderOfReasons } from './order.ts';

const { sue } = CAST;
const plain: Candidate = {
  ...{ peerSpecialistId: 'p', name: 'Pat', languages: ['en'], pathways: [], experiences: [], hours: [] },
  ...{ caseload: 2, maxCaseload: 10, conflicts: [], hasClient: false, assignable: true },
};
const nothing: Wish = { preferredSpecialistId: null, languages: [], ownLanguages: ['en'], pathways: [], experiences: [], availableTimes: [] };
const one = (more: Partial<Candidate>): Candidate => ({ ...plain, ...more, peerSpecialistId: more.peerSpecialistId ?? more.name ?? 'p' });
const names = (wish: Partial<Wish>, ...candidates: Candidate[]) => ranked({ ...nothing, ...wish }, candidates).matches.map(({ name }) => name);
const reasons = (wish: Partial<Wish>, candidate: Partial<Candidate>) =>
  Object.fromEntries(
    ranked({ ...nothing, ...wish }, [one(candidate)]).matches[0]!.reasons.map(({ kind, agrees, what, words }) => [kind, { agrees, what, words }]),
  );

describe('the reasons', () => {
  it('are said in words, agreeing or not', () => {
    const wish = {
      ...{ preferredSpecialistId: 'p', languages: ['es', 'fr'], pathways: ['smart-recovery', '12-step'] },
      ...{ experiences: ['parenting', 'chronic-pain'], availableTimes: ['tuesday-evening', 'sunday-morning'] },
    };
    const hours = [{ weekday: 2, startsAt: '12:00', endsAt: '20:00' }];
    expect(reasons(wish, { languages: ['en', 'es-MX'], pathways: [' SMART Recovery'], experiences: ['chronic-pain', 'grief'], hours, caseload: 9 })).toEqual({
      'wished-for': { agrees: true, what: [], words: 'The client asks for this specialist' },
      language: { agrees: true, what: ['es'], words: 'Speaks Spanish, as the client wishes' },
      pathway: { agrees: true, what: ['smart-recovery'], words: 'Knows smart-recovery from within, as the client wishes' },
      'shared-experience': { agrees: true, what: ['chronic-pain'], words: 'Shares chronic pain, as the client wishes' },
      schedule: { agrees: true, what: ['tuesday-evening'], words: 'Works Tuesday evening, when the client has time' },
      'free-places': { agrees: true, what: [], words: '1 of 10 places is free' },
    });
    const others = { preferredSpecialistId: 'q', languages: ['fr'], pathways: ['12-step'], experiences: ['grief'], availableTimes: ['friday-evening'] };
    expect(reasons(others, { caseload: 10 })).toEqual({
      'wished-for': { agrees: false, what: [], words: 'The client asks for somebody else' },
      language: { agrees: false, what: [], words: 'Speaks no language that is asked for' },
      pathway: { agrees: false, what: [], words: 'Knows no pathway that the client wishes' },
      'shared-experience': { agrees: false, what: [], words: 'Shares no experience that the client wishes' },
      schedule: { agrees: false, what: [], words: 'Does not work when the client has time' },
      'free-places': { agrees: false, what: [], words: 'No place of 10 is free: an assignment needs a reason' },
    });
    expect(Object.values(reasons({}, { caseload: 4 })).map(({ words }) => words)).toEqual([
      'The client asks for nobody by name',
      'Speaks English, as the client does',
      'The client wishes for no pathway in particular',
      'The client wishes for no experience in particular',
      'The client has said nothing of when he has time',
      '6 of 10 places are free',
    ]);
  });

  it('take a language for one, however it is written, and count it once', () => {
    expect(reasons({ languages: ['es-MX', 'es', 'zh-Hant'] }, { languages: ['zh', 'es-419'] })['language']).toMatchObject({ what: ['es-MX', 'zh-Hant'] });
    expect(reasons({ languages: ['en', 'es'] }, { languages: ['en', 'es'] })['language']!.words).toBe('Speaks English and Spanish, as the client wishes');
  });

  it.each([
    ['09:00', '12:00', ['monday-morning']],
    ['09:00', '12:29', ['monday-morning']],
    ['09:00', '12:30', ['monday-morning', 'monday-afternoon']],
    ['05:00', '06:29', []],
    ['16:30', '17:30', ['monday-afternoon', 'monday-evening']],
    ['21:45', '23:59', []],
    ['00:00', '23:59', ['monday-morning', 'monday-afternoon', 'monday-evening']],
  ])('find half an hour to meet between %s and %s in %j', (startsAt, endsAt, what) => {
    const hours = [{ weekday: 1, startsAt, endsAt }];
    expect(reasons({ availableTimes: AVAILABLE_TIMES }, { hours })['schedule']).toMatchObject({ agrees: what.length > 0, what });
  });
});

describe('the order', () => {
  it('takes each criterion only where those before it are equal', () => {
    const wish = { preferredSpecialistId: 'Wanted', languages: ['es'], pathways: ['12-step'], experiences: ['grief'], availableTimes: ['monday-morning'] };
    const hours = [{ weekday: 1, startsAt: '08:00', endsAt: '12:00' }];
    const everything = { languages: ['es'], pathways: ['12-step'], experiences: ['grief'], hours };
    const order = [
      one({ name: 'Wanted', caseload: 12 }),
      one({ ...everything, name: 'Everything' }),
      one({ name: 'Language', languages: ['es'], caseload: 9 }),
      one({ name: 'Pathway', pathways: ['12-step'], caseload: 9 }),
      one({ name: 'Experience', experiences: ['grief'], caseload: 9 }),
      one({ name: 'Schedule', hours, caseload: 9 }),
      one({ name: 'Places', caseload: 0 }),
      one({ name: 'Aa' }),
      one({ name: 'Bb', peerSpecialistId: '1' }),
      one({ name: 'Bb', peerSpecialistId: '2' }),
      one({ ...everything, name: 'Full', caseload: 10 }),
      one({ name: 'Fuller', caseload: 11 }),
    ];
    const { matches } = ranked({ ...nothing, ...wish }, [...order].reverse());
    expect(matches.map(({ peerSpecialistId }) => peerSpecialistId)).toEqual(order.map(({ peerSpecialistId }) => peerSpecialistId));
    expect(matches.filter(({ overCapacity }) => overCapacity).map(({ name, freePlaces }) => [name, freePlaces])).toEqual([
      ['Wanted', 0],
      ['Full', 0],
      ['Fuller', 0],
    ]);
  });

  it('leaves out whom the client declined, with whom there is a conflict, and who has the client', () => {
    const candidates = [
      one({ name: 'Declined', conflicts: ['friend', 'client-declined'], hasClient: true }),
      one({ name: 'Conflict', conflicts: ['friend'], hasClient: true }),
      one({ name: 'Peer', hasClient: true }),
    ];
    expect(ranked({ ...nothing, preferredSpecialistId: 'Declined' }, candidates)).toEqual({
      matches: [],
      excluded: [
        { peerSpecialistId: 'Conflict', name: 'Conflict', reason: 'conflict-of-interest' },
        { peerSpecialistId: 'Declined', name: 'Declined', reason: 'client-declined' },
        { peerSpecialistId: 'Peer', name: 'Peer', reason: 'has-the-client' },
      ],
    });
  });

  it('keeps its word when nobody is there', () => expect(names({})).toEqual([]));
});

const some = <T>(of: readonly T[]) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: 3 });
const LANGUAGES = ['en', 'es', 'es-MX', 'fr', 'zh-Hant'];
const PATHWAYS = ['12-step', 'smart-recovery', 'recovery-dharma'];
const candidate = fc.record({
  ...{ peerSpecialistId: fc.uuid(), name: fc.constantFrom('Ana', 'Ben', 'Cleo'), languages: some(LANGUAGES), pathways: some(PATHWAYS) },
  ...{ experiences: some<string>(EXPERIENCES.slice(0, 5)), caseload: fc.nat(6), maxCaseload: fc.integer({ min: 1, max: 5 }) },
  hours: fc.array(
    fc.record({ weekday: fc.integer({ min: 1, max: 2 }), startsAt: fc.constantFrom('08:00', '13:00'), endsAt: fc.constantFrom('15:00', '20:00') }),
    {
      maxLength: 3,
    },
  ),
  ...{
    conflicts: fc.constantFrom<string[]>([], [], [], ['friend'], ['client-declined']),
    hasClient: fc.constantFrom(false, false, true),
    assignable: fc.boolean(),
  },
});
const center = fc.uniqueArray(candidate, { maxLength: 12, selector: ({ peerSpecialistId }) => peerSpecialistId });
const asked = fc.record({
  ...{ preferredSpecialistId: fc.constant(null), languages: some(LANGUAGES), ownLanguages: some(LANGUAGES), pathways: some(PATHWAYS) },
  ...{ experiences: some<string>(EXPERIENCES.slice(0, 5)), availableTimes: some<string>(AVAILABLE_TIMES.slice(0, 6)) },
});
const idsOf = (wish: Wish, candidates: Candidate[]) => ranked(wish, candidates).matches.map(({ peerSpecialistId }) => peerSpecialistId);
const isOut = ({ conflicts, hasClient }: Candidate) => conflicts.length > 0 || hasClient;

describe('whatever is wished for and whoever is there', () => {
  it('the order is the same however they come', () =>
    fc.assert(
      fc.property(
        asked,
        center.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        (wish, [all, shuffled]) => {
          expect(ranked(wish, shuffled)).toEqual(ranked(wish, all));
        },
      ),
    ));

  it('can be made from the reasons alone', () =>
    fc.assert(
      fc.property(asked, center, fc.nat(), (wish, all, nth) => {
        const { matches } = ranked({ ...wish, preferredSpecialistId: all[nth % all.length]?.peerSpecialistId ?? null }, all);
        expect(inOrderOfReasons([...matches].reverse())).toEqual(matches);
      }),
    ));

  it('who is wished for by name is first, full or not', () =>
    fc.assert(
      fc.property(asked, center, fc.nat(), (wish, all, nth) => {
        const free = all.filter((each) => !isOut(each));
        fc.pre(free.length > 0);
        const { peerSpecialistId } = free[nth % free.length]!;
        expect(idsOf({ ...wish, preferredSpecialistId: peerSpecialistId }, all)[0]).toBe(peerSpecialistId);
      }),
    ));

  it('everybody is ranked or excluded, and nobody both', () =>
    fc.assert(
      fc.property(asked, center, (wish, all) => {
        const { matches, excluded } = ranked(wish, all);
        expect(excluded.map(({ peerSpecialistId }) => peerSpecialistId).sort()).toEqual(
          all
            .filter(isOut)
            .map(({ peerSpecialistId }) => peerSpecialistId)
            .sort(),
        );
        expect(matches.length + excluded.length).toBe(all.length);
        expect(matches.every(({ reasons: all }) => all.length === 6)).toBe(true);
      }),
    ));

  it('one more thing that agrees never lowers anybody', () =>
    fc.assert(
      fc.property(
        asked,
        center,
        fc.nat(),
        fc.constantFrom<((wish: Wish) => Partial<Candidate>)[]>(
          ({ languages, ownLanguages }) => ({ languages: [...languages, ...ownLanguages] }),
          ({ pathways }) => ({ pathways }),
          ({ experiences }) => ({ experiences }),
          () => ({ hours: [1, 2].map((weekday) => ({ weekday, startsAt: '00:00', endsAt: '23:59' })) }),
          () => ({ caseload: 0 }),
        ),
        (wish, all, nth, more) => {
          fc.pre(all.length > 0);
          const raised = all[nth % all.length]!;
          const better = all.map((each) => (each === raised ? { ...each, ...more(wish) } : each));
          const place = (candidates: Candidate[]) => idsOf(wish, candidates).indexOf(raised.peerSpecialistId);
          expect(place(better)).toBeLessThanOrEqual(place(all));
        },
      ),
    ));
});

describe('a wish', () => {
  const wished = { pathways: [], languages: ['es'], experiences: [], availableTimes: [], preferredSpecialistId: null };
  const now = new Date('2026-11-24T12:00:00Z');

  it('begins where the one before ends, even within one millisecond', () => {
    const first = ClientWish.of(CLIENTS.casey, wished, sue.id, null, now);
    expect(first).toMatchObject({ ...wished, clientId: CLIENTS.casey, startsAt: now, endsAt: null, recordedBy: sue.id, version: 1 });
    const second = ClientWish.of(CLIENTS.casey, wished, sue.id, first, now);
    first.giveWayTo(second);
    expect([first.endsAt, second.startsAt]).toEqual([new Date(+now + 1), new Date(+now + 1)]);
    expect(ClientWish.of(CLIENTS.casey, wished, sue.id, second, new Date(+now + 60_000)).startsAt).toEqual(new Date(+now + 60_000));
  });
});
