import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { proved, sized } from '../support/proof.ts';
import { allowed, CLIENTS as CLIENT_COUNT, type GateQuestion, type GateWorld, questionOf, RECIPIENTS, world } from './gate-oracle.ts';
import { active, complete, recipient } from './given.ts';

const peerwork = launch();
const RUNS = sized(4_000, 40_000);
const PER_WORLD = 5;
const START = Date.UTC(2026, 0, 1);
const on = (day: number | null) => (day === null ? null : `2026-01-0${day}`);
const at = (minute: number | null) => (minute === null ? null : new Date(START + minute * 60_000));

type Drawn = { clients: string[]; world: GateWorld; questions: GateQuestion[] };
let drawn: Drawn[];

beforeAll(() => {
  const worlds = world.chain((each) =>
    fc.record({ world: fc.constant(each), questions: fc.array(questionOf(each), { minLength: PER_WORLD, maxLength: PER_WORLD }) }),
  );
  const sample = fc.sample(worlds, { numRuns: RUNS / PER_WORLD, seed: 20_261_122 });
  drawn = sample.map((each) => ({ ...each, clients: Array.from({ length: CLIENT_COUNT }, () => uuid()) }));
});

type Laid = Record<'ids' | 'consents' | 'orders', string[][]>;

/** Lays many worlds side by side: what belongs to one of them knows nothing of the others. */
async function lay(all: Drawn[]): Promise<Laid> {
  const ids = all.map(() => Array.from({ length: RECIPIENTS }, () => uuid()));
  const consents = all.map(({ world: { consents: some } }) => some.map(() => uuid()));
  const orders = all.map(({ world: { orders: some } }) => some.map(() => uuid()));
  const known = { created_at: at(0), version: 1 };
  const recipients = all.flatMap(({ world: { recipients: some } }, w) =>
    some.map(({ kind, basis, endedAt, stands, members }, n) => ({
      ...{
        id: ids[w]![n],
        name: `${n}`,
        kind,
        covered_entity: false,
        basis,
        member_ids: members.map((member) => ids[w]![member]),
        added_by: CAST.max.id,
        ...known,
      },
      ...(stands && { agreement_signed_on: '2026-01-01', agreement_valid_from: '2026-01-01', agreement_reference: 'x', stands_from: at(stands[0]) }),
      ...(typeof stands?.[1] === 'number' && { agreement_valid_until: '2026-01-01', stands_until: at(stands[1]) }),
      ...(basis === 'research' || basis === 'audit-evaluation' ? { approved_by: 'x' } : {}),
      ...(endedAt === null ? {} : { ended_at: at(endedAt), ended_by: CAST.max.id }),
    })),
  );
  const treatments: object[] = [];
  const rows = all.flatMap(({ clients, world: { consents: some } }, w) =>
    some.map((one, n) => {
      const episode_id = one.treatment ? uuid() : null;
      const client_id = clients[one.client];
      if (one.treatment) {
        const discharge =
          one.treatment.dischargedAt === null
            ? {}
            : { discharged_at: at(one.treatment.dischargedAt), discharge_reason: 'completed', discharged_by: CAST.max.id };
        treatments.push({ id: episode_id, client_id, admitted_at: at(-1), ...discharge, admitted_by: CAST.max.id, ...known });
      }
      const isDraft = one.status === 'draft';
      const hasEnded = one.status === 'revoked' || one.status === 'superseded';
      return {
        ...{
          id: consents[w]![n],
          client_id,
          kind: one.kind,
          status: one.status,
          categories: one.categories,
          recipient_classes: one.classes,
          purposes: one.purposes,
        },
        ...{
          recipient_ids: one.recipients.map((place) => ids[w]![place]),
          discloser: 'x',
          purpose_words: 'x',
          revocation_statement: 'v1',
          signature: 'wet',
          signer: 'client',
        },
        ...{ redisclosure_statement: 'v1', refusal_statement: 'v1', signed_on: '2026-01-01', captured_by: CAST.max.id, ...known },
        ...(one.treatment
          ? { expires_with: 'end-of-treatment', episode_id }
          : one.expiresAt === null && one.kind === 'tpo'
            ? { expires_with: 'none' }
            : { expires_on: '2026-01-01' }),
        ...(isDraft ? {} : { activated_at: at(one.activatedAt), activated_by: CAST.max.id }),
        ...(one.expiresAt === null ? {} : { expires_at: at(one.expiresAt) }),
        ...(hasEnded ? { ended_at: at(one.activatedAt + 1), ended_by: CAST.max.id } : {}),
        ...(one.status === 'revoked' ? { revoked_how: 'oral' } : {}),
      };
    }),
  );
  const served = all.flatMap(({ clients, world: { orders: some } }, w) =>
    some.map(({ client, recipient: place, kind, rule, status, categories, from, to, honouredAt, expiresAt }, n) => ({
      ...{ id: orders[w]![n], client_id: clients[client], recipient_id: ids[w]![place], kind, rule, status, categories, from_on: on(from), to_on: on(to) },
      ...{ honoured_at: at(honouredAt), expires_at: at(expiresAt), expires_on: '2026-01-01', issuer: 'x', case_number: 'x', findings: 'x', received_by: 'x' },
      ...{ served_on: '2026-01-01', notice_given_on: '2026-01-01', hearing_on: '2026-01-01', recorded_by: CAST.priya.id, ...known },
    })),
  );
  const request = {
    kind: 'restriction',
    received_on: '2026-01-01',
    due_on: '2026-01-31',
    wish: 'x',
    paid_in_full: false,
    recorded_by: CAST.priya.id,
    ...known,
  };
  const restrictions = all.flatMap(({ clients, world: { restrictions: some } }, w) =>
    some.map(({ client, recipient: place, purpose, acceptedAt, withdrawnAt }) => ({
      ...{ id: uuid(), client_id: clients[client], recipient_id: ids[w]![place], purpose, ...request },
      state: withdrawnAt !== null ? 'withdrawn' : acceptedAt !== null ? 'answered' : 'denied',
      ...(acceptedAt === null ? { ground: 'not-feasible' } : {}),
      ...{ answered_at: at(acceptedAt ?? 0), answered_by: CAST.priya.id, answer: 'x' },
      ...(withdrawnAt === null ? {} : { withdrawn_at: at(withdrawnAt), withdrawn_by: CAST.priya.id, withdrawal_reason: 'x' }),
    })),
  );
  // A client's consents have treatments that ended at different times.
  await peerwork.rows('alter table app.episodes drop constraint episodes_one_open');
  await peerwork.rows('begin; set local session_replication_role = replica');
  for (const [table, some] of [
    ['recipients', recipients],
    ['episodes', treatments],
    ['consents', rows],
    ['legal_orders', served],
    ['privacy_requests', restrictions],
  ] as const) {
    const columns = [...new Set(some.flatMap(Object.keys))].join(', ');
    await peerwork.rows(`insert into app.${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::app.${table}, $1)`, [
      JSON.stringify(some),
    ]);
  }
  await peerwork.rows('commit');
  return { ids, consents, orders };
}

/** All questions in one statement, asked as whoever may see all these clients. */
async function answers(all: Drawn[], ids: string[][]): Promise<string[][]> {
  const asked = all.flatMap(({ clients, questions }, w) =>
    questions.map(({ client, recipient: place, purpose, categories, at: minute, from, to }, n) => ({
      n: w * PER_WORLD + n,
      client: clients[client],
      recipient: ids[w]![place],
      purpose,
      categories,
      at: at(minute),
      from_on: on(from),
      to_on: on(to),
    })),
  );
  const rows = await peerwork.rows<{ n: number; answer: string }>(
    `select q.n, coalesce(g.consent_id::text, g.legal_order_id::text, g.basis) as answer
       from jsonb_to_recordset($1) as q (n integer, client uuid, recipient uuid, purpose text, categories text[], at timestamptz, from_on date, to_on date)
       cross join lateral app.covering_consent(q.client, q.recipient, q.purpose, q.categories, q.at, q.from_on, q.to_on) g`,
    [JSON.stringify(asked)],
  );
  const found = asked.map(() => [] as string[]);
  for (const { n, answer } of rows) found[n]!.push(answer);
  return found;
}

let laid: Laid;

const named = (w: number, answer: string): string => {
  const [what, nth] = answer.split(' ');
  return nth === undefined ? answer : laid[what === 'order' ? 'orders' : 'consents'][w]![Number(nth)]!;
};
const expectedOf = (all: Drawn[]): string[][] =>
  all.flatMap(({ world: each, questions }, w) => questions.map((one) => allowed(each, one).map((answer) => named(w, answer))));

const sorted = (answer: string[]) => JSON.stringify([...answer].sort());
const differencesIn = (found: string[][], expected: string[][]) =>
  found.flatMap((answer, n) => {
    const asked = drawn[Math.floor(n / PER_WORLD)]!.questions[n % PER_WORLD];
    return sorted(answer) === sorted(expected[n]!) ? [] : [{ asked, answer, expected: expected[n] }];
  });

it('P2-06 withholds nothing that is covered and lets nothing out that is not: random consents, orders, recipients, purposes, categories and instants', async () => {
  laid = await lay(drawn);
  const expected = expectedOf(drawn);
  const found = await answers(drawn, laid.ids);
  expect(differencesIn(found, expected)).toEqual([]);
  const covered = expected.filter((answer) => answer.length > 0).length;
  expect(covered).toBeGreaterThan(found.length / 20);
  expect(covered).toBeLessThan(found.length / 2);
  // Each kind of consent and each basis without one lets something out.
  const kinds = new Set(
    drawn.flatMap(({ world: each, questions }) =>
      questions.flatMap((one) =>
        allowed(each, one).map((answer) => {
          const [what, nth] = answer.split(' ');
          return what === 'consent' ? each.consents[Number(nth)]!.kind : what === 'order' ? each.orders[Number(nth)]!.kind : answer;
        }),
      ),
    ),
  );
  expect([...kinds].sort()).toEqual([
    'audit-evaluation',
    'counseling-notes',
    'criminal-justice',
    'intermediary',
    'legal-proceedings',
    'named-recipient',
    'qso',
    'research',
    'same-program',
    'subpoena-with-order',
    'tpo',
    'warrant-with-order',
  ]);
  proved('consent', 'random questions to the gate, equal to a second computation', `${found.length}, 0 differences`, '2,000, 0 differences');
});

it.each([
  'asked_categories <@ c.categories',
  'asked_purpose = any (c.purposes)',
  "c.status = 'active'",
  'c.activated_at <= asked_at',
  '(c.expires_at is null or c.expires_at > asked_at)',
  "'counseling-notes' <> all (asked_categories)",
  'r.id = any (i.member_ids)',
  '(r.ended_at is null or r.ended_at > asked_at)',
  "asked_purpose = 'legal'",
  "o.status = 'honoured'",
  'o.honoured_at <= asked_at',
  'o.expires_at > asked_at',
  'o.recipient_id = r.id',
  'asked_categories <@ o.categories',
  '(o.from_on is null or coalesce(asked_from >= o.from_on, false))',
  '(o.to_on is null or coalesce(asked_to <= o.to_on, false))',
  'p.recipient_id = r.id',
  'p.ground is null',
  'p.answered_at <= asked_at',
  '(p.withdrawn_at is null or p.withdrawn_at > asked_at)',
  '(p.purpose is null or p.purpose = asked_purpose)',
])('would notice a gate that does not ask: %s', async (rule) => {
  const [gate] = await peerwork.rows<{ text: string }>(`select pg_get_functiondef('app.covering_consent'::regproc) as text`);
  expect(gate!.text).toContain(rule);
  await peerwork.rows(gate!.text.replace(rule, 'true'));
  const differences = differencesIn(await answers(drawn, laid.ids), expectedOf(drawn));
  await peerwork.rows(gate!.text);
  expect(differences.length).toBeGreaterThan(0);
});

it('P2-07 lets nothing out any more on the next request after a revocation', async () => {
  const open = await peerwork.rows<{ client: string; recipient: string; purpose: string; categories: string[] }>(
    `select c.client_id as client, r.id as recipient, c.purposes[1] as purpose, c.categories from app.consents c join app.recipients r on r.id = any (c.recipient_ids)
      where c.status = 'active' and exists (select from app.covering_consent(c.client_id, r.id, c.purposes[1], c.categories, c.activated_at))`,
  );
  expect(open.length).toBeGreaterThan(10);
  await peerwork.rows(`begin; set local session_replication_role = replica;
    update app.consents set status = 'revoked', revoked_how = 'oral', ended_at = activated_at, ended_by = '${CAST.max.id}' where status = 'active'; commit`);
  const [left] = await peerwork.rows<{ n: string }>(
    `select count(*) as n from jsonb_to_recordset($1) as q (client uuid, recipient uuid, purpose text, categories text[])
      cross join lateral app.covering_consent(q.client, q.recipient, q.purpose, q.categories, now()) g where g.basis = 'consent'`,
    [JSON.stringify(open)],
  );
  expect(left!.n).toBe('0');
  const clinic = await recipient(peerwork);
  const { id } = await active(peerwork, complete(clinic.id));
  const ask = () =>
    peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/disclosures`, { recipientId: clinic.id, purpose: 'treatment', categories: ['goals'] });
  expect((await ask()).status).toBe(201);
  await peerwork.as('priya').put(`/v1/consents/${id}/revocation`, { how: 'written' }, { version: 2 });
  expect((await ask()).status).toBe(409);
});

it('P2-13 asks as whoever discloses: a consent that he may not see opens nothing to him', async () => {
  const clinic = await recipient(peerwork);
  await active(peerwork, complete(clinic.id));
  const asking = async (who: 'ana' | 'ben') => {
    await peerwork.rows('begin');
    await peerwork.rows(`select set_config('app.account_id', $1, true), set_config('role', 'app_peer_specialist', true)`, [CAST[who].id]);
    const rows = await peerwork.rows(`select * from app.covering_consent($1, $2, 'treatment', '{goals}', clock_timestamp())`, [CLIENTS.jordan, clinic.id]);
    await peerwork.rows('rollback');
    return rows.length;
  };
  expect([await asking('ana'), await asking('ben')]).toEqual([1, 0]);
});
