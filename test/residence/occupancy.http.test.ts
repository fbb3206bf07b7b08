import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { CAST, EPISODES, CLIENTS } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { daysAgo } from '../client/days.ts';
import { overlapping } from '../client/overlap.ts';
import { conclude, hoursAgo, house, reserve, resident, stateOf, take } from './house.ts';

const peerwork = launch({ POOL_SIZE: '30' });
const max = () => peerwork.as('max');
const conflict = (slug: string) => ({ status: 409, body: { type: `/problems/${slug}` } });
const discharge = (episodeId: string, at = daysAgo(1), version = 1) =>
  max().put(`/v1/episodes/${episodeId}/discharge`, { at, reason: 'completed' }, { version });
const toTherapy = (episodeId: string, at = daysAgo(1)) => max().post(`/v1/episodes/${episodeId}/stays`, { programCode: 'therapy', at, reason: 'moved on' });
const bedsOf = async (clientId: string) => (await max().get(`/v1/clients/${clientId}/bed-occupancies`)).body.items;

describe('when the stay ends', () => {
  it('by discharge, the bed is free from that instant on, and what was reserved is not any more', async () => {
    const { bedIds } = await house(peerwork, 2);
    const { clientId, episodeId } = await resident(peerwork);
    const { body: occupancy } = await take(peerwork, bedIds[0]!, clientId, daysAgo(5));
    const { body: reservation } = await reserve(peerwork, bedIds[1]!, clientId);
    const at = daysAgo(2);
    expect((await discharge(episodeId, at)).status).toBe(200);
    expect(await bedsOf(clientId)).toMatchObject([{ id: occupancy.id, endsAt: at, endReason: 'stay-ended', version: 2 }]);
    expect((await max().get(`/v1/bed-reservations/${reservation.id}`)).body).toMatchObject({ endReason: 'episode-closed', version: 2 });
    expect([await stateOf(peerwork, bedIds[0]!), await stateOf(peerwork, bedIds[1]!)]).toEqual(['turnover', 'available']);
    const [{ ended_by }] = (await peerwork.rows(`select ended_by from app.bed_occupancies where id = $1`, [occupancy.id])) as [{ ended_by: string }];
    expect(ended_by).toBe(CAST.max.id);
    expect((await conclude(peerwork, { id: occupancy.id, version: 2 }, 'readiness')).status).toBe(200);
  });

  it('by a supervisor, who may not change beds himself', async () => {
    const { bedIds } = await house(peerwork, 1);
    await take(peerwork, bedIds[0]!, CLIENTS.riley, daysAgo(5));
    const { body } = await reserve(peerwork, (await house(peerwork)).bedIds[0]!, CLIENTS.riley);
    const at = daysAgo(1);
    expect((await peerwork.as('otto').put(`/v1/episodes/${EPISODES.riley}/discharge`, { at, reason: 'left' }, { version: 1 })).status).toBe(200);
    expect(await bedsOf(CLIENTS.riley)).toMatchObject([{ endsAt: at, endReason: 'stay-ended' }]);
    expect((await max().get(`/v1/bed-reservations/${body.id}`)).body.endReason).toBe('episode-closed');
  });

  it('by a move to another program, the bed is free; a reservation stays as long as the episode', async () => {
    const { bedIds } = await house(peerwork, 2);
    const { clientId, episodeId } = await resident(peerwork);
    await take(peerwork, bedIds[0]!, clientId, daysAgo(5));
    const { body: reservation } = await reserve(peerwork, bedIds[1]!, clientId);
    const at = daysAgo(3);
    expect((await toTherapy(episodeId, at)).status).toBe(201);
    expect(await bedsOf(clientId)).toMatchObject([{ endsAt: at, endReason: 'stay-ended' }]);
    expect((await max().get(`/v1/bed-reservations/${reservation.id}`)).body.endedAt).toBeNull();
    expect(await take(peerwork, bedIds[1]!, clientId)).toMatchObject(conflict('no-supportive-living-stay'));
  });

  it('shortens what was ended later, and leaves what ended before as it was', async () => {
    const { bedIds } = await house(peerwork, 2);
    const { clientId, episodeId } = await resident(peerwork);
    const { body: first } = await take(peerwork, bedIds[0]!, clientId, daysAgo(8));
    const second = await max().post(`/v1/bed-occupancies/${first.id}/moves`, { bedId: bedIds[1], at: daysAgo(6) });
    const left = (await conclude(peerwork, second.body, 'ending', daysAgo(2))).body;
    await conclude(peerwork, left, 'readiness', daysAgo(1));
    const at = daysAgo(4);
    expect((await discharge(episodeId, at)).status).toBe(200);
    expect(await bedsOf(clientId)).toMatchObject([
      { id: left.id, endsAt: at, endReason: 'stay-ended', readyAt: expect.any(String) },
      { id: first.id, endReason: 'moved', version: 2 },
    ]);
  });

  it('is refused before the client took a bed, and says what to do; it does, once that was withdrawn', async () => {
    const { bedIds } = await house(peerwork);
    const { clientId, episodeId } = await resident(peerwork);
    const { body } = await take(peerwork, bedIds[0]!, clientId, daysAgo(2));
    const state = () => peerwork.rows(`select * from app.episodes e join app.stays s on s.episode_id = e.id where e.id = $1`, [episodeId]);
    const before = await state();
    for (const answer of [await discharge(episodeId, daysAgo(3)), await toTherapy(episodeId, daysAgo(3)), await discharge(episodeId, body.startsAt)])
      expect(answer).toMatchObject(conflict('bed-taken-later'));
    expect(await state()).toEqual(before);
    expect((await conclude(peerwork, body, 'withdrawal')).status).toBe(200);
    expect((await discharge(episodeId, daysAgo(3))).status).toBe(200);
  });

  it('is kept to by the database, whoever writes', async () => {
    const { bedIds } = await house(peerwork);
    const { clientId, episodeId } = await resident(peerwork);
    const write = async (stay: string, client: string, from: string, to: string | null) => {
      const [{ id }] = (await peerwork.rows(`select id from app.stays where episode_id = $1`, [stay])) as [{ id: string }];
      const ended = to ? `, '${to}', 'left', '${CAST.max.id}'` : ', null, null, null';
      await peerwork.rows(
        `insert into app.bed_occupancies (id, bed_id, client_id, stay_id, starts_at, ends_at, end_reason, ended_by, started_by, created_at, version)
         values ('${uuid()}', '${bedIds[0]}', '${client}', '${id}', '${from}'${ended}, '${CAST.max.id}', now(), 1)`,
      );
    };
    const refused = { constraint: 'bed_occupancies_within_stay' };
    await expect(write(episodeId, clientId, daysAgo(11), null)).rejects.toMatchObject(refused);
    await expect(write(episodeId, CLIENTS.sam, daysAgo(3), null)).rejects.toMatchObject(refused);
    await expect(write(EPISODES.jordan, CLIENTS.jordan, daysAgo(3), null)).rejects.toMatchObject(refused);
    await discharge(episodeId);
    await expect(write(episodeId, clientId, daysAgo(3), null)).rejects.toMatchObject(refused);
    await expect(write(episodeId, clientId, daysAgo(3), daysAgo(0.5))).rejects.toMatchObject(refused);
  });
});

/** The table of races has fifty; here different wishes meet. */
const AT_ONCE = 20;

describe('many at once', () => {
  const told = (answers: { status: number; body: any }[]) => {
    const counts: Record<string, number> = {};
    for (const { status, body } of answers) {
      const what = status < 300 ? String(status) : `${status} ${String(body.type).replace('/problems/', '')}`;
      counts[what] = (counts[what] ?? 0) + 1;
    }
    return counts;
  };

  it('want one bed, to sleep in, to reserve or to take it out of service: one gets it', async () => {
    const { bedIds } = await house(peerwork);
    const people: string[] = [];
    for (let nth = 0; nth < AT_ONCE; nth++) people.push((await resident(peerwork)).clientId);
    const requests = people.map((clientId, nth) => () => {
      if (nth % 3 === 0) return take(peerwork, bedIds[0]!, clientId);
      return nth % 3 === 1 ? reserve(peerwork, bedIds[0]!, clientId) : max().post(`/v1/beds/${bedIds[0]}/out-of-service-periods`, { reason: 'repair' });
    });
    const counts = told(await overlapping(peerwork, 'lock table app.beds in exclusive mode', requests));
    expect(counts['201']).toBe(1);
    expect(Object.entries(counts).filter(([what]) => !/^(201|409 bed-(occupied|reserved|out-of-service))$/.test(what))).toEqual([]);
    const [{ uses }] = (await peerwork.rows(
      `select (select count(*) from app.bed_occupancies where bed_id = $1) + (select count(*) from app.bed_reservations where bed_id = $1)
            + (select count(*) from app.out_of_service_periods where bed_id = $1) as uses`,
      [bedIds[0]],
    )) as [{ uses: string }];
    expect(uses).toBe('1');
  }, 60_000);

  it('put one client into many beds, who is being discharged: at most one does, and the bed is free in the end', async () => {
    const { bedIds } = await house(peerwork, AT_ONCE - 1);
    const { clientId, episodeId } = await resident(peerwork);
    // The turns come to an occupancy a moment in the past, so that a discharge may follow it.
    const requests = [...bedIds.map((bedId) => () => take(peerwork, bedId, clientId, daysAgo(2))), () => discharge(episodeId, daysAgo(1))];
    const counts = told(await overlapping(peerwork, `select from app.stays where client_id = '${clientId}' for update`, requests));
    expect(counts['200']).toBe(1);
    expect(counts['201'] ?? 0).toBeLessThanOrEqual(1);
    expect(Object.keys(counts).filter((what) => !/^(200|201|409 (client-has-bed|no-supportive-living-stay))$/.test(what))).toEqual([]);
    const rows = await bedsOf(clientId);
    expect(rows).toHaveLength(counts['201'] ?? 0);
    for (const row of rows) expect(row).toMatchObject({ endReason: 'stay-ended' });
  }, 60_000);
});

const HOUR = 3_600_000;
/** Hours: a gap, somebody's time in the bed (or nobody's, out of service), and the turnover after it. */
type Span = { gap: number; length: number; turnover: number; use: 'stay' | 'moved' | 'out' | 'mistake' };
const span: fc.Arbitrary<Span> = fc.record({
  gap: fc.integer({ min: 0, max: 60 }),
  length: fc.integer({ min: 1, max: 120 }),
  turnover: fc.integer({ min: 0, max: 40 }),
  use: fc.constantFrom('stay', 'stay', 'moved', 'out', 'mistake'),
});
const histories = fc.record({
  beds: fc.array(fc.array(span, { maxLength: 6 }), { maxLength: 4 }),
  from: fc.integer({ min: 1, max: 700 }),
  length: fc.integer({ min: 1, max: 500 }),
  closed: fc.option(fc.integer({ min: 1, max: 25 })),
});

describe('how well a residence is used', () => {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const at = (hours: number) => new Date(midnight - hours * HOUR).toISOString();
  const median = (values: number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
    return low === undefined ? null : Math.round(((low + high!) / 2) * 100) / 100;
  };

  /** Hour by hour, counted on the fingers; hours are counted backwards from midnight. */
  type Row = { bed: number; stay: string; begin: number; end: number; ready: number };
  function naive(rows: Row[], outages: Row[], beds: number, from: number, to: number, closedAt: number) {
    let [available, occupied] = [0, 0];
    const bedsSeen = new Set<number>();
    const during = (row: Row, hour: number) => hour <= row.begin && hour > row.end;
    for (let bed = 0; bed < beds; bed++)
      for (let hour = from; hour > to; hour--) {
        if (hour > 720 || hour <= closedAt || outages.some((row) => row.bed === bed && during(row, hour))) continue;
        bedsSeen.add(bed);
        available++;
        if (rows.some((row) => row.bed === bed && during(row, hour))) occupied++;
      }
    const within = (hour: number) => hour <= from && hour > to;
    const stays = [...new Set(rows.map(({ stay }) => stay))].map((stay) => rows.filter((row) => row.stay === stay));
    const left = stays.filter((parts) => within(Math.min(...parts.map(({ end }) => end))));
    const turnovers = rows.filter(({ ready }) => within(ready));
    return {
      beds: bedsSeen.size,
      bedDaysAvailable: Math.round((available / 24) * 100) / 100,
      bedDaysOccupied: Math.round((occupied / 24) * 100) / 100,
      occupancyPercent: available === 0 ? null : Math.round((1000 * occupied) / available) / 10,
      staysEnded: left.length,
      stayDaysMedian: median(left.map((parts) => parts.reduce((sum, { begin, end }) => sum + begin - end, 0) / 24)),
      turnarounds: turnovers.length,
      medianTurnaroundHours: median(turnovers.map(({ end, ready }) => end - ready)),
    };
  }

  it('is what a second computation says, over histories of all kinds, whoever asks', async () => {
    const by = { max: CAST.max.id };
    await peerwork.rows(`set session_replication_role = replica`);
    const insert = async (table: string, values: Record<string, unknown>) => {
      const names = Object.keys(values);
      await peerwork.rows(`insert into app.${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`, Object.values(values));
    };
    const known = { created_at: at(720), version: 1 };
    await fc.assert(
      fc.asyncProperty(histories, async ({ beds, from, length, closed }) => {
        const residence_id = uuid();
        const closedAt = closed === null ? -1 : closed * 24;
        const opened = { opened_on: at(720).slice(0, 10), closed_on: closed === null ? null : at(closedAt).slice(0, 10), opened_by: by.max };
        await insert('residences', { id: residence_id, name: residence_id, narr_level: 1, ...opened, ...known });
        const [rows, outages]: [Row[], Row[]] = [[], []];
        for (const [bed, spans] of beds.entries()) {
          const bed_id = uuid();
          await insert('beds', { id: bed_id, residence_id, room: '1', label: `${bed}`, in_service_from: at(720), added_by: by.max, ...known });
          let [hour, stay] = [720, uuid()];
          for (const { gap, length: hours, turnover, use } of spans) {
            const begin = hour - gap;
            const row = { bed, stay, begin, end: begin - hours, ready: begin - hours - turnover };
            if (row.ready < 0) break;
            hour = row.ready;
            const base = { id: uuid(), bed_id, starts_at: at(row.begin), ends_at: at(row.end), ended_by: by.max, ...known };
            if (use === 'out') {
              outages.push(row);
              await insert('out_of_service_periods', { ...base, reason: 'repair', taken_by: by.max });
              continue;
            }
            const mistake = use === 'mistake' ? { withdrawn_at: at(0), withdrawn_by: by.max } : {};
            const readied = { ready_at: at(row.ready), readied_by: by.max, started_by: by.max, end_reason: use === 'moved' ? 'moved' : 'left' };
            await insert('bed_occupancies', { ...base, client_id: uuid(), stay_id: stay, ...readied, ...mistake });
            if (use !== 'mistake') rows.push(row);
            if (use !== 'moved') stay = uuid();
          }
        }
        const to = Math.max(0, from - length);
        const query = new URLSearchParams({ from: at(from), to: at(to) });
        const expected = naive(rows, outages, beds.length, from, to, closedAt);
        // Ana sees none of them; the figures are the same.
        for (const who of ['max', 'ana'] as const) {
          const { status, body } = await peerwork.as(who).get(`/v1/residences/${residence_id}/occupancy?${query}`);
          expect(status).toBe(200);
          const { reasons, residenceId: _, from: since, to: until, ...figures } = body;
          expect(figures).toEqual(expected);
          expect([since, until]).toEqual([at(from), at(to)]);
          expect(Object.keys(reasons).sort()).toEqual(
            Object.entries(figures)
              .filter(([, value]) => value === null)
              .map(([name]) => name)
              .sort(),
          );
        }
      }),
      { numRuns: 40 },
    );
    await peerwork.rows(`set session_replication_role = origin`);
  }, 60_000);

  it('has no rate, and says why, where there is nothing to divide by', async () => {
    const { residenceId } = await house(peerwork, 0);
    expect((await max().get(`/v1/residences/${residenceId}/occupancy`)).body).toMatchObject({
      ...{ beds: 0, bedDaysAvailable: 0, bedDaysOccupied: 0, occupancyPercent: null, stayDaysMedian: null, medianTurnaroundHours: null },
      reasons: { occupancyPercent: 'no bed was in service', stayDaysMedian: 'nobody left the residence', medianTurnaroundHours: 'no bed was declared ready' },
    });
  });

  it.each([
    ['an end in the future', { to: daysAgo(-1) }],
    ['an end before the beginning', { from: daysAgo(1), to: daysAgo(2) }],
    ['what is no time', { from: 'yesterday' }],
  ])('refuses %s', async (_, query: Record<string, string>) => {
    const { residenceId } = await house(peerwork, 0);
    expect((await max().get(`/v1/residences/${residenceId}/occupancy?${new URLSearchParams(query)}`)).status).toBe(422);
  });
});

describe('the bed board', () => {
  it('tells of any instant what the state was, since when and until when', async () => {
    const { residenceId, bedIds } = await house(peerwork, 2);
    const { clientId } = await resident(peerwork);
    const [began, left, ready, out, back] = [daysAgo(9), daysAgo(7), daysAgo(6), daysAgo(5), daysAgo(4)];
    const { body } = await take(peerwork, bedIds[0]!, clientId, began);
    const ended = (await conclude(peerwork, body, 'ending', left)).body;
    await conclude(peerwork, ended, 'readiness', ready);
    const period = (await max().post(`/v1/beds/${bedIds[0]}/out-of-service-periods`, { reason: 'inspection', at: out })).body;
    await max().put(`/v1/out-of-service-periods/${period.id}/ending`, { at: back }, { version: 1 });
    const at = async (when: string) => {
      const { beds } = (await max().get(`/v1/residences/${residenceId}/bed-board?at=${when}`)).body;
      const { bedId, room, label, ...rest } = beds[0];
      expect([bedId, room, label, beds[1].state]).toEqual([bedIds[0], '1', '1', 'available']);
      return rest;
    };
    const nobody = { clientId: null, occupancyId: null, reservationId: null };
    expect(await at(daysAgo(10))).toMatchObject({ ...nobody, state: 'available', until: began });
    expect(await at(began)).toEqual({ ...nobody, state: 'occupied', since: began, until: left, clientId, occupancyId: body.id });
    expect(await at(left)).toEqual({ ...nobody, state: 'turnover', since: left, until: ready, occupancyId: body.id });
    expect(await at(ready)).toEqual({ ...nobody, state: 'available', since: ready, until: out });
    expect(await at(out)).toEqual({ ...nobody, state: 'out-of-service', since: out, until: back });
    expect(await at(back)).toEqual({ ...nobody, state: 'available', since: back, until: null });
    expect((await max().get(`/v1/residences/${residenceId}/bed-board?at=${daysAgo(31)}`)).body.beds).toEqual([]);
    expect((await max().get(`/v1/residences/${residenceId}/bed-board?at=noon`)).status).toBe(422);
  });

  it('says of a reservation when it expires', async () => {
    const { residenceId, bedIds } = await house(peerwork);
    const { clientId } = await resident(peerwork);
    const { body } = await reserve(peerwork, bedIds[0]!, clientId, daysAgo(-3));
    const { beds } = (await max().get(`/v1/residences/${residenceId}/bed-board`)).body;
    expect(beds).toMatchObject([{ state: 'reserved', since: body.startsAt, until: body.expiresAt, clientId, reservationId: body.id }]);
    expect((await max().get(`/v1/residences/${residenceId}/bed-board?at=${hoursAgo(1)}`)).body.beds[0].state).toBe('available');
  });
});
