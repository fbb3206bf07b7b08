import { beforeAll, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { drafted, sign } from '../session-note/session.ts';
import { asOwner, claimOf, coveredBy, stateOf } from './payers.ts';

const peerwork = launch({ SITE_TIME_ZONE: 'America/New_York' });
const LATE = { lateReason: 'written up later' };

beforeAll(async () => {
  for (const table of ['assignments', 'stays']) await asOwner(peerwork, `update app.${table} set starts_at = '2022-01-10T17:00:00Z'`);
  await asOwner(peerwork, `update app.programs set cosignature_required = false`);
  await coveredBy(peerwork, 'jordan', { daily_cap_units: 4 });
});

async function held(startedAt: string, endedAt: string): Promise<string> {
  const note = await drafted(peerwork, 'ana', 'jordan', { startedAt, endedAt });
  await sign(peerwork, 'ana', note, LATE);
  return note.id;
}

it.each([
  ['over the hour that there is twice', '2025-11-02T01:30:00-04:00', '2025-11-02T01:30:00-05:00', 60, 4, '2025-11-02'],
  ['that ends before it began by the clock on the wall', '2024-11-03T01:50:00-04:00', '2024-11-03T01:10:00-05:00', 20, 1, '2024-11-03'],
  ['over the hour that there is not', '2025-03-09T01:45:00-05:00', '2025-03-09T03:30:00-04:00', 45, 3, '2025-03-09'],
  ['over midnight', '2025-06-01T23:30:00-04:00', '2025-06-02T00:15:00-04:00', 45, 3, '2025-06-01'],
])('counts the units of a session %s', async (_, startedAt, endedAt, minutes, units, serviceOn) => {
  expect((await claimOf(peerwork, await held(startedAt, endedAt))).body).toMatchObject({ status: 'ready', minutes, units, serviceOn });
});

it("caps a day by the calendar at the site, and not by Greenwich's", async () => {
  const ids = [await held('2025-06-10T21:00:00-04:00', '2025-06-10T22:00:00-04:00'), await held('2025-06-11T01:00:00-04:00', '2025-06-11T02:00:00-04:00')];
  const same = await held('2025-06-11T22:00:00-04:00', '2025-06-11T23:00:00-04:00');
  expect(await Promise.all([...ids, same].map((id) => stateOf(peerwork, id)))).toEqual(['ready 4', 'ready 4', 'held cap-reached:daily-cap:null']);
});

it('exports a day at the site', async () => {
  const days = (day: string) => peerwork.as('max').get(`/v1/claim-lines?from=${day}&to=${day}`);
  expect((await days('2025-06-10')).body.items).toMatchObject([{ serviceOn: '2025-06-10', startedAt: '2025-06-11T01:00:00.000Z', units: 4 }]);
  expect((await days('2025-06-02')).body.items).toEqual([]);
});
