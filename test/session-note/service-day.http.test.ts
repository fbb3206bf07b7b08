import { launch } from '../support/app.ts';
import { sessionOf } from './session.ts';

const peerwork = launch({ SITE_TIME_ZONE: 'America/New_York' });
const post = (startedAt: string, endedAt: string) => peerwork.as('ana').post('/v1/session-notes', sessionOf('jordan', { startedAt, endedAt }));

// The days on which clocks change lie further back than the cast's assignments.
beforeAll(async () => {
  await peerwork.rows(`set session_replication_role = replica; update app.assignments set starts_at = '2022-01-10T17:00:00Z'; update app.stays set starts_at = '2022-01-10T17:00:00Z';
    set session_replication_role = origin`);
});

it.each([
  ['over the hour that there is twice', '2025-11-02T01:30:00-04:00', '2025-11-02T01:30:00-05:00', 60, '2025-11-02'],
  ['that ends before it began by the clock on the wall', '2024-11-03T01:50:00-04:00', '2024-11-03T01:10:00-05:00', 20, '2024-11-03'],
  ['over the hour that there is not', '2025-03-09T01:30:00-05:00', '2025-03-09T03:30:00-04:00', 60, '2025-03-09'],
])('counts the minutes of a session %s', async (_, startedAt, endedAt, durationMinutes, serviceOn) => {
  const answer = await post(startedAt, endedAt);
  expect(answer).toMatchObject({ status: 201, body: { durationMinutes, serviceOn, startedAt: new Date(startedAt).toISOString() } });
});

it('measures the longest session in hours that passed', async () => {
  expect((await post('2023-03-11T22:00:00-05:00', '2023-03-12T11:00:00-04:00')).body).toMatchObject({ durationMinutes: 720 });
  const night = await post('2023-11-04T20:00:00-04:00', '2023-11-05T08:00:00-05:00');
  expect(night).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/endedAt' }] } });
});

it("belongs to the day at the site on which it began, not to Greenwich's", async () => {
  const answer = await post('2025-01-11T01:00:00Z', '2025-01-11T06:00:00Z');
  expect(answer).toMatchObject({ status: 201, body: { serviceOn: '2025-01-10', durationMinutes: 300, startedAt: '2025-01-11T01:00:00.000Z' } });
});

it('asks whether the author was assigned on that day at the site', async () => {
  // The assignment began at noon of the tenth in New York; in Greenwich it is still the tenth when the ninth ends there.
  expect((await post('2022-01-10T05:00:00Z', '2022-01-10T05:30:00Z')).status).toBe(201);
  expect(await post('2022-01-10T04:00:00Z', '2022-01-10T04:30:00Z')).toMatchObject({ status: 409, body: { type: '/problems/not-assigned-then' } });
});

it('drops what is left of a minute', async () => {
  expect((await post('2025-01-20T15:00:00Z', '2025-01-20T15:29:59.999Z')).body).toMatchObject({ durationMinutes: 29 });
});
