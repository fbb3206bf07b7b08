import { expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { day, drafted, sign } from './held.ts';

const peerwork = launch({ SITE_TIME_ZONE: 'America/New_York' });

it('goes by the days of the site', async () => {
  const night = { startedAt: `${day(10)}T03:00:00.000Z`, endedAt: `${day(10)}T03:30:00.000Z` };
  await sign(peerwork, 'ana', (await sign(peerwork, 'sue', await drafted(peerwork, night))).body);
  const ana = async (ago: number) => (await peerwork.as('ana').get(`/v1/supervision-standing?asOf=${day(ago)}`)).body.specialists[0];
  expect(await ana(5)).toMatchObject({ sessions: 1, minutes: 30, lastSupervisedOn: day(11), daysSinceLast: 6 });
  expect(await ana(11)).toMatchObject({ sessions: 1, daysSinceLast: 0 });
  expect(await ana(12)).toMatchObject({ sessions: 0, lastSupervisedOn: null });
});
