import fc from 'fast-check';

/** A recipient, a consent and a question, small enough that they meet often. */
export type GateRecipient = {
  kind: 'treating-provider' | 'payer' | 'qso' | 'intermediary' | 'legal' | 'family' | 'other';
  basis: 'consent' | 'same-program' | 'qso' | 'audit-evaluation' | 'research';
  endedAt: number | null;
  stands: [from: number, until: number | null] | null;
  /** Of an intermediary: by their places in the list of recipients. */
  members: number[];
};
export type GateConsent = {
  client: number;
  kind: 'tpo' | 'named-recipient' | 'counseling-notes' | 'legal-proceedings' | 'intermediary' | 'criminal-justice';
  status: 'draft' | 'active' | 'revoked' | 'superseded';
  categories: string[];
  recipients: number[];
  classes: string[];
  purposes: string[];
  activatedAt: number;
  expiresAt: number | null;
  /** With the treatment, which ended then, if it has. */
  treatment: { dischargedAt: number | null } | null;
};
export type GateOrder = {
  client: number;
  recipient: number;
  kind: string;
  rule: string;
  status: 'recorded' | 'under-review' | 'honoured' | 'contested' | 'refused' | 'withdrawn';
  categories: string[];
  /** In days, of what it names. */
  from: number | null;
  to: number | null;
  honouredAt: number;
  expiresAt: number;
};
/** What a client was promised that it stays; of every purpose, where none is named. */
export type GateRestriction = { client: number; recipient: number; purpose: string | null; acceptedAt: number | null; withdrawnAt: number | null };
export type GateWorld = { recipients: GateRecipient[]; consents: GateConsent[]; orders: GateOrder[]; restrictions: GateRestriction[] };
export type GateQuestion = { client: number; recipient: number; purpose: string; categories: string[]; at: number; from: number | null; to: number | null };

const CATEGORIES = ['demographics', 'attendance', 'goals', 'session-notes', 'group'];
const PURPOSES = ['treatment', 'payment', 'operations', 'legal', 'family-contact', 'research', 'other'];
const EVERYDAY = ['treatment', 'payment', 'operations'];
const CLASSES = ['treating-providers', 'health-plans', 'program-operations'];
export const RECIPIENTS = 6;
export const CLIENTS = 2;

const minute = fc.integer({ min: 1, max: 20 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 });
const some = <T>(values: T[], max = values.length) => fc.subarray(values, { minLength: 1, maxLength: max });
const places = Array.from({ length: RECIPIENTS }, (_, at) => at);

const recipient: fc.Arbitrary<GateRecipient> = fc
  .record({
    kind: fc.constantFrom<GateRecipient['kind']>(
      'treating-provider',
      'treating-provider',
      'payer',
      'qso',
      'intermediary',
      'intermediary',
      'legal',
      'family',
      'other',
    ),
    basis: fc.constantFrom<GateRecipient['basis']>(
      'consent',
      'consent',
      'consent',
      'consent',
      'consent',
      'same-program',
      'qso',
      'qso',
      'audit-evaluation',
      'research',
      'research',
    ),
    endedAt: fc.option(minute, { nil: null, freq: 4 }),
    from: fc.integer({ min: 1, max: 8 }),
    until: maybe(fc.integer({ min: 1, max: 20 })),
    members: fc.subarray(places, { maxLength: 3 }),
  })
  .map(({ kind: drawn, basis, endedAt, from, until, members }) => {
    // What is registered holds to its own rules: test/consent/consents.http.test.ts.
    const kind = basis === 'qso' ? 'qso' : drawn;
    const isApproved = basis === 'audit-evaluation' || basis === 'research';
    const needs = kind === 'qso' || isApproved;
    const length = isApproved ? (until ?? 5) : until;
    return { kind, basis, endedAt, stands: needs ? [from, length === null ? null : from + length] : null, members: kind === 'intermediary' ? members : [] };
  });

const consent: fc.Arbitrary<GateConsent> = fc
  .record({
    client: fc.nat({ max: CLIENTS - 1 }),
    kind: fc.constantFrom<GateConsent['kind']>(
      'tpo',
      'tpo',
      'named-recipient',
      'named-recipient',
      'counseling-notes',
      'legal-proceedings',
      'intermediary',
      'intermediary',
      'criminal-justice',
    ),
    status: fc.constantFrom<GateConsent['status']>('draft', 'active', 'active', 'active', 'active', 'revoked', 'superseded'),
    categories: some(CATEGORIES),
    recipients: some(places, 4),
    classes: fc.subarray(CLASSES),
    everyday: some(EVERYDAY),
    others: fc.subarray(['family-contact', 'research', 'other']),
    activatedAt: minute,
    expiresIn: maybe(fc.integer({ min: 1, max: 15 })),
    treatment: fc.option(fc.record({ dischargedAt: maybe(minute) }), { nil: null }),
  })
  .map(({ kind, categories, classes, everyday, others, activatedAt, expiresIn, treatment, ...rest }) => ({
    ...{ ...rest, kind, activatedAt },
    categories: kind === 'counseling-notes' ? ['counseling-notes'] : categories,
    classes: kind === 'tpo' ? classes : kind === 'intermediary' ? classes.filter((each) => each === 'treating-providers') : [],
    purposes: kind === 'legal-proceedings' ? ['legal'] : kind === 'tpo' ? everyday : [...everyday, ...others],
    expiresAt: kind === 'tpo' && treatment ? null : expiresIn === null ? null : activatedAt + expiresIn,
    treatment: kind === 'tpo' ? treatment : null,
  }));

const ENOUGH = ['subpoena-with-order', 'warrant-with-order'];
const day = fc.integer({ min: 1, max: 6 });

const order: fc.Arbitrary<GateOrder> = fc
  .record({
    client: fc.nat({ max: CLIENTS - 1 }),
    recipient: fc.nat({ max: RECIPIENTS - 1 }),
    kind: fc.constantFrom(...ENOUGH, ...ENOUGH, 'subpoena', 'court-order', 'warrant'),
    rule: fc.constantFrom('2.64', '2.65', '2.66'),
    status: fc.constantFrom<GateOrder['status']>(
      'recorded',
      'under-review',
      'honoured',
      'honoured',
      'honoured',
      'honoured',
      'contested',
      'refused',
      'withdrawn',
    ),
    categories: some(CATEGORIES),
    from: maybe(day),
    to: maybe(day),
    honouredAt: minute,
    expiresIn: fc.integer({ min: 1, max: 15 }),
  })
  .map(({ expiresIn, from, to, status, kind, ...rest }) => ({
    ...rest,
    // Nobody honours what is not both, whatever is tried: test/legal-order.
    ...{ kind, status: ENOUGH.includes(kind) || status !== 'honoured' ? status : ('under-review' as const) },
    ...{ from: from !== null && to !== null ? Math.min(from, to) : from, to: from !== null && to !== null ? Math.max(from, to) : to },
    expiresAt: rest.honouredAt + expiresIn,
  }));
const restriction: fc.Arbitrary<GateRestriction> = fc
  .record({
    client: fc.nat({ max: CLIENTS - 1 }),
    recipient: fc.nat({ max: RECIPIENTS - 1 }),
    purpose: fc.option(fc.constantFrom(...EVERYDAY), { nil: null, freq: 3 }),
    acceptedAt: fc.option(minute, { nil: null, freq: 4 }),
    for: maybe(minute),
  })
  .map(({ for: length, ...rest }) => ({ ...rest, withdrawnAt: length === null || rest.acceptedAt === null ? null : rest.acceptedAt + length }));

export const world: fc.Arbitrary<GateWorld> = fc.record({
  orders: fc.array(order, { minLength: 1, maxLength: 4 }),
  recipients: fc.array(recipient, { minLength: RECIPIENTS, maxLength: RECIPIENTS }),
  consents: fc.array(consent, { minLength: 2, maxLength: 8 }),
  restrictions: fc.array(restriction, { maxLength: 3 }),
});

const anything: fc.Arbitrary<GateQuestion> = fc.record({
  client: fc.nat({ max: CLIENTS - 1 }),
  recipient: fc.nat({ max: RECIPIENTS - 1 }),
  purpose: fc.constantFrom(...PURPOSES, ...EVERYDAY, ...EVERYDAY, 'research'),
  categories: fc.oneof({ weight: 6, arbitrary: some(CATEGORIES, 2) }, { weight: 1, arbitrary: fc.subarray([...CATEGORIES, 'counseling-notes']) }),
  at: fc.integer({ min: 0, max: 25 }),
  from: maybe(day),
  to: maybe(day),
});

/** What somebody asks who has read one of the consents: only a little of it may be wrong. */
const aimedAt = ({ client, recipients, purposes, categories, activatedAt }: GateConsent): fc.Arbitrary<GateQuestion> =>
  fc.record({
    client: fc.constant(client),
    recipient: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...recipients) }, { weight: 1, arbitrary: fc.nat({ max: RECIPIENTS - 1 }) }),
    purpose: fc.constantFrom(...purposes),
    categories: some(categories),
    at: fc.integer({ min: activatedAt - 1, max: activatedAt + 8 }),
    from: maybe(day),
    to: maybe(day),
  });

/** The same of one of the orders. */
const servedWith = ({ client, recipient: place, categories, honouredAt, from, to }: GateOrder): fc.Arbitrary<GateQuestion> =>
  fc.record({
    client: fc.constant(client),
    recipient: fc.oneof({ weight: 6, arbitrary: fc.constant(place) }, { weight: 1, arbitrary: fc.nat({ max: RECIPIENTS - 1 }) }),
    purpose: fc.constantFrom('legal', 'legal', 'legal', 'legal', 'treatment', 'other'),
    categories: fc.oneof({ weight: 4, arbitrary: some(categories) }, { weight: 1, arbitrary: some(CATEGORIES) }),
    at: fc.integer({ min: honouredAt - 1, max: honouredAt + 8 }),
    from: fc.oneof(fc.constant(from), maybe(day)),
    to: fc.oneof(fc.constant(to), maybe(day)),
  });

export const questionOf = ({ consents, orders }: GateWorld): fc.Arbitrary<GateQuestion> =>
  fc.oneof(anything, fc.constantFrom(...consents).chain(aimedAt), fc.constantFrom(...orders).chain(servedWith));

/** What may leave on which consents and orders, or on what else: the rules once more, one after the other, without the database. */
export function allowed({ recipients, consents, orders, restrictions }: GateWorld, asked: GateQuestion): string[] {
  const to = recipients[asked.recipient]!;
  if (asked.categories.length === 0) return [];
  if (to.endedAt !== null && to.endedAt <= asked.at) return [];
  if (to.stands && (asked.at < to.stands[0] || (to.stands[1] !== null && asked.at >= to.stands[1]))) return [];
  const covering: string[] = orders.flatMap((each, at) => (opens(each, asked) ? [`order ${at}`] : []));
  // What a court orders leaves in spite of a promise.
  if (restrictions.some((each) => restricts(each, asked))) return covering;
  if (to.basis !== 'consent') return isWithoutConsent(to, asked) ? [to.basis, ...covering] : covering;
  for (const [at, each] of consents.entries()) if (each.client === asked.client && covers(each, recipients, asked)) covering.push(`consent ${at}`);
  return covering;
}

function opens(order: GateOrder, asked: GateQuestion): boolean {
  if (order.client !== asked.client || order.recipient !== asked.recipient) return false;
  if (order.status !== 'honoured' || asked.purpose !== 'legal') return false;
  if (asked.at < order.honouredAt || asked.at >= order.expiresAt) return false;
  if (order.from !== null && (asked.from === null || asked.from < order.from)) return false;
  if (order.to !== null && (asked.to === null || asked.to > order.to)) return false;
  return asked.categories.every((category) => order.categories.includes(category));
}

function restricts({ client, recipient: place, purpose, acceptedAt, withdrawnAt }: GateRestriction, asked: GateQuestion): boolean {
  if (client !== asked.client || place !== asked.recipient) return false;
  if (purpose !== null && purpose !== asked.purpose) return false;
  if (acceptedAt === null || asked.at < acceptedAt) return false;
  return withdrawnAt === null || asked.at < withdrawnAt;
}

function isWithoutConsent({ basis }: GateRecipient, { purpose, categories }: GateQuestion): boolean {
  if (categories.includes('counseling-notes')) return false;
  if (basis === 'same-program') return EVERYDAY.includes(purpose);
  if (basis === 'qso') return purpose === 'payment' || purpose === 'operations';
  if (basis === 'research') return purpose === 'research';
  return purpose === 'operations';
}

function covers(consent: GateConsent, recipients: GateRecipient[], asked: GateQuestion): boolean {
  if (consent.status !== 'active') return false;
  if (asked.at < consent.activatedAt) return false;
  if (consent.expiresAt !== null && asked.at >= consent.expiresAt) return false;
  const ended = consent.treatment?.dischargedAt ?? null;
  if (ended !== null && asked.at >= ended) return false;
  for (const category of asked.categories) if (!consent.categories.includes(category)) return false;
  if (!consent.purposes.includes(asked.purpose)) return false;
  return isAmong(consent, recipients, asked);
}

function isAmong(consent: GateConsent, recipients: GateRecipient[], { recipient: place, at }: GateQuestion): boolean {
  const to = recipients[place]!;
  const isNamed = consent.recipients.includes(place);
  if (consent.kind !== 'intermediary') {
    if (to.kind === 'intermediary') return false;
    if (isNamed) return true;
    if (consent.kind !== 'tpo') return false;
    if (to.kind === 'treating-provider') return consent.classes.includes('treating-providers');
    if (to.kind === 'payer') return consent.classes.includes('health-plans');
    return to.kind === 'qso' && consent.classes.includes('program-operations');
  }
  if (to.kind === 'intermediary' && isNamed) return true;
  const isDescribed = to.kind === 'treating-provider' && consent.classes.includes('treating-providers');
  if (!isNamed && !isDescribed) return false;
  for (const other of consent.recipients) {
    const through = recipients[other]!;
    if (through.kind === 'intermediary' && through.members.includes(place) && (through.endedAt === null || through.endedAt > at)) return true;
  }
  return false;
}
