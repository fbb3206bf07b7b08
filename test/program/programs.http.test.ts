import { expect, it } from '@jest/globals';
import { CAST } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { overlapping } from '../client/overlap.ts';

const peerwork = launch();
const stored = () => peerwork.rows('select * from app.programs order by code');
const changes = () => peerwork.rows(`select account_id, facts from app.audit_events where action = 'program.changed' order by id`);

it('lists the three programs of the center', async () => {
  const { status, body } = await peerwork.as('ana').get('/v1/programs');
  expect(status).toBe(200);
  expect(body.next).toBeNull();
  const seeded = [
    { code: 'detox', name: 'Detox', contactIntervalDays: 1, cosignatureRequired: true, version: 1 },
    { code: 'supportive-living', name: 'Supportive living', contactIntervalDays: 7, cosignatureRequired: true, version: 1 },
    { code: 'therapy', name: 'Individual and group therapy', contactIntervalDays: 3, cosignatureRequired: true, version: 1 },
  ];
  expect(body.items).toEqual(expect.arrayContaining(seeded));
  expect(body.items).toHaveLength(3);
});

it.each(['ana', 'sue', 'nadia', 'priya', 'max', 'ada'] as const)('shows %s a program', async (who) => {
  const answer = await peerwork.as(who).get('/v1/programs/detox');
  expect(answer).toMatchObject({ status: 200, etag: '"1"', body: { code: 'detox' } });
});

it('lets the program manager change the contact interval, the name and the need to co-sign', async () => {
  const answer = await peerwork.as('max').patch('/v1/programs/detox', { contactIntervalDays: 2 }, { version: 1 });
  expect(answer).toMatchObject({ status: 200, etag: '"2"' });
  expect(answer.body).toEqual({ code: 'detox', name: 'Detox', contactIntervalDays: 2, cosignatureRequired: true, version: 2 });
  const second = await peerwork.as('max').patch('/v1/programs/detox', { name: 'Withdrawal', cosignatureRequired: false }, { version: 2 });
  expect(second.body).toEqual({ code: 'detox', name: 'Withdrawal', contactIntervalDays: 2, cosignatureRequired: false, version: 3 });
  expect((await peerwork.as('ana').get('/v1/programs/detox')).body).toEqual(second.body);
  expect(await changes()).toEqual([
    { account_id: CAST.max.id, facts: { program: 'detox', fields: ['contactIntervalDays'] } },
    { account_id: CAST.max.id, facts: { program: 'detox', fields: ['name', 'cosignatureRequired'] } },
  ]);
});

it.each(['ana', 'sue', 'nadia', 'priya', 'ada'] as const)('refuses %s to change one', async (who) => {
  const before = await stored();
  const answer = await peerwork.as(who).patch('/v1/programs/therapy', { contactIntervalDays: 300 }, { version: 1 });
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await stored()).toEqual(before);
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', action: 'PATCH /v1/programs/:code', account_id: CAST[who].id, status: 403 }]);
});

it.each([
  [{ contactIntervalDays: 0 }, '#/contactIntervalDays'],
  [{ contactIntervalDays: 367 }, '#/contactIntervalDays'],
  [{ contactIntervalDays: '7' }, '#/contactIntervalDays'],
  [{ contactIntervalDays: null }, '#/contactIntervalDays'],
  [{ cosignatureRequired: 'no' }, '#/cosignatureRequired'],
  [{ name: '' }, '#/name'],
  [{ code: 'renamed' }, '#/code'],
])('refuses the change %j', async (body, pointer) => {
  const before = await stored();
  expect(await peerwork.as('max').patch('/v1/programs/therapy', body, { version: 1 })).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  expect(await stored()).toEqual(before);
});

it('demands the version that was read', async () => {
  const change = (contactIntervalDays: number, options: object = { version: 1 }) =>
    peerwork.as('max').patch('/v1/programs/therapy', { contactIntervalDays }, options);
  expect((await change(3, {})).status).toBe(428);
  expect(await change(3, { version: 9 })).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 1 } });
  const lock = `select from app.programs where code = 'therapy' for update`;
  const answers = await overlapping(peerwork, lock, [() => change(4), () => change(5)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect((await peerwork.as('max').get('/v1/programs/therapy')).body).toEqual(answers.find(({ status }) => status === 200)!.body);
});

it('knows no other programs', async () => {
  for (const path of ['/v1/programs/no-such', '/v1/programs/no-such/leads'])
    expect(await peerwork.as('max').get(path)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  expect((await peerwork.as('max').patch('/v1/programs/no-such', { name: 'X' }, { version: 1 })).status).toBe(404);
  expect((await peerwork.as('max').post('/v1/programs/no-such/leads', { supervisorId: CAST.sue.id })).status).toBe(404);
});

it('pages the programs like every list', async () => {
  const first = await peerwork.as('ana').get('/v1/programs?limit=2');
  const rest = await peerwork.as('ana').get(`/v1/programs?limit=2&after=${first.body.next}`);
  expect([...first.body.items, ...rest.body.items].map(({ code }: { code: string }) => code).sort()).toEqual(['detox', 'supportive-living', 'therapy']);
  expect([first.body.items.length, rest.body.next]).toEqual([2, null]);
});

it.each(['%00', 'Detox', 'de%20tox', 'detox-'])('knows no program %s', async (code) => {
  expect(await peerwork.as('ana').get(`/v1/programs/${code}`)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  expect((await peerwork.as('ana').get(`/v1/programs/${code}/leads`)).status).toBe(404);
});
