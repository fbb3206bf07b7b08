import { beforeAll, describe, expect, it } from '@jest/globals';
import { recipient, typeOf } from '../consent/given.ts';
import { restrict } from '../restriction/restricted.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { signedNote } from './held.ts';

const peerwork = launch();
/** Of the note, which on the first of January may be the year that has gone. */
let YEAR = new Date().getUTCFullYear();
const report = (year: unknown = YEAR, who: keyof typeof CAST = 'priya', accept = 'application/json') =>
  peerwork.as(who).get(`/v1/de-identified-treatments?year=${String(year)}`, { headers: { accept } });

beforeAll(async () => {
  const noteId = await signedNote(peerwork);
  [{ year: YEAR }] = (await peerwork.rows('select extract(year from service_on)::integer as year from app.session_notes where id = $1', [noteId])) as [
    { year: number },
  ];
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(`update app.clients set birth_date = make_date($1, 3, 4) where id = $2`, [YEAR - 97, CLIENTS.riley]);
  await peerwork.rows(`update app.episodes set admitted_at = make_timestamptz($1, 6, 1, 12, 0, 0) where client_id = any ($2)`, [
    YEAR - 2,
    [CLIENTS.jordan, CLIENTS.riley, CLIENTS.casey],
  ]);
  await peerwork.rows(
    `update app.episodes set admitted_at = make_timestamptz($1, 6, 1, 12, 0, 0), discharged_at = make_timestamptz($1, 8, 1, 12, 0, 0), discharge_reason = 'completed', discharged_by = $3
      where client_id = $2`,
    [YEAR - 2, CLIENTS.sam, CAST.max.id],
  );
  await peerwork.rows('set session_replication_role = origin');
});

describe('the report for public health', () => {
  it('P2-18 has each treatment that touches the year, and nothing by which somebody could be known', async () => {
    const { status, body, text } = await report();
    expect(status).toBe(200);
    const still = { programs: ['other'], admittedIn: YEAR - 2, dischargedIn: null };
    const [{ sessions, minutes }] = (await peerwork.rows(
      `select count(*)::integer as sessions, sum(minutes)::integer as minutes from app.session_notes where client_id = $1 and extract(year from service_on) = $2`,
      [CLIENTS.jordan, YEAR],
    )) as [{ sessions: number; minutes: number }];
    expect(sessions).toBeGreaterThan(0);
    expect(body).toEqual({
      year: YEAR,
      treatments: [
        { number: 1, age: YEAR - 1990, ...still, sessions: 0, minutes: 0 },
        { number: 2, age: YEAR - 1990, ...still, sessions, minutes },
        { number: 3, age: 90, ...still, sessions: 0, minutes: 0 },
      ],
    });
    for (const said of ['Jordan', 'Testperson', 'PW-TEST', ...Object.values(CLIENTS), ...Object.values(CAST).map(({ id }) => id)])
      expect(text).not.toContain(said);
    // No day and no instant: years alone.
    expect(text).not.toMatch(/\d{4}-\d\d/);
    expect((await report(YEAR - 2)).body.treatments).toHaveLength(4);
    expect((await report(YEAR - 3)).body.treatments).toEqual([]);
  });

  it('P2-18 is the same as a file', async () => {
    const { text, headers } = await report(YEAR - 2, 'priya', 'text/csv');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="de-identified-${YEAR - 2}.csv"`);
    const [header, ...rows] = text
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n');
    expect([header, rows.length]).toEqual(['Number,Age,Programs,Admitted in,Discharged in,Sessions,Minutes', 4]);
    expect(rows).toContain(`1,${YEAR - 2 - 1990},other,${YEAR - 2},${YEAR - 2},0,0`);
  });

  it('P2-18 is all that public health gets: of a record nothing goes there without a consent', async () => {
    const { id: recipientId } = await recipient(peerwork, { name: 'State Department of Health', kind: 'other', coveredEntity: false });
    for (const purpose of ['research', 'operations', 'other'])
      expect(typeOf(await peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/disclosures`, { recipientId, purpose, categories: ['demographics'] }))).toBe(
        '409 not-covered',
      );
  });

  it('leaves out whom the privacy officer does not see', async () => {
    await restrict(peerwork, 'jordan', ['ana']);
    expect((await report()).body.treatments.map(({ age }: { age: number }) => age)).toEqual([YEAR - 1990, 90]);
  });

  it.each([['x'], [''], [new Date().getUTCFullYear() + 2], [1800], ['2020.5']])('refuses the year %s', async (year) => {
    expect(await report(year)).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/year' }] } });
  });

  it.each(['ana', 'sue', 'nadia', 'max', 'ada'] as const)('is not for %s', async (who) => {
    expect(typeOf(await report(YEAR, who))).toBe('403 role-may-not');
  });
});
