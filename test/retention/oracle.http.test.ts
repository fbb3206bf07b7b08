import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { launch } from '../support/app.ts';
import { CAST } from '../support/cast.ts';
import { asOwner, day, former, placed, retention } from './former.ts';

const peerwork = launch();
/** One payer has a period of his own, shorter than what all others have. */
beforeAll(async () => {
  const rule = { kind: 'payer', payer: 'harbor-health', years: 4, validFrom: day(0), source: 'A contract' };
  expect((await peerwork.as('priya').post('/v1/retention-rules', rule)).status).toBe(201);
});

/** Reckoned with no date arithmetic of the database's: the same day so many years later, and the last of February where there is none. */
function later(from: string, years: number): string {
  const [year, month, date] = from.split('-').map(Number) as [number, number, number];
  const isLeap = (one: number) => (one % 4 === 0 && one % 100 !== 0) || one % 400 === 0;
  const day = month === 2 && date === 29 && !isLeap(year + years) ? 28 : date;
  return [String(year + years).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

type Facts = {
  birth: string;
  created: string;
  stay: number | null;
  contact: number | null;
  isVoid: boolean;
  coverages: { payer: string; from: number; days: number | null }[];
  holds: boolean[];
};

const plus = (from: string, days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);

/** By the rules that come with it, and that payer's. */
function expected({ birth, created, stay, contact, isVoid, coverages, holds }: Facts): string | null {
  if (holds.some((isReleased) => !isReleased) || stay === null) return null;
  const last = [created, plus(created, stay), ...(contact === null || isVoid ? [] : [plus(created, contact)])].sort().at(-1)!;
  const days = [later(last, 7), later(last, 6)];
  for (const payer of new Set(coverages.map((one) => one.payer))) {
    const ends = coverages.filter((one) => one.payer === payer).map(({ from, days }) => (days === null ? last : plus(plus(created, from), days)));
    days.push(later(ends.sort().at(-1)!, payer === 'harbor-health' ? 4 : 10));
  }
  if (later(birth, 18) > created) days.push(later(birth, 25));
  return days.sort().at(-1)!;
}

it('agrees with an oracle over random births, discharges, contacts, coverages and holds', async () => {
  const span = fc.integer({ min: 0, max: 2_000 });
  const born = fc.integer({ min: 0, max: 22_000 }).map((days) => plus('1950-02-20', days));
  const facts: fc.Arbitrary<Facts> = fc.record({
    birth: fc.oneof(born, fc.constant('2000-02-29'), fc.constant('1996-02-29')),
    created: fc.integer({ min: 0, max: 3_000 }).map((days) => plus('2011-02-20', days)),
    stay: fc.option(fc.integer({ min: 1, max: 2_000 }), { freq: 8 }),
    contact: fc.option(span),
    isVoid: fc.boolean(),
    // Apart from each other, since two cannot cover one day.
    coverages: fc
      .array(fc.record({ payer: fc.constantFrom('nc-medicaid', 'harbor-health'), days: fc.option(fc.integer({ min: 1, max: 200 }), { freq: 3 }) }), {
        maxLength: 3,
      })
      .map((all) => all.map(({ payer, days }, at) => ({ payer, from: at * 300, days: at === all.length - 1 ? days : (days ?? 20) }))),
    holds: fc.array(fc.boolean(), { maxLength: 2 }),
  });
  const kinds = new Set<string>();
  for (const one of fc.sample(facts, { numRuns: 150, seed: 20_39 })) {
    const id = await former(peerwork, { birth: one.birth, created: one.created, discharged: one.stay === null ? null : plus(one.created, one.stay) });
    if (one.contact !== null)
      await asOwner(peerwork, [
        `insert into app.session_notes (id, client_id, author_id, program_code, started_at, ended_at, service_on, outcome, modality, place, purposes, status, created_at, version)
         values ($1, $2, $3, 'therapy', $4::date + interval '15 hours', $4::date + interval '16 hours', $4::date, 'completed', 'phone', '', '{}', $5, now(), 1)`,
        [uuid(), id, CAST.ana.specialistId, plus(one.created, one.contact), one.isVoid ? 'voided' : 'draft'],
      ]).catch((error: { constraint?: string }) => {
        // Ana cannot be in two sessions at once; then there is none.
        if (error.constraint !== 'session_notes_author_once') throw error;
        one.contact = null;
      });
    for (const { payer, from, days } of one.coverages)
      await asOwner(peerwork, [
        `insert into app.client_coverages (id, client_id, payer, starts_on, ends_on, end_reason, added_by, ended_by, created_at, version)
         values ($1, $2, $3, $4::date, $5::date, case when $5::date is not null then 'other' end, $6, case when $5::date is not null then $6::uuid end, now(), 1)`,
        [uuid(), id, payer, plus(one.created, from), days === null ? null : plus(plus(one.created, from), days), CAST.max.id],
      ]);
    for (const isReleased of one.holds) {
      const { body } = await placed(peerwork, id);
      if (isReleased) await peerwork.as('priya').put(`/v1/legal-holds/${body.id}/release`, { reason: 'Over' }, { version: 1 });
    }
    const { body } = await retention(peerwork, id);
    expect([one, body.keptUntil]).toEqual([one, expected(one)]);
    body.reasons.forEach(({ kind }: { kind: string }) => kinds.add(kind));
  }
  expect([...kinds].sort()).toEqual(['center', 'in-care', 'legal-hold', 'minor', 'payer', 'state']);
}, 120_000);
