import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readIn } from '../disclosure/held.ts';
import { launch } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';
import { addRecipient, FarEhr, SETTINGS } from './far-ehr.ts';
import { withReadings } from './readings.ts';

const peerwork = launch(SETTINGS);
let served: Awaited<ReturnType<typeof withReadings>>;
let ehr: FarEhr;
beforeAll(async () => {
  served = await withReadings(peerwork);
  ehr = await FarEhr.register(peerwork, { recipient: await addRecipient(peerwork, { name: 'Harbor Family Clinic' }) });
  for (let at = 0; at < 2; at++) await ehr.get('/fhir/R4/Basic', {}, served.url);
}, 60_000);
afterAll(async () => void (await served?.app.close()));

const WHO = 'the system EHR of the clinic of Harbor Family Clinic';

it('tells the client in plain words which system looked, on whose behalf, and how often', async () => {
  const path = `/v1/clients/${CLIENTS.jordan}/access-log`;
  const { body } = await peerwork.as('priya').get(path);
  expect(body.items).toEqual([
    expect.objectContaining({
      who: WHO,
      capacity: 'a system outside of the center',
      what: ['what another system reads of the record'],
      looks: 2,
      kind: 'look',
    }),
  ]);
  expect(await readIn(peerwork, path, 'priya')).toContain('the system EHR of the clinic');
});

it('tells the privacy officer who looked at a client, as a list and as a file', async () => {
  const path = `/v1/clients/${CLIENTS.jordan}/looks`;
  const { body } = await peerwork.as('priya').get(path);
  expect(body.items.filter(({ role }: { role: string }) => role === 'machine')).toMatchObject(
    [1, 2].map(() => ({ accountId: ehr.id, accountName: WHO, action: 'GET /fhir/R4/Basic' })),
  );
  expect((await peerwork.as('priya').get(path, { headers: { accept: 'text/csv' } })).text).toContain(WHO);
});

it('is found on the trail by the machine', async () => {
  const { body } = await peerwork.as('priya').get(`/v1/audit-events?accountId=${ehr.id}`);
  expect(body.items.map(({ kind, role, action }: Record<string, string>) => `${kind} ${role} ${action}`)).toEqual([
    'access machine GET /fhir/R4/Basic',
    'access machine GET /fhir/R4/Basic',
    'change machine machine-token.given-out',
  ]);
});

it('is no finding about people: a system works at night, and reads many records', async () => {
  const { status, body } = await peerwork.as('priya').get('/v1/activity-findings');
  expect(status).toBe(200);
  expect(body.items.filter(({ accountId }: { accountId: string }) => accountId === ehr.id)).toEqual([]);
});
