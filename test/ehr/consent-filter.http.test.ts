import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AGREEMENT, day } from '../consent/given.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, EPISODES } from '../support/cast.ts';
import { proved, sized } from '../support/proof.ts';
import { groundOf, type Laid, lay, type Recipient, WHOSE, world } from './consent-world.ts';
import { addRecipient, FarEhr, SETTINGS } from './far-ehr.ts';
import { EVERYTHING, furnish } from './furnished.ts';
import { allOf, entriesOf, found, idsOf, OF_CLIENTS, ownerOf, reads, type Resource, search } from './wire.ts';

const peerwork = launch(SETTINGS);
const RUNS = sized(20, 500);
type Held = { type: string; id: string; client: string; category: string; names: string[] };
type Machine = { ehr: FarEhr; at: number; purpose: string };
const recipients: Recipient[] = [];
const machines: Machine[] = [];
let held: Held[];
const episodes = Object.fromEntries(WHOSE.map((client, nth) => [client, { open: EPISODES[client], ended: `01900000-0000-7000-8000-00000000039${nth}` }]));

const CATEGORY: Record<string, string> = {
  ...{ Patient: 'demographics', EpisodeOfCare: 'attendance', Encounter: 'attendance', CareTeam: 'attendance' },
  ...{ DocumentReference: 'session-notes', Goal: 'goals', Observation: 'goals', CarePlan: 'goals' },
};
const TYPES = OF_CLIENTS.filter((type) => type !== 'Consent');

beforeAll(async () => {
  const center = await furnish(peerwork);
  await endedEpisodes();
  const add = async (more: { kind: string; basis?: string } & Record<string, unknown>) =>
    recipients.push({
      id: await addRecipient(peerwork, more),
      kind: more.kind,
      basis: more.basis ?? 'consent',
      members: (more['memberIds'] as string[]) ?? [],
    });
  await add({ kind: 'treating-provider' });
  await add({ kind: 'payer' });
  await add({ kind: 'intermediary', coveredEntity: false, memberIds: [recipients[0]!.id] });
  await add({ kind: 'qso', coveredEntity: false, basis: 'qso', agreement: AGREEMENT });
  await add({ kind: 'treating-provider', basis: 'same-program' });
  await add({ kind: 'payer', basis: 'audit-evaluation', agreement: { ...AGREEMENT, validUntil: day(30), approvedBy: 'State' } });
  for (const [at, purpose] of [
    [4, 'treatment'],
    [0, 'treatment'],
    [0, 'payment'],
    [1, 'payment'],
    [2, 'treatment'],
    [3, 'operations'],
    [3, 'treatment'],
    [5, 'operations'],
    [5, 'treatment'],
  ] as const)
    machines.push({ ehr: await FarEhr.register(peerwork, { recipient: recipients[at]!.id, purpose }), at, purpose });
  // Whoever is of the program sees everybody: what there is at all.
  const all = await Promise.all(TYPES.map((type) => found(machines[0]!.ehr, allOf(type))));
  held = all.flat().map((each) => ({
    ...{ type: each.resourceType, id: each.id, client: WHOSE.find((name) => CLIENTS[name] === ownerOf(each))!, names: referencesOf(each) },
    category: each.id === center.notes.group.id && each.resourceType === 'DocumentReference' ? 'group' : CATEGORY[each.resourceType]!,
  }));
  expect(new Set(held.map(({ category }) => category))).toEqual(new Set(EVERYTHING));
}, 120_000);

async function endedEpisodes(): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  for (const client of WHOSE)
    await peerwork.rows(
      `insert into app.episodes (id, client_id, admitted_at, discharged_at, discharge_reason, admitted_by, discharged_by, created_at, version)
       values ($1, $2, now() - interval '300 days', now() - interval '200 days', 'completed', $3, $3, now(), 1)`,
      [episodes[client]!.ended, CLIENTS[client], CAST.max.id],
    );
  await peerwork.rows('reset session_replication_role');
}

const referencesOf = ({ subject, patient, context, focus, episodeOfCare, goal }: Resource): string[] =>
  [subject, patient, context?.encounter, focus, episodeOfCare, goal].flat().flatMap((each) => (each ? [each.reference as string] : []));

type Rules = (client: string, category: string) => string | null;
const rulesFor =
  (laid: Laid, { at, purpose }: Machine): Rules =>
  (client, category) =>
    groundOf(laid, { recipient: recipients[at]!, purpose }, at, client, category, recipients);

const INCLUDES: Record<string, string[]> = {
  ...{ EpisodeOfCare: ['patient'], Encounter: ['patient', 'episode-of-care'], DocumentReference: ['patient', 'encounter'], Goal: ['patient'] },
  ...{ Observation: ['patient', 'focus'], CarePlan: ['patient', 'goal'], CareTeam: ['patient'] },
};

async function expectSearched({ ehr }: Machine, type: string, rules: Rules): Promise<void> {
  const open = held.filter((one) => rules(one.client, one.category) !== null);
  const expected = open.filter((one) => one.type === type);
  const include = (INCLUDES[type] ?? []).map((each) => `&_include=${type}:${each}`).join('');
  const answer = await search(ehr, `${allOf(type)}&_count=200&_total=accurate&_revinclude=Provenance:target${include}`);
  const matches = entriesOf(answer);
  expect([type, idsOf(matches), answer.body.total]).toEqual([type, idsOf(expected), expected.length]);
  expect([type, (await search(ehr, `${allOf(type)}&_summary=count`)).body.total]).toEqual([type, expected.length]);
  // On which consent it leaves stands on it.
  for (const each of matches) {
    const { client, category } = expected.find(({ id }) => id === each.id)!;
    const ground = rules(client, category)!;
    expect([type, each['text'].div.includes(`consent ${ground}, `) || each['text'].div.includes(`on the basis: ${ground}.`)]).toEqual([type, true]);
  }
  const included = entriesOf(answer, 'include');
  const provenances = included.filter(({ resourceType }) => resourceType === 'Provenance');
  expect(provenances.map(({ target }) => target[0].reference).sort()).toEqual(expected.map(({ id }) => `${type}/${id}`).sort());
  const named = new Set(expected.flatMap(({ names }) => names));
  const others = open.map((one) => `${one.type}/${one.id}`).filter((name) => named.has(name));
  expect([type, included.flatMap((each) => (each.resourceType === 'Provenance' ? [] : [`${each.resourceType}/${each.id}`])).sort()]).toEqual([
    type,
    include ? [...new Set(others)].sort() : [],
  ]);
  const strangers = WHOSE.filter((client) => EVERYTHING.every((category) => rules(client, category) === null));
  const told = JSON.stringify(answer.body.entry ?? []);
  for (const client of strangers) expect([type, client, told.includes(CLIENTS[client])]).toEqual([type, client, false]);
}

async function expectConsents({ ehr }: Machine, laid: Laid, rules: Rules): Promise<void> {
  const grounds = laid.consents.flatMap(({ client, categories }, nth) =>
    categories.some((each) => rules(client, each) === laid.consentIds[nth]) ? [laid.consentIds[nth]!] : [],
  );
  expect(['Consent', idsOf(await found(ehr, allOf('Consent')))]).toEqual(['Consent', grounds.sort()]);
  for (const id of laid.consentIds) expect(['Consent', (await reads(ehr, 'Consent', id)).status]).toEqual(['Consent', grounds.includes(id) ? 200 : 404]);
}

/** Who wrote what, of everybody at once. */
async function expectProvenances({ ehr }: Machine, rules: Rules): Promise<void> {
  const answer = await search(ehr, `/fhir/R4/Provenance?patient=${Object.values(CLIENTS).join(',')}&_count=200&_total=accurate`);
  const found = idsOf(entriesOf(answer)).filter((id) => !id.startsWith('consent-'));
  const expected = held.filter(({ client, category }) => rules(client, category) !== null).map(({ type, id }) => `${type.toLowerCase()}-${id}`);
  expect(['Provenance', found]).toEqual(['Provenance', expected.sort()]);
  expect(['Provenance', answer.body.total]).toEqual(['Provenance', entriesOf(answer).length]);
}

async function expectRosters({ ehr }: Machine, rules: Rules): Promise<void> {
  const answer = await search(ehr, '/fhir/R4/Group?_include=Group:member');
  const rosters = Object.fromEntries(
    entriesOf(answer).map(({ id, quantity, member }) => [id, [quantity, (member ?? []).map(({ entity }: any) => entity.reference)]]),
  );
  const expected = (
    [
      ['ana', 'jordan'],
      ['ben', 'sam'],
      ['olive', 'riley'],
    ] as const
  ).map(([who, client]) => {
    const members = rules(client, 'demographics') ? [`Patient/${CLIENTS[client]}`] : [];
    return [CAST[who].specialistId, [members.length, members]] as const;
  });
  expect(rosters).toEqual(Object.fromEntries(expected));
  expect(
    entriesOf(answer, 'include')
      .map(({ id }) => `Patient/${id}`)
      .sort(),
  ).toEqual(expected.flatMap(([, [, members]]) => members).sort());
}

async function expectRead({ ehr }: Machine, rules: Rules, refusals: Set<string>): Promise<void> {
  const read = async ({ type, id, client, category }: Held) => {
    const isOpen = rules(client, category) !== null;
    for (const path of [`${type}/${id}`, `Provenance/${type.toLowerCase()}-${id}`, ...(type === 'DocumentReference' ? [`Binary/${id}`] : [])]) {
      const answer = await ehr.get(`/fhir/R4/${path}`);
      expect([path, category, answer.status]).toEqual([path, category, isOpen ? 200 : 404]);
      if (!isOpen) refusals.add(answer.text);
    }
  };
  const readAll = async (type: string) => {
    for (const each of held) if (each.type === type) await read(each);
  };
  await Promise.all(TYPES.map(readAll));
}

describe('whatever was consented to, promised and hidden', () => {
  it(
    'P2-06 a machine finds all that it covers and nothing else, in no read, search, total, include, roster, Provenance or Binary',
    async () => {
      const refusals = new Set<string>();
      let [opened, closed] = [0, 0];
      const each = fc.record({ drawn: world, readers: fc.uniqueArray(fc.nat({ max: 8 }), { minLength: 2, maxLength: 2 }), reader: fc.nat({ max: 8 }) });
      for (const { drawn, readers, reader } of fc.sample(each, { numRuns: RUNS, seed: 20_261_129 })) {
        const laid = await lay(peerwork, drawn, recipients, episodes);
        for (const machine of [machines[1]!, ...readers.map((nth) => machines[nth]!)]) {
          const rules = rulesFor(laid, machine);
          await Promise.all(TYPES.map((type) => expectSearched(machine, type, rules)));
          await expectConsents(machine, laid, rules);
          await expectProvenances(machine, rules);
          await expectRosters(machine, rules);
          for (const { client, category } of held)
            if (rules(client, category)) opened++;
            else closed++;
        }
        await expectRead(machines[reader]!, rulesFor(laid, machines[reader]!), refusals);
      }
      expect(refusals.size).toBe(1);
      expect([opened > RUNS * 10, closed > RUNS * 10]).toEqual([true, true]);
      proved('FHIR and consents', 'worlds in which every answer equals the rules', `${RUNS}, ${opened} resources open, ${closed} closed`, 'no difference');
    },
    sized(600_000, 6_000_000),
  );

  it.each([
    ['to whoever a consent only describes', ' and not g.by_class', false],
    ['whoever is restricted', ' and not exists (select from app.client_restrictions x where x.client_id = whose and x.lifted_at is null)', true],
  ])('is told from a gate that lets out %s', async (_what, clause, hidden) => {
    const consent = { client: 'sam', kind: 'tpo', status: 'active', categories: EVERYTHING, classes: ['treating-providers'], activated: 9 } as const;
    const named = { recipients: hidden ? [0] : [1], purposes: ['treatment'], expires: null, treatment: null };
    const drawn = {
      consents: [{ ...consent, ...named, classes: [...consent.classes] }],
      promises: [],
      hidden: hidden ? [{ client: 'sam' as const, lifted: false }] : [],
    };
    const laid = await lay(peerwork, drawn, recipients, episodes);
    const machine = machines[1]!;
    await expectSearched(machine, 'Patient', rulesFor(laid, machine));
    const [{ made }] = (await peerwork.rows(`select pg_get_functiondef('app.machine_grounds(uuid, text)'::regprocedure) as made`)) as [{ made: string }];
    const words = made.replace(/\s+/g, ' ');
    expect(words).toContain(clause);
    await peerwork.rows(words.replace(clause, ''));
    try {
      await expect(expectSearched(machine, 'Patient', rulesFor(laid, machine))).rejects.toThrow(CLIENTS.sam);
    } finally {
      await peerwork.rows(made);
    }
    await expectSearched(machine, 'Patient', rulesFor(laid, machine));
  });
});
