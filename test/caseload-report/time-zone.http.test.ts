import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { expectTheSame } from './comparison.ts';
import { insert, knowCenter } from './known-center.ts';
import { localDay, plusDays } from './reckoning.ts';

const ZONE = 'America/New_York';
const peerwork = launch({ SITE_TIME_ZONE: ZONE });
beforeAll(() => knowCenter(peerwork, ZONE));

const today = () => localDay(new Date(), ZONE);
const HOUR = 3_600_000;
/** Midnight there is four or five hours after that of Greenwich. */
const midnightOf = (day: string) =>
  [4, 5].map((hours) => new Date(Date.parse(day) + hours * HOUR)).find((at) => localDay(new Date(+at - 1), ZONE) < day && localDay(at, ZONE) === day)!;

const contactsOf = async (day: string) => (await peerwork.as('ana').get(`/v1/reports/caseload?asOf=${day}&windowDays=1`)).body.totals.contacts as number;
const jordanOn = async (day: string) => (await peerwork.as('ana').get(`/v1/reports/caseload/clients?asOf=${day}&windowDays=1`)).body.items.at(-1);

describe('at a site west of Greenwich', () => {
  it('counts a session half an hour before midnight on the day that it was there', async () => {
    const day = plusDays(today(), -2);
    const before = await contactsOf(day);
    const after = await contactsOf(plusDays(day, 1));
    const startedAt = +midnightOf(plusDays(day, 1)) - HOUR / 2;
    expect(new Date(startedAt).toISOString().slice(0, 10)).toBe(plusDays(day, 1));
    const note = await peerwork.as('ana').post('/v1/session-notes', {
      clientId: CLIENTS.jordan,
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(startedAt + HOUR / 3).toISOString(),
      outcome: 'completed',
      modality: 'phone',
      place: 'office',
      purposes: ['support'],
      intervention: 'Listened',
      response: 'Calmer',
    });
    expect(note).toMatchObject({ status: 201, body: { serviceOn: day } });
    const signed = await peerwork.as('ana').put(`/v1/session-notes/${note.body.id}/signature`, { attestation: true }, { version: note.body.version });
    expect(signed.status).toBe(200);
    expect([await contactsOf(day), await contactsOf(plusDays(day, 1))]).toEqual([before + 1, after]);
    expect(await jordanOn(plusDays(day, 1))).toMatchObject({
      clientId: CLIENTS.jordan,
      lastContactOn: day,
      daysSinceContact: 1,
      nextDueOn: plusDays(day, 7),
      contacts: 0,
    });
  });

  it('begins an assignment on the day that it was there', async () => {
    const [{ starts_at }] = (await peerwork.rows('select starts_at from app.assignments where client_id = $1 and peer_specialist_id = $2', [
      CLIENTS.jordan,
      CAST.ana.specialistId,
    ])) as [{ starts_at: Date }];
    expect((await jordanOn(today())).assignedSince).toBe(plusDays(starts_at.toISOString().slice(0, 10), -1));
  });

  it('knows its own tomorrow', async () => {
    expect((await peerwork.as('ana').get('/v1/reports/caseload')).body.asOf).toBe(today());
    expect((await peerwork.as('ana').get(`/v1/reports/caseload?asOf=${today()}`)).status).toBe(200);
    expect((await peerwork.as('ana').get(`/v1/reports/caseload?asOf=${plusDays(today(), 1)}`)).status).toBe(422);
  });

  it('has a day of 23 hours when the clocks go forward, and one of 25 when they go back', async () => {
    await peerwork.rows('set session_replication_role = replica');
    await peerwork.rows(`update app.assignments set starts_at = '2025-01-01T00:00:00Z' where client_id = $1 and role = 'primary'`, [CLIENTS.jordan]);
    await spoke([
      '2025-03-09T04:30:00Z',
      '2025-03-09T05:30:00Z',
      '2025-03-10T03:30:00Z',
      '2025-03-10T04:30:00Z',
      '2025-11-02T03:30:00Z',
      '2025-11-02T04:30:00Z',
      '2025-11-03T04:30:00Z',
      '2025-11-03T05:30:00Z',
    ]);
    await peerwork.rows('set session_replication_role = origin');
    const counts: [string, number][] = [];
    for (const day of ['2025-03-08', '2025-03-09', '2025-03-10', '2025-11-01', '2025-11-02', '2025-11-03']) counts.push([day, await contactsOf(day)]);
    expect(counts).toEqual([
      ['2025-03-08', 1],
      ['2025-03-09', 2],
      ['2025-03-10', 1],
      ['2025-11-01', 1],
      ['2025-11-02', 2],
      ['2025-11-03', 1],
    ]);
  });

  it.each(['ana', 'sue', 'otto', 'nadia', 'max', 'priya'] as const)('gives %s what the second computation gives', async (who) => {
    for (const ago of [0, 1, 3, 10, 11, 30])
      for (const windowDays of [1, 30]) await expectTheSame(peerwork, peerwork.as(who), CAST[who].id, { asOf: plusDays(today(), -ago), windowDays }, ZONE);
  });
});

async function spoke(begins: string[]): Promise<void> {
  for (const [n, begin] of begins.entries())
    await insert(peerwork, 'session_notes', {
      id: `01900000-0000-7000-8000-${String(4001 + n).padStart(12, '0')}`,
      client_id: CLIENTS.jordan,
      author_id: CAST.ana.specialistId,
      program_code: 'therapy',
      started_at: begin,
      ended_at: new Date(Date.parse(begin) + 600_000),
      service_on: localDay(new Date(begin), ZONE),
      outcome: 'completed',
      modality: 'phone',
      place: 'office',
      purposes: '{support}',
      status: 'signed',
      signed_at: new Date(Date.parse(begin) + HOUR),
      created_at: begin,
      version: 1,
    });
}
