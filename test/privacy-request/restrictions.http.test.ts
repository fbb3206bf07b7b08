import { beforeAll, expect, it } from '@jest/globals';
import { active, complete, recipient, tpo, typeOf } from '../consent/given.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { asked, decide, withdraw } from './asked.ts';

const peerwork = launch();
let clinic: { id: string };
let plan: { id: string };
beforeAll(async () => {
  clinic = await recipient(peerwork);
  plan = await recipient(peerwork, { name: 'Shore Health Plan', kind: 'payer' });
  await active(peerwork, { ...tpo(), recipientIds: [clinic.id, plan.id], recipientClasses: [] });
});

const ask = (recipientId: string, purpose: string) =>
  peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/disclosures`, { recipientId, purpose, categories: ['demographics'] });
const restriction = (more: object) => asked(peerwork, { kind: 'restriction', wish: 'They are not to know', ...more });

it('P2-21 is asked by the gate once it is accepted, for its recipient and its purpose, until it is withdrawn', async () => {
  const request = await restriction({ recipientId: clinic.id, purpose: 'operations' });
  const before = await ask(clinic.id, 'operations');
  expect(before.status).toBe(201);
  const accepted = await decide(peerwork, request, { words: 'Agreed' });
  expect(accepted).toMatchObject({ status: 200, body: { state: 'answered', recipientId: clinic.id, purpose: 'operations' } });
  expect(typeOf(await ask(clinic.id, 'operations'))).toBe('409 not-covered');
  // What was authorised before and has not left stays as well.
  expect(typeOf(await peerwork.as('ana').get(`/v1/disclosures/${before.body.id}/content`))).toBe('409 not-covered');
  expect((await peerwork.as('ana').get(`/v1/disclosures/${before.body.id}`)).body.status).toBe('suspended');
  expect([(await ask(clinic.id, 'treatment')).status, (await ask(plan.id, 'operations')).status]).toEqual([201, 201]);
  expect(await withdraw(peerwork, accepted.body)).toMatchObject({ status: 200, body: { state: 'withdrawn', answer: 'Agreed' } });
  expect((await ask(clinic.id, 'operations')).status).toBe(201);
});

it('P2-21 holds for everything where no purpose is named, and restricts nothing where it was denied', async () => {
  const other = await recipient(peerwork, { name: 'Another clinic' });
  await active(peerwork, complete(other.id));
  const denied = await restriction({ recipientId: other.id });
  expect((await decide(peerwork, denied, { outcome: 'denied', ground: 'not-feasible' })).status).toBe(200);
  expect((await ask(other.id, 'treatment')).status).toBe(201);
  await decide(peerwork, await restriction({ recipientId: other.id }), {});
  expect(typeOf(await ask(other.id, 'treatment'))).toBe('409 not-covered');
});

it('P2-21 is no other client’s', async () => {
  await active(peerwork, complete(clinic.id), 'ben', CLIENTS.sam);
  await decide(peerwork, await restriction({ recipientId: clinic.id, purpose: 'treatment' }), {});
  const ofSam = await peerwork
    .as('ben')
    .post(`/v1/clients/${CLIENTS.sam}/disclosures`, { recipientId: clinic.id, purpose: 'treatment', categories: ['demographics'] });
  expect([ofSam.status, typeOf(await ask(clinic.id, 'treatment'))]).toEqual([201, '409 not-covered']);
});

it.each([{ purpose: 'payment' }, { purpose: 'operations' }, {}])(
  'P2-21 must be accepted towards a health plan for what the client paid himself: %j',
  async (more) => {
    const request = await restriction({ recipientId: plan.id, paidInFull: true, ...more });
    const refused = await decide(peerwork, request, { outcome: 'denied', ground: 'not-feasible' });
    expect(typeOf(refused)).toBe('409 restriction-must-be-accepted');
    const accepted = await decide(peerwork, request, {});
    expect(accepted).toMatchObject({ status: 200, body: { paidInFull: true, answeredBy: CAST.priya.id } });
    expect(typeOf(await ask(plan.id, 'payment' in more ? 'payment' : (more.purpose ?? 'payment')))).toBe('409 not-covered');
    await withdraw(peerwork, accepted.body);
  },
);

it.each([
  { paidInFull: false, purpose: 'payment' },
  { paidInFull: true, purpose: 'treatment' },
])('P2-21 may be denied to a health plan otherwise: %j', async (more) => {
  const request = await restriction({ recipientId: plan.id, ...more });
  expect(await decide(peerwork, request, { outcome: 'denied', ground: 'not-feasible' })).toMatchObject({ status: 200, body: { state: 'denied' } });
});
