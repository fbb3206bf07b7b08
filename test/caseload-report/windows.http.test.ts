import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SpecialistFigures } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { insert, knowCenter, on } from './known-center.ts';

const peerwork = launch();
beforeAll(() => knowCenter(peerwork));

const report = async (who: Who, query = '') => (await peerwork.as(who).get(`/v1/reports/caseload?asOf=${on(0)}${query}`)).body;
const of = (body: { specialists: SpecialistFigures[] }, specialistId: string) =>
  body.specialists.find(({ peerSpecialistId }) => peerSpecialistId === specialistId);

describe('the window', () => {
  it.each([
    [1, { contacts: 0, attempts: 0 }],
    [4, { contacts: 1, attempts: 1 }],
    [29, { contacts: 4, minutes: 160 }],
    [30, { contacts: 5, minutes: 190 }],
    [31, { contacts: 6, minutes: 219 }],
    [46, { contacts: 7, minutes: 244 }],
    [366, { contacts: 7, minutes: 244, clientsEligible: 0 }],
  ])('of %i days begins with the midnight of its first day', async (days, expected) => {
    expect(of(await report('sue', `&windowDays=${days}`), CAST.ana.specialistId)).toMatchObject(expected);
  });

  it('has a client for the whole of it who was assigned at its first instant, and not one day more', async () => {
    const olive = CAST.olive.specialistId;
    expect(of(await report('otto', '&windowDays=30'), olive)).toMatchObject({ clientsEligible: 3, clientsContacted: 2 });
    expect(of(await report('otto', '&windowDays=31'), olive)).toMatchObject({ clientsEligible: 2, clientsContacted: 1, clientsContactedPercent: 50 });
  });
});

describe('on a day in the past', () => {
  const past = async (ago: number, who: Who = 'sue', query = '') => (await peerwork.as(who).get(`/v1/reports/caseload?asOf=${on(ago)}${query}`)).body;

  it('credits work to its author and the caseload to whoever had it then', async () => {
    const before = await past(11);
    expect(of(before, CAST.ana.specialistId)).toMatchObject({ caseload: 2, contacts: 4, clientsOverdue: 1, longestOverdueDays: 27 });
    expect(of(before, CAST.ben.specialistId)).toMatchObject({ caseload: 2, contacts: 2, minutes: 80 });
    const after = await past(10);
    expect(of(after, CAST.ana.specialistId)).toMatchObject({ caseload: 3, contacts: 4 });
    expect(of(after, CAST.ben.specialistId)).toMatchObject({ caseload: 1, contacts: 2, minutes: 80 });
  });

  it('counts a client as overdue from the day after the one on which the contact was due', async () => {
    const jordan = async (ago: number) => (await peerwork.as('ana').get(`/v1/reports/caseload/clients?asOf=${on(ago)}`)).body.items.at(-1);
    expect(await jordan(2)).toMatchObject({ clientId: CLIENTS.jordan, nextDueOn: on(2), overdueDays: 0 });
    expect(await jordan(1)).toMatchObject({ clientId: CLIENTS.jordan, nextDueOn: on(2), overdueDays: 1 });
  });

  it('counts a draft from 24 hours after the end of its session', async () => {
    expect((await past(2, 'ana')).totals.notesUnsigned).toBe(3);
    expect((await past(1, 'ana')).totals.notesUnsigned).toBe(4);
  });

  it('has at the end of a day neither what ended in its last millisecond nor a draft that was younger than 24 hours', async () => {
    const lastInstant = (ago: number) => `${on(ago)}T23:59:59.999Z`;
    const casey = { id: UNKNOWN, client_id: CLIENTS.casey, peer_specialist_id: CAST.olive.specialistId, role: 'primary', reason: 'edge' };
    const draft = { id: UNKNOWN, client_id: CLIENTS.riley, author_id: CAST.olive.specialistId, program_code: 'supportive-living', status: 'draft' };
    const session = { started_at: `${on(13)}T23:40:00Z`, ended_at: lastInstant(13), service_on: on(13), outcome: 'no-show', modality: 'phone' };
    const made = { created_at: `${on(80)}T00:00:00Z`, version: 1 };
    await peerwork.rows('set session_replication_role = replica');
    await insert(peerwork, 'assignments', {
      ...casey,
      starts_at: `${on(80)}T00:00:00Z`,
      ends_at: lastInstant(70),
      end_reason: 'edge',
      ended_by: CAST.max.id,
      assigned_by: CAST.max.id,
      ...made,
    });
    await insert(peerwork, 'session_notes', { ...draft, ...session, place: 'office', purposes: '{support}', ...made });
    await peerwork.rows('set session_replication_role = origin');
    const olive = async (ago: number) => of(await past(ago, 'max'), CAST.olive.specialistId);
    expect([(await olive(71))?.caseload, (await olive(70))?.caseload]).toEqual([2, 1]);
    expect([(await olive(13))?.notesUnsigned, (await olive(12))?.notesUnsigned]).toEqual([0, 1]);
  });

  it('counts goals that were open then', async () => {
    expect((await past(6, 'ana')).totals).toMatchObject({ openGoals: 7, goalsWithoutCheckIn: 4 });
    expect((await past(5, 'ana')).totals).toMatchObject({ openGoals: 6 });
    expect((await past(1, 'ana')).totals).toMatchObject({ openGoals: 6 });
    expect((await past(0, 'ana')).totals).toMatchObject({ openGoals: 5 });
  });
});
