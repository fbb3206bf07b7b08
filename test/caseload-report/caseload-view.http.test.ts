import { beforeAll, expect, it } from '@jest/globals';
import type { CaseloadClient } from '../../src/modules/caseload-report/caseload-report.dto.ts';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { at, FORMULA, KNOWN, KNOWN_ASSIGNMENTS, knowCenter, on, PAT } from './known-center.ts';

const peerwork = launch();
beforeAll(() => knowCenter(peerwork));

const pathOf = (specialistId: string) => `/v1/peer-specialists/${specialistId}/caseload`;
const caseload = (who: Who, specialistId: string) => peerwork.as(who).get(pathOf(specialistId));
const clients = (body: { items: CaseloadClient[] }) => body.items.map(({ clientId }) => clientId);

it('lists whoever is hers now, newest assignment first', async () => {
  const answer = await caseload('ana', CAST.ana.specialistId);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    items: [
      {
        id: KNOWN_ASSIGNMENTS.skye,
        clientId: KNOWN.skye,
        code: 'PW-TEST-SKYE',
        preferredName: '@SUM(1+1)',
        role: 'primary',
        assignedSince: at(60),
        program: 'therapy',
        lastContactOn: on(3),
        nextDueOn: on(-4),
        overdueDays: 0,
        dueReason: 'interval',
        onHold: null,
        openGoals: 0,
      },
      {
        id: KNOWN_ASSIGNMENTS.quinn,
        clientId: KNOWN.quinn,
        code: 'PW-TEST-QUINN',
        preferredName: FORMULA,
        role: 'primary',
        assignedSince: at(10),
        program: 'therapy',
        lastContactOn: on(12),
        nextDueOn: on(5),
        overdueDays: 5,
        dueReason: 'interval',
        onHold: null,
        openGoals: 1,
      },
      {
        id: KNOWN_ASSIGNMENTS.jordan,
        clientId: KNOWN.jordan,
        code: 'PW-TEST-JORDAN',
        preferredName: null,
        role: 'primary',
        assignedSince: at(100),
        program: 'therapy',
        lastContactOn: on(9),
        nextDueOn: on(2),
        overdueDays: 2,
        dueReason: 'interval',
        onHold: null,
        openGoals: 4,
      },
    ],
    next: null,
  });
  const [look] = await peerwork.looks(answer);
  expect(look).toMatchObject({ kind: 'access', action: 'GET /v1/peer-specialists/:id/caseload', account_id: CAST.ana.id, status: 200 });
  expect([...look!.client_ids].sort()).toEqual(clients(answer.body).sort());
});

it('has those whom she covers, too, and none who is another’s by now', async () => {
  const { body } = await caseload('ben', CAST.ben.specialistId);
  expect(body.items).toMatchObject([
    { id: KNOWN_ASSIGNMENTS.benCovers, clientId: KNOWN.jordan, role: 'covering', lastContactOn: on(9), overdueDays: 2, openGoals: 4 },
    { id: KNOWN_ASSIGNMENTS.sam, clientId: KNOWN.sam, role: 'primary', lastContactOn: on(2), overdueDays: 0 },
  ]);
  expect(body.items).toHaveLength(2);
});

it('is due soon after the admission when there never was a contact', async () => {
  const { body } = await caseload('otto', CAST.olive.specialistId);
  expect(body.items.at(-1)).toMatchObject({ clientId: KNOWN.riley, lastContactOn: null, nextDueOn: on(97), overdueDays: 97, dueReason: 'first-contact' });
});

it.each([
  ['sue', [KNOWN.skye, KNOWN.quinn, KNOWN.jordan]],
  ['max', [KNOWN.skye, KNOWN.quinn, KNOWN.jordan]],
  ['priya', [KNOWN.skye, KNOWN.quinn, KNOWN.jordan]],
  ['nadia', [KNOWN.jordan]],
] as const)('shows %s those of her clients that %s sees', async (who, expected) => {
  expect(clients((await caseload(who, CAST.ana.specialistId)).body)).toEqual(expected);
});

it('is empty for whoever has nobody', async () => {
  expect((await caseload('otto', PAT.specialistId)).body).toEqual({ items: [], next: null });
});

it('pages without skipping or repeating', async () => {
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const answer = await peerwork.as('sue').get(`${pathOf(CAST.ana.specialistId)}?limit=1${next && `&after=${next}`}`);
    expect(answer.body.items).toHaveLength(1);
    expect((await peerwork.looks(answer))[0]!.client_ids).toEqual(clients(answer.body));
    seen.push(...clients(answer.body));
    next = answer.body.next;
  }
  expect(seen).toEqual([KNOWN.skye, KNOWN.quinn, KNOWN.jordan]);
});

it('refuses an administrator', async () => {
  const answer = await caseload('ada', CAST.ana.specialistId);
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', account_id: CAST.ada.id, status: 403, client_ids: [] }]);
});

it('refuses whoever has not signed in', async () => {
  expect((await peerwork.as(null).get(pathOf(CAST.ana.specialistId))).status).toBe(401);
});

it.each([
  ['ana', CAST.ben.specialistId],
  ['sue', CAST.olive.specialistId],
  ['sue', PAT.specialistId],
  ['otto', CAST.ana.specialistId],
] as const)('answers %s about a hidden specialist like about an unknown one', async (who, hidden) => {
  const [answer, unknown, nonsense] = await Promise.all([hidden, UNKNOWN, 'nonsense'].map((id) => caseload(who, id)));
  expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found', instance: '/v1/peer-specialists/:id/caseload' } });
  expect(answer!.text).toBe(unknown!.text);
  expect(answer!.text).toBe(nonsense!.text);
});

it.each([
  ['limit=0', '#/limit'],
  ['limit=101', '#/limit'],
  ['windowDays=7', '#/windowDays'],
])('refuses %s', async (query, pointer) => {
  const answer = await peerwork.as('ana').get(`${pathOf(CAST.ana.specialistId)}?${query}`);
  expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer }] } });
});

it('tells whose clients they were at the end of a day, and refuses a day to come', async () => {
  const asOf = (day: string) => peerwork.as('ana').get(`${pathOf(CAST.ana.specialistId)}?asOf=${day}`);
  const then = await asOf(on(30));
  expect(then.status).toBe(200);
  expect(clients(then.body)).toContain(KNOWN.skye);
  expect(clients(then.body)).not.toContain(KNOWN.quinn);
  expect((await asOf(on(0))).body).toEqual((await caseload('ana', CAST.ana.specialistId)).body);
  expect(await asOf(on(-2))).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/asOf' }] } });
});
