import { expect, it } from '@jest/globals';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { invite } from '../support/invite.ts';
import { daysAgo, daysAhead } from '../client/days.ts';
import { overlapping } from '../client/overlap.ts';
import { admitted } from './admitted.ts';

const peerwork = launch();
const name = (body: object = {}, program = 'therapy', by: Who = 'max') =>
  peerwork.as(by).post(`/v1/programs/${program}/leads`, { supervisorId: CAST.otto.id, ...body });
const end = (id: string, body: object = {}, options: object = { version: 1 }, by: Who = 'max') =>
  peerwork.as(by).put(`/v1/program-leads/${id}/ending`, body, options);
const sees = async (who: Who, clientId: string) => (await peerwork.as(who).get(`/v1/clients/${clientId}`)).status === 200;
const stored = () => peerwork.rows('select id, program_code, supervisor_id, starts_at, ends_at, version from app.program_leads order by id');

it('shows whoever leads a program its unassigned clients, from naming to ending', async () => {
  const { clientId } = await admitted(peerwork);
  expect(await sees('otto', clientId)).toBe(false);
  const named = await name();
  expect(named).toMatchObject({ status: 201, etag: '"1"' });
  const { id, startsAt } = named.body;
  const view = { id, programCode: 'therapy', supervisorId: CAST.otto.id, supervisorName: 'Otto', startsAt, endsAt: null, version: 1 };
  expect(named.body).toEqual(view);
  expect([await sees('otto', clientId), await sees('otto', CLIENTS.jordan)]).toEqual([true, false]);
  expect((await peerwork.as('ana').get('/v1/programs/therapy/leads')).body).toEqual({ items: [view], next: null });

  await peerwork.as('max').post(`/v1/clients/${clientId}/assignments`, { peerSpecialistId: CAST.ana.specialistId, role: 'primary', reason: 'intake' });
  expect([await sees('otto', clientId), await sees('sue', clientId)]).toEqual([false, true]);

  const { clientId: next } = await admitted(peerwork);
  expect(await sees('otto', next)).toBe(true);
  const ended = await end(id);
  expect(ended).toMatchObject({ status: 200, etag: '"2"', body: { ...view, endsAt: expect.any(String), version: 2 } });
  expect(await sees('otto', next)).toBe(false);
  expect(await peerwork.trail(id)).toEqual([
    { action: 'program-lead.named', account_id: CAST.max.id, client_ids: [], facts: { program: 'therapy', supervisorId: CAST.otto.id } },
    { action: 'program-lead.ended', account_id: CAST.max.id, client_ids: [], facts: { program: 'therapy', supervisorId: CAST.otto.id } },
  ]);
});

it('lets a lead see nobody before it begins, and still until it ends', async () => {
  const { clientId } = await admitted(peerwork);
  const later = (await name({ from: daysAhead(2) })).body;
  expect(await sees('otto', clientId)).toBe(false);
  await end(later.id, { at: daysAhead(3) });
  const { id } = (await name({ from: daysAgo(2), supervisorId: CAST.sue.id })).body;
  await end(id, { at: daysAhead(1) });
  expect(await sees('sue', clientId)).toBe(true);
});

it('lets two lead the same program', async () => {
  expect((await name({}, 'detox')).status).toBe(201);
  expect([await sees('otto', CLIENTS.casey), await sees('sue', CLIENTS.casey)]).toEqual([true, true]);
});

it('refuses a supervisor who leads the program at that time already, also of two at once', async () => {
  const lead = await invite(peerwork, 'supervisor');
  const wish = { supervisorId: lead.id };
  const answers = await overlapping(peerwork, 'lock table app.program_leads in exclusive mode', [() => name(wish), () => name(wish)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)!.body.type).toBe('/problems/program-lead-exists');
  expect((await stored()).filter(({ supervisor_id }) => supervisor_id === lead.id)).toHaveLength(1);
});

it('refuses a lead who is no enabled supervisor', async () => {
  const gone = await invite(peerwork, 'supervisor');
  await peerwork.as('ada').patch(`/v1/accounts/${gone.id}`, { disabled: true }, { version: 2 });
  const before = await stored();
  for (const supervisorId of [CAST.ana.id, CAST.max.id, gone.id])
    expect(await name({ supervisorId })).toMatchObject({ status: 409, body: { type: '/problems/account-is-no-supervisor' } });
  expect((await name({ supervisorId: UNKNOWN })).status).toBe(404);
  expect(await stored()).toEqual(before);
});

it.each(['ana', 'otto', 'nadia', 'priya', 'ada'] as const)('refuses %s to name and to end', async (who) => {
  const before = await stored();
  for (const answer of [await name({}, 'supportive-living', who), await end(before[0]!.id, {}, { version: 1 }, who)])
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await stored()).toEqual(before);
});

it('ends once, after it began, for whoever read it last', async () => {
  const from = daysAgo(3);
  const lead = await invite(peerwork, 'supervisor');
  const { id } = (await name({ supervisorId: lead.id, from })).body;
  expect(await end(id, { at: from })).toMatchObject({ status: 409, body: { type: '/problems/program-lead-starts-later', startsAt: from } });
  expect(await end(id, { at: 'now' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/at' }] } });
  expect((await end(id, {}, {})).status).toBe(428);
  expect((await end(id, {}, { version: 2 })).status).toBe(412);
  expect((await end(UNKNOWN)).status).toBe(404);
  const at = daysAgo(1);
  expect(await end(id, { at })).toMatchObject({ status: 200, body: { endsAt: at } });
  expect(await end(id, {}, { version: 2 })).toMatchObject({ status: 409, body: { type: '/problems/program-lead-ended', endsAt: at } });
  expect((await stored()).find((row) => row.id === id)).toMatchObject({ ends_at: new Date(at), version: 2 });
  expect((await name({ supervisorId: lead.id })).status).toBe(201);
});

it.each([
  [{ supervisorId: 'otto' }, '#/supervisorId'],
  [{ from: '2026-01-01T00:00:00' }, '#/from'],
  [{ program: 'detox' }, '#/program'],
])('refuses to name with %j', async (body, pointer) => {
  expect(await name(body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});
