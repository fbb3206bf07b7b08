import type { Shift } from '../peer-specialist/index.ts';
import type { ExcludedSpecialist, Exclusion, Match, MatchReason, ReasonKind } from './match.dto.ts';
import { PARTS_OF_DAY, WEEKDAYS } from './wish.entity.ts';

/** As much of a specialist as a choice may rest on. */
export type Candidate = {
  peerSpecialistId: string;
  name: string;
  languages: string[];
  pathways: string[];
  experiences: string[];
  /** The shifts of a week. */
  hours: Shift[];
  caseload: number;
  maxCaseload: number;
  /** Kinds of conflicts with this client that are in force. */
  conflicts: string[];
  hasClient: boolean;
  assignable: boolean;
};

/** What the client asks for; without wished languages his own are. */
export type Wish = {
  preferredSpecialistId: string | null;
  languages: string[];
  ownLanguages: string[];
  pathways: string[];
  experiences: string[];
  availableTimes: string[];
};

const HOURS_OF = { morning: ['06:00', '12:00'], afternoon: ['12:00', '17:00'], evening: ['17:00', '22:00'] } as const satisfies Record<
  (typeof PARTS_OF_DAY)[number],
  readonly [string, string]
>;
/** Long enough to meet. */
const MINUTES_TO_MEET = 30;

export function ranked(wish: Wish, candidates: readonly Candidate[]): { matches: Match[]; excluded: ExcludedSpecialist[] } {
  const excluded = candidates.flatMap((one): ExcludedSpecialist[] => {
    const reason = exclusionOf(one);
    return reason ? [{ peerSpecialistId: one.peerSpecialistId, name: one.name, reason }] : [];
  });
  const matches = candidates.filter((one) => !exclusionOf(one)).map((one) => matchOf(wish, one));
  return { matches: matches.sort(byReasons), excluded: excluded.sort(byName) };
}

function exclusionOf({ conflicts, hasClient }: Candidate): Exclusion | null {
  if (conflicts.includes('client-declined')) return 'client-declined';
  if (conflicts.length > 0) return 'conflict-of-interest';
  return hasClient ? 'has-the-client' : null;
}

function matchOf(wish: Wish, candidate: Candidate): Match {
  const { peerSpecialistId, name, caseload, maxCaseload, assignable } = candidate;
  const freePlaces = Math.max(maxCaseload - caseload, 0);
  const reasons = [wishedFor(wish, candidate), language(wish, candidate), pathway(wish, candidate), experience(wish, candidate), schedule(wish, candidate)];
  return { peerSpecialistId, name, reasons: [...reasons, places(freePlaces, maxCaseload)], freePlaces, overCapacity: freePlaces === 0, assignable };
}

function wishedFor({ preferredSpecialistId }: Wish, { peerSpecialistId }: Candidate): MatchReason {
  const agrees = preferredSpecialistId === peerSpecialistId;
  const others = preferredSpecialistId === null ? 'The client asks for nobody by name' : 'The client asks for somebody else';
  return { kind: 'wished-for', agrees, what: [], words: agrees ? 'The client asks for this specialist' : others };
}

function language({ languages, ownLanguages }: Wish, candidate: Candidate): MatchReason {
  const [asked, as] = languages.length > 0 ? [languages, 'as the client wishes'] : [ownLanguages, 'as the client does'];
  // Of es and es-MX each understands the other, and they are one language.
  const isFirst = (tag: string, at: number) => asked.findIndex((other) => spoken(other) === spoken(tag)) === at;
  const what = asked.filter(isFirst).filter((tag) => candidate.languages.some((other) => spoken(other) === spoken(tag)));
  return reason('language', what, `Speaks ${listed(what.map(nameOfLanguage))}, ${as}`, 'Speaks no language that is asked for');
}

function pathway({ pathways }: Wish, candidate: Candidate): MatchReason {
  const known = candidate.pathways.map((one) => one.trim().toLowerCase().replaceAll(/\s+/g, '-'));
  const what = pathways.filter((one) => known.includes(one));
  const none = pathways.length > 0 ? 'Knows no pathway that the client wishes' : 'The client wishes for no pathway in particular';
  return reason('pathway', what, `Knows ${listed(what)} from within, as the client wishes`, none);
}

function experience({ experiences }: Wish, candidate: Candidate): MatchReason {
  const what = experiences.filter((one) => candidate.experiences.includes(one));
  const none = experiences.length > 0 ? 'Shares no experience that the client wishes' : 'The client wishes for no experience in particular';
  return reason('shared-experience', what, `Shares ${listed(what.map(inWords))}, as the client wishes`, none);
}

function schedule({ availableTimes }: Wish, { hours }: Candidate): MatchReason {
  const what = availableTimes.filter((time) => hours.some((shift) => isWithin(shift, time)));
  const none = availableTimes.length > 0 ? 'Does not work when the client has time' : 'The client has said nothing of when he has time';
  return reason('schedule', what, `Works ${listed(what.map(inWords).map(capitalized))}, when the client has time`, none);
}

function places(free: number, all: number): MatchReason {
  const words = free > 0 ? `${free} of ${all} places ${free === 1 ? 'is' : 'are'} free` : `No place of ${all} is free: an assignment needs a reason`;
  return { kind: 'free-places', agrees: free > 0, what: [], words };
}

const reason = (kind: ReasonKind, what: string[], words: string, none: string): MatchReason => ({
  kind,
  agrees: what.length > 0,
  what,
  words: what.length > 0 ? words : none,
});

function isWithin({ weekday, startsAt, endsAt }: Shift, time: string): boolean {
  const [day, part] = time.split('-') as [(typeof WEEKDAYS)[number], (typeof PARTS_OF_DAY)[number]];
  if (WEEKDAYS[weekday - 1] !== day) return false;
  const [from, to] = HOURS_OF[part];
  return Math.min(minuteOf(endsAt), minuteOf(to)) - Math.max(minuteOf(startsAt), minuteOf(from)) >= MINUTES_TO_MEET;
}
const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** What comes first is more; each counts only where all before it are equal. */
const CRITERIA: ((match: Match) => number)[] = [
  (match) => Number(reasonOf(match, 'wished-for').agrees),
  ({ overCapacity }) => Number(!overCapacity),
  ...(['language', 'pathway', 'shared-experience', 'schedule'] as const).map((kind) => (match: Match) => reasonOf(match, kind).what.length),
  ({ freePlaces }) => freePlaces,
];
const reasonOf = ({ reasons }: Match, wanted: ReasonKind) => reasons.find(({ kind }) => kind === wanted)!;

function byReasons(a: Match, b: Match): number {
  for (const criterion of CRITERIA) {
    const more = criterion(b) - criterion(a);
    if (more !== 0) return more;
  }
  return byName(a, b);
}

type Named = { name: string; peerSpecialistId: string };
const byName = (a: Named, b: Named) => compare(a.name, b.name) || compare(a.peerSpecialistId, b.peerSpecialistId);
const compare = (a: string, b: string) => Number(a > b) - Number(a < b);

const spoken = (tag: string) => tag.split('-')[0]!.toLowerCase();
const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' });
const nameOfLanguage = (tag: string) => LANGUAGES.of(spoken(tag)) ?? tag;
const LIST = new Intl.ListFormat('en', { type: 'conjunction' });
const listed = (words: string[]) => LIST.format(words);
const inWords = (code: string) => code.replaceAll('-', ' ');
const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
