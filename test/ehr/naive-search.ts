import { BASE, type Resource } from './wire.ts';

/** What a resource has that a parameter searches in, worked out from the resource alone. */
export type Naive =
  | { type: 'token'; codes: (resource: Resource) => Code[]; modifiers: string[] }
  | { type: 'string'; texts: (resource: Resource) => string[] }
  | { type: 'date'; ranges: (resource: Resource) => Range[] }
  | { type: 'reference'; ids: (resource: Resource) => string[]; target: string };
export type Code = { system: string | null; code: string };
export type Range = [from: number, to: number];

const DAY = 86_400_000;
const HL7 = 'http://hl7.org/fhir/';
const SPECIAL = 'http://terminology.hl7.org/CodeSystem/special-values';

const token = (codes: (resource: Resource) => Code[], modifiers = ['not']): Naive => ({ type: 'token', codes, modifiers });
const plain = (system: string, name: string) => token((resource) => [{ system, code: String(resource[name]) }]);
const coded = (of: (resource: Resource) => any) => token((resource) => [of(resource) ?? []].flat().flatMap(({ coding }: any) => coding ?? []));
const string = (texts: (resource: Resource) => (string | undefined)[]): Naive => ({
  type: 'string',
  texts: (each) => texts(each).filter((text) => text !== undefined),
});
const target = (reference: { reference: string } | undefined) => (reference ? [reference.reference.split('/')[1]!] : []);
const reference = (type: string, of: (resource: Resource) => any): Naive => ({
  type: 'reference',
  target: type,
  ids: (each) => [of(each)].flat().flatMap(target),
});
/** An instant is as short as the database can tell. */
const instant = (of: (resource: Resource) => string): Naive => ({ type: 'date', ranges: (each) => [[Date.parse(of(each)), Date.parse(of(each)) + 0.001]] });
const period = (of: (resource: Resource) => any): Naive => ({
  type: 'date',
  ranges: (each) => [[Date.parse(of(each).start), of(each).end ? Date.parse(of(each).end) : Infinity]],
});
const day = (of: (resource: Resource) => string | undefined): Naive => ({
  type: 'date',
  ranges: (each) => (of(each) === undefined ? [] : [[Date.parse(of(each)!), Date.parse(of(each)!) + DAY]]),
});

const patient = reference('Patient', ({ subject, patient: whose }) => subject ?? whose);
const named = string(({ name }) => [name]);
const nowhere = string(() => []);

const COMMON: Record<string, Naive> = {
  _id: token(({ id }) => [{ system: null, code: id }], []),
  _lastUpdated: instant(({ meta }) => meta.lastUpdated),
};

/** A parameter that is declared and not here has not been proved. */
const PARAMETERS: Record<string, Record<string, Naive>> = {
  Patient: {
    // A number is found with its system only; our own code of a client without it as well.
    identifier: token(({ identifier }) => identifier.map(({ system, value }: any) => ({ system, code: value })), []),
    name: string(({ name }) => name.flatMap(({ family, given }: any) => [family, ...given])),
    family: string(({ name }) => name.map(({ family }: any) => family)),
    given: string(({ name }) => name.flatMap(({ given }: any) => given)),
    birthdate: day(({ birthDate }) => birthDate),
    gender: plain('http://hl7.org/fhir/administrative-gender', 'gender'),
  },
  EpisodeOfCare: {
    ...{ patient, status: plain(`${HL7}episode-of-care-status`, 'status'), date: period((each) => each['period']) },
    'care-manager': reference('Practitioner', ({ careManager }) => careManager),
  },
  Encounter: {
    ...{ patient, date: period((each) => each['period']), status: plain(`${HL7}encounter-status`, 'status') },
    class: token((each) => [each['class']]),
    participant: reference('Practitioner', ({ participant }) => (participant ?? []).map(({ individual }: any) => individual)),
    'episode-of-care': reference('EpisodeOfCare', ({ episodeOfCare }) => episodeOfCare),
    type: coded((each) => each['type']),
  },
  DocumentReference: {
    ...{ patient, status: plain(`${HL7}document-reference-status`, 'status'), category: coded((each) => each['category']) },
    // The second coding is our own, and not searched by.
    type: token(({ type }) => (type as any).coding.slice(0, 1)),
    ...{ date: instant((each) => each['date']), period: period(({ context }) => context.period) },
    ...{ author: reference('Practitioner', ({ author }) => author), encounter: reference('Encounter', ({ context }) => context.encounter) },
    relatesto: reference('DocumentReference', ({ relatesTo }) => (relatesTo ?? []).map((each: any) => each.target)),
  },
  Goal: {
    ...{ patient, 'lifecycle-status': plain(`${HL7}goal-status`, 'lifecycleStatus'), 'achievement-status': coded((each) => each['achievementStatus']) },
    ...{ 'start-date': day(({ startDate }) => startDate), 'target-date': day((each) => each['target']?.[0].dueDate) },
    description: string(({ description }) => [(description as any).text]),
  },
  Observation: {
    ...{ patient, category: coded((each) => each['category']), code: coded(({ code }) => code), date: day(({ effectiveDateTime }) => effectiveDateTime) },
    ...{ status: plain(`${HL7}observation-status`, 'status'), focus: reference('Goal', ({ focus }) => focus) },
  },
  CarePlan: {
    ...{ patient, category: coded((each) => each['category']), status: plain(`${HL7}request-status`, 'status') },
    // Declared as the day of its first goal.
    date: day((each) => each['period'].start),
  },
  CareTeam: { patient, status: plain(`${HL7}care-team-status`, 'status') },
  Consent: { patient, status: plain(`${HL7}consent-state-codes`, 'status'), date: instant(({ dateTime }) => dateTime) },
  Group: {
    // Declared as the name of the peer specialist.
    name: string(({ name }) => [name.replace('Caseload of ', '')]),
    ...{ type: plain(`${HL7}group-type`, 'type'), actual: plain(SPECIAL, 'actual') },
  },
  Practitioner: {
    name: string(({ name }) => name.flatMap(({ text, family, given }: any) => [text, family, ...(given ?? [])])),
    identifier: token(({ identifier }) => identifier.map(({ system, value }: any) => ({ system, code: value })), []),
    active: plain(SPECIAL, 'active'),
  },
  PractitionerRole: {
    practitioner: reference('Practitioner', ({ practitioner }) => practitioner),
    specialty: coded((each) => each['specialty']),
    active: plain(SPECIAL, 'active'),
  },
  Organization: { name: named, address: nowhere },
  Location: { name: named, address: nowhere, status: plain(`${HL7}location-status`, 'status'), partof: reference('Location', ({ partOf }) => partOf) },
  HealthcareService: { name: named, active: plain(SPECIAL, 'active') },
};

export const naiveOf = (type: string, name: string): Naive | undefined => PARAMETERS[type]?.[name] ?? COMMON[name];

export function isCode(codes: Code[], value: string): boolean {
  const at = value.indexOf('|');
  if (at < 0) return codes.some(({ code }) => code === value);
  const [system, code] = [value.slice(0, at) || null, value.slice(at + 1)];
  return codes.some((each) => each.system === system && (code === '' || each.code === code));
}

export function isText(texts: string[], value: string, modifier: string): boolean {
  if (modifier === 'exact') return texts.includes(value);
  const [lower, wanted] = [texts.map((text) => text.toLowerCase()), value.toLowerCase()];
  return lower.some((text) => (modifier === 'contains' ? text.includes(wanted) : text.startsWith(wanted)));
}

export const PREFIXES = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'] as const;

/** [R4] search, prefixes: by the range of what is searched for and that of what is there. */
export function isWhen(ranges: Range[], prefix: (typeof PREFIXES)[number], [low, high]: Range): boolean {
  return ranges.some(([from, to]) => {
    const inside = low <= from && to <= high;
    const [above, below] = [to > high, from < low];
    return {
      eq: inside,
      ne: !inside,
      gt: above,
      lt: below,
      ge: above || inside,
      le: below || inside,
      sa: from >= high,
      eb: to <= low,
      ap: to > low && from < high,
    }[prefix];
  });
}

/** One instant as a search may write it, with all that it then covers. */
export function writtenAs(at: number): [string, Range][] {
  const whole = new Date(at).toISOString();
  const [year, month] = [Number(whole.slice(0, 4)), Number(whole.slice(5, 7))];
  const cut = (length: number, width: number, end = ''): [string, Range] => {
    const low = Date.parse(`${whole.slice(0, length)}${end === 'Z' && length === 16 ? ':00' : ''}${end}`);
    return [whole.slice(0, length) + end, [low, low + width]];
  };
  const eastern = `${new Date(at + 330 * 60_000).toISOString().slice(0, 23)}+05:30`;
  return [
    [whole.slice(0, 4), [Date.UTC(year, 0), Date.UTC(year + 1, 0)]],
    [whole.slice(0, 7), [Date.UTC(year, month - 1), Date.UTC(year, month)]],
    cut(10, DAY),
    cut(16, 60_000, 'Z'),
    cut(19, 1_000, 'Z'),
    cut(23, 1, 'Z'),
    [eastern, [at, at + 1]],
  ];
}

export const referencesTo = (type: string, id: string): string[] => [id, `${type}/${id}`, `${BASE}/${type}/${id}`];
