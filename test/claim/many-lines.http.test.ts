import { beforeAll, describe, expect, it } from '@jest/globals';
import { LINE_CANDIDATES } from '../../src/modules/claim/claims.queries.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { asOwner, coveredBy } from './payers.ts';

const peerwork = launch();
const DAYS = 'from=2026-03-01&to=2026-05-20';

/** So many notes of five minutes each, one after the other from that instant on, signed so many hours later. */
const notes = (client: keyof typeof CLIENTS, who: 'ana' | 'olive', from: string, count: number, hours: number, minutes = 5) =>
  asOwner(
    peerwork,
    `insert into app.session_notes (id, client_id, author_id, started_at, ended_at, service_on, outcome, modality, place, purposes, status, elements, signed_at, created_at, version)
     select gen_random_uuid(), $1, $2, began, began + make_interval(mins => $6), (began at time zone 'UTC')::date, 'completed', 'phone', 'office', '{}', 'signed', '{place}',
            began + make_interval(mins => $6, hours => $5), now(), 1
       from (select $3::timestamptz + make_interval(mins => $6 * n) as began from generate_series(0, $4 - 1) n) times`,
    [CLIENTS[client], CAST[who].specialistId, from, count, hours, minutes],
  );
const page = (query: string) => peerwork.as('max').get(`/v1/claim-lines?${DAYS}&${query}`);

describe('where next to no note has a line', () => {
  beforeAll(async () => {
    await coveredBy(peerwork, 'jordan', { timeliness_limit_hours: 72, minutes_per_unit: 5 });
    for (const [day, count, hours] of [
      ['01', 3, 1],
      ['05', 60, 100],
      ['09', 1, 1],
      ['10', 40, 100],
    ] as const)
      await notes('jordan', 'ana', `2026-04-${day}T08:00:00Z`, count, hours);
  });

  it('fills each page all the same, and neither skips nor repeats', async () => {
    const all = (await page('limit=100')).body.items as { id: string; serviceOn: string }[];
    expect(all.map(({ serviceOn }) => serviceOn)).toEqual(['2026-04-09', '2026-04-01', '2026-04-01', '2026-04-01']);
    const [first] = [(await page('limit=1')).body];
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual([all[0]!.id]);
    const found: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await page(`limit=2${next && `&after=${next}`}`);
      found.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.next) expect(body.items).toHaveLength(2);
      next = body.next;
    }
    expect(found).toEqual(all.map(({ id }) => id));
  });
});

describe('more sessions than one request has time for', () => {
  beforeAll(async () => {
    await coveredBy(peerwork, 'riley', { minutes_per_unit: 5 });
    await notes('riley', 'olive', '2026-03-01T00:00:00Z', 10_050, 1);
  }, 60_000);

  it.each([
    ['a file', () => peerwork.as('max').get(`/v1/claim-lines?${DAYS}`, { headers: { accept: 'text/csv' } })],
    ['an export', () => peerwork.as('max').post('/v1/claim-exports', { from: '2026-03-01', to: '2026-05-20' })],
  ])('are not taken into %s, which asks for fewer days', async (_, ask) => {
    const answer = await ask();
    expect([answer.status, answer.body.errors]).toEqual([422, [{ pointer: '#/to', detail: 'makes more than 10000 sessions; ask for fewer days' }]]);
    expect(await peerwork.rows('select from app.claim_lines limit 1')).toEqual([]);
  });

  it('are listed page by page, on an index that knows their order', async () => {
    await peerwork.rows('analyze app.session_notes');
    const plan = await peerwork.rows<{ 'QUERY PLAN': string }>(`explain ${LINE_CANDIDATES.text}`, ['2026-03-01', '2026-05-20', null, 26]);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index (Only )?Scan using session_notes_to_claim/);
    const answer = await page('limit=100');
    expect([answer.status, answer.body.items.length]).toEqual([200, 100]);
  });

  it('are exported day by day', async () => {
    const { status, body } = await peerwork.as('max').post('/v1/claim-exports', { from: '2026-03-02', to: '2026-03-04' });
    expect([status, body.lines, body.units]).toEqual([201, 864, 864]);
  });
});
