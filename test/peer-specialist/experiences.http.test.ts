import { describe, expect, it } from '@jest/globals';
import { EXPERIENCES } from '../../src/modules/peer-specialist/shared-experience.entity.ts';
import { overlapping } from '../client/overlap.ts';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';

const peerwork = launch({ POOL_SIZE: '50' });
const { ana, ben, sue, max } = CAST;
type Specialist = 'ana' | 'ben' | 'olive';
const experiencesOf = (of: Specialist) => `/v1/peer-specialists/${CAST[of].specialistId}/experiences`;
const hoursOf = (of: Specialist) => `/v1/peer-specialists/${CAST[of].specialistId}/work-hours`;
const share = (who: Who, experience: unknown, of: Specialist = 'ana') => peerwork.as(who).post(experiencesOf(of), { experience });
const withdraw = (who: Who, { id, version }: { id: string; version: number }) => peerwork.as(who).put(`/v1/experiences/${id}/withdrawal`, {}, { version });
const listed = async (who: Who, of: Specialist = 'ana') => (await peerwork.as(who).get(experiencesOf(of))).body.items.map((one: any) => one.experience);
const owner = async (statements: string) => {
  await peerwork.rows(`set session_replication_role = replica; ${statements}; set session_replication_role = origin`);
};
const kept = () =>
  peerwork.rows(
    `select (select jsonb_agg(e order by id) from app.shared_experiences e) as experiences, (select jsonb_agg(h order by id) from app.work_hours h) as hours`,
  );
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const week = { from: day(0), hours: [{ weekday: 1, startsAt: '09:00', endsAt: '17:30' }] };

afterEach(() => owner('delete from app.shared_experiences; delete from app.work_hours'));

describe('what a specialist shares', () => {
  it('is read by his supervisor and the program manager until he takes it back', async () => {
    const { status, body } = await share('ana', 'grief');
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), peerSpecialistId: ana.specialistId, experience: 'grief', sharedAt: expect.any(String), withdrawnAt: null, version: 1 },
    ]);
    for (const who of ['ana', 'sue', 'max'] as const) expect(await listed(who)).toEqual(['grief']);

    const taken = await withdraw('ana', body);
    expect(taken).toMatchObject({ status: 200, body: { withdrawnAt: expect.any(String), version: 2 } });
    for (const who of ['sue', 'max'] as const) expect(await listed(who)).toEqual([]);
    expect(await listed('ana')).toEqual(['grief']);

    const anew = await share('ana', 'grief');
    expect(anew.status).toBe(201);
    expect(await listed('sue')).toEqual(['grief']);
    // The trail does not keep what he took back.
    expect(await peerwork.trail(body.id)).toEqual([
      { action: 'experience.shared', account_id: ana.id, client_ids: [], facts: { peerSpecialistId: ana.specialistId } },
      { action: 'experience.withdrawn', account_id: ana.id, client_ids: [], facts: { peerSpecialistId: ana.specialistId } },
    ]);
  });

  it('may be anything that the contract knows', async () => {
    for (const experience of EXPERIENCES) expect((await share('ana', experience)).status).toBe(201);
    expect((await listed('ana')).sort()).toEqual([...EXPERIENCES].sort());
  });

  it('is his alone to say and to take back', async () => {
    const { body } = await share('ana', 'grief');
    const before = await kept();
    for (const who of ['sue', 'max', 'nadia', 'priya', 'ada'] as const) {
      expect((await share(who, 'parenting')).status).toBe(403);
      expect((await withdraw(who, body)).status).toBe(403);
    }
    for (const who of ['nadia', 'priya', 'ada'] as const) expect((await peerwork.as(who).get(experiencesOf('ana'))).status).toBe(403);
    const unknown = await peerwork.as('ben').put(`/v1/experiences/${UNKNOWN}/withdrawal`, {}, { version: 1 });
    const hidden = await withdraw('ben', body);
    expect([hidden.status, hidden.text.replaceAll(body.id, UNKNOWN)]).toEqual([404, unknown.text]);
    expect((await share('ben', 'parenting')).status).toBe(404);
    for (const who of ['ben', 'otto'] as const) expect((await peerwork.as(who).get(experiencesOf('ana'))).status).toBe(404);
    expect(await kept()).toEqual(before);
  });

  it('is shared once at a time, whoever is quicker', async () => {
    const answers = await overlapping(
      peerwork,
      'lock table app.shared_experiences in share row exclusive mode',
      Array.from({ length: 5 }, () => () => share('ana', 'grief')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.type).toBe('/problems/experience-shared-already');
    expect(await listed('ana')).toEqual(['grief']);
  });

  it('is taken back once, and only as it was read', async () => {
    const { body } = await share('ana', 'grief');
    expect((await withdraw('ana', { ...body, version: 2 })).body.type).toBe('/problems/stale-version');
    expect((await peerwork.as('ana').put(`/v1/experiences/${body.id}/withdrawal`, {})).status).toBe(428);
    await withdraw('ana', body);
    const before = await kept();
    expect(await withdraw('ana', { ...body, version: 2 })).toMatchObject({
      status: 409,
      body: { type: '/problems/experience-withdrawn', withdrawnAt: expect.any(String) },
    });
    expect(await kept()).toEqual(before);
  });

  it.each([['piloting'], [null], [undefined], [['grief']], ['Grief']])('is not taken as %j', async (experience) => {
    expect(await share('ana', experience)).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/experience' }] } });
    expect((await kept())[0]!['experiences']).toBe(null);
  });
});

describe('when a specialist works', () => {
  it('is set by himself, his supervisor or the program manager, from a day on', async () => {
    const first = await peerwork.as('ana').post(hoursOf('ana'), week);
    expect([first.status, first.body]).toEqual([
      201,
      { id: expect.any(String), peerSpecialistId: ana.specialistId, ...week, setBy: ana.id, createdAt: expect.any(String) },
    ]);
    const free = await peerwork.as('sue').post(hoursOf('ana'), { from: day(30), hours: [] });
    const later = await peerwork.as('max').post(hoursOf('ana'), { from: day(60), hours: [...week.hours, { weekday: 7, startsAt: '10:00', endsAt: '12:00' }] });
    const { items, next } = (await peerwork.as('sue').get(hoursOf('ana'))).body;
    expect(items.map(({ from, setBy }: any) => [from, setBy])).toEqual([
      [day(60), max.id],
      [day(30), sue.id],
      [day(0), ana.id],
    ]);
    expect([items[0], next]).toEqual([later.body, null]);
    expect(await peerwork.trail(free.body.id)).toEqual([
      { action: 'work-hours.set', account_id: sue.id, client_ids: [], facts: { peerSpecialistId: ana.specialistId, from: day(30) } },
    ]);
    await expect(peerwork.rows(`update app.work_hours set starts_on = current_date`)).rejects.toThrow();
  });

  it('is not others’ to set or to read', async () => {
    for (const who of ['nadia', 'priya', 'ada'] as const) {
      expect((await peerwork.as(who).post(hoursOf('ana'), week)).status).toBe(403);
      expect((await peerwork.as(who).get(hoursOf('ana'))).status).toBe(403);
    }
    for (const who of ['ben', 'otto'] as const) {
      expect((await peerwork.as(who).post(hoursOf('ana'), week)).status).toBe(404);
      expect((await peerwork.as(who).get(hoursOf('ana'))).status).toBe(404);
    }
    expect((await kept())[0]!['hours']).toBe(null);
  });

  it.each([
    [{ ...week, from: day(-2) }, '#/from'],
    [{ hours: week.hours }, '#/from'],
    [{ from: week.from }, '#/hours'],
    [{ ...week, hours: [{ weekday: 0, startsAt: '09:00', endsAt: '12:00' }] }, '#/hours/0/weekday'],
    [{ ...week, hours: [{ weekday: 8, startsAt: '09:00', endsAt: '12:00' }] }, '#/hours/0/weekday'],
    [{ ...week, hours: [{ weekday: 1, startsAt: '9:00', endsAt: '12:00' }] }, '#/hours/0/startsAt'],
    [{ ...week, hours: [{ weekday: 1, startsAt: '09:00', endsAt: '24:00' }] }, '#/hours/0/endsAt'],
    [{ ...week, hours: [{ weekday: 1, startsAt: '12:00', endsAt: '09:00' }] }, '#/hours/0/endsAt'],
    [{ ...week, hours: [week.hours[0], { weekday: 1, startsAt: '17:00', endsAt: '18:00' }] }, '#/hours/1'],
  ])('is not taken as %j', async (body, pointer) => {
    expect(await peerwork.as('sue').post(hoursOf('ana'), body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect((await kept())[0]!['hours']).toBe(null);
  });

  it('happens once under one key', async () => {
    const send = () => peerwork.as('ben').post(hoursOf('ben'), week, { key: 'the-week-of-ben-once-more' });
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status, again.body, first.body.setBy]).toEqual([201, 201, first.body, ben.id]);
    expect(await peerwork.rows('select from app.work_hours')).toHaveLength(1);
  });
});
