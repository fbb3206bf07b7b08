import { expect, it } from '@jest/globals';
import { CAST, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { daysAgo, daysAhead } from './days.ts';
import { overlapping } from './overlap.ts';
import { register, registerAnas } from './person.ts';

const peerwork = launch();
const name = (clientId: string, who: 'ana' | 'ben' | 'olive', more: object = {}, by: Who = 'max') =>
  peerwork.as(by).post(`/v1/clients/${clientId}/assignments`, { peerSpecialistId: CAST[who].specialistId, role: 'primary', reason: 'hand-over', ...more });
const sees = async (who: Who, clientId: string) => (await peerwork.as(who).get(`/v1/clients/${clientId}`)).status === 200;
const primaries = (clientId: string) =>
  peerwork.rows<{ peer_specialist_id: string; starts_at: Date; ends_at: Date | null }>(
    `select peer_specialist_id, starts_at, ends_at from app.assignments where client_id = $1 and role = 'primary' order by starts_at`,
    [clientId],
  );

/** The invariant of every history: one after the other, none at the same time, the last one open. */
async function expectOneAfterTheOther(clientId: string): Promise<void> {
  const history = await primaries(clientId);
  history.slice(1).forEach(({ starts_at }, before) => expect(history[before]!.ends_at).toEqual(starts_at));
  expect(history.filter(({ ends_at }) => ends_at === null)).toHaveLength(1);
}

it('ends the previous primary where the new one begins, and swaps access on the next request', async () => {
  const { id: clientId, assignmentId } = await registerAnas(peerwork);
  expect([await sees('ana', clientId), await sees('ben', clientId)]).toEqual([true, false]);
  const { status, body } = await name(clientId, 'ben', {}, 'sue');
  expect(status).toBe(201);
  expect([await sees('ana', clientId), await sees('ben', clientId)]).toEqual([false, true]);
  const [before, after] = await primaries(clientId);
  expect(before!.ends_at).toEqual(after!.starts_at);
  expect(after).toMatchObject({ peer_specialist_id: CAST.ben.specialistId, starts_at: new Date(body.startsAt), ends_at: null });
  expect(await peerwork.rows('select end_reason, ended_by from app.assignments where id = $1', [assignmentId])).toEqual([
    { end_reason: 'succeeded by another', ended_by: CAST.sue.id },
  ]);
  expect((await peerwork.trail(assignmentId)).at(-1)).toMatchObject({ action: 'assignment.ended', account_id: CAST.sue.id, client_ids: [clientId] });
});

it('leaves secondary and covering ones alone', async () => {
  const { id: clientId } = await registerAnas(peerwork);
  await name(clientId, 'ben', { role: 'secondary' });
  await name(clientId, 'olive');
  expect([await sees('ana', clientId), await sees('ben', clientId), await sees('olive', clientId)]).toEqual([false, true, true]);
});

it('hands over at an instant to come, and nobody loses sight before', async () => {
  const { id: clientId } = await registerAnas(peerwork);
  const from = daysAhead(1);
  expect((await name(clientId, 'ben', { from })).status).toBe(201);
  expect([await sees('ana', clientId), await sees('ben', clientId)]).toEqual([true, false]);
  expect((await peerwork.as('ana').get(`/v1/clients/${clientId}`)).body.primary.name).toBe('Ana');
  expect((await primaries(clientId))[0]!.ends_at).toEqual(new Date(from));
});

it('hands over in the past', async () => {
  const clientId = await register(peerwork);
  await name(clientId, 'ana', { from: daysAgo(10) });
  expect((await name(clientId, 'ben', { from: daysAgo(5) })).status).toBe(201);
  expect([await sees('ana', clientId), await sees('ben', clientId)]).toEqual([false, true]);
  await expectOneAfterTheOther(clientId);
});

it('lets a specialist succeed himself', async () => {
  const { id: clientId } = await registerAnas(peerwork);
  expect((await name(clientId, 'ana')).status).toBe(201);
  await expectOneAfterTheOther(clientId);
  expect(await sees('ana', clientId)).toBe(true);
});

it('refuses a primary from before the open one began', async () => {
  const clientId = await register(peerwork);
  const from = daysAgo(5);
  await name(clientId, 'ana', { from });
  const before = await primaries(clientId);
  for (const earlier of [from, daysAgo(6)])
    expect(await name(clientId, 'ben', { from: earlier })).toMatchObject({ status: 409, body: { type: '/problems/assignment-starts-later' } });
  expect(await primaries(clientId)).toEqual(before);
});

it('refuses a primary that reaches into a time that was another’s', async () => {
  const clientId = await register(peerwork);
  const { id } = (await name(clientId, 'ana', { from: daysAgo(10) })).body;
  await peerwork.as('max').put(`/v1/assignments/${id}/ending`, { at: daysAgo(5), reason: 'moved on' }, { version: 1 });
  const before = await primaries(clientId);
  expect(await name(clientId, 'ben', { from: daysAgo(7) })).toMatchObject({ status: 409, body: { type: '/problems/assignment-overlaps' } });
  expect(await primaries(clientId)).toEqual(before);
});

it('refuses the second of two who succeed the same primary from the same instant on', async () => {
  const { id: clientId, assignmentId } = await registerAnas(peerwork);
  const from = new Date().toISOString();
  const lock = `select from app.assignments where id = '${assignmentId}' for update`;
  const answers = await overlapping(peerwork, lock, [() => name(clientId, 'ben', { from }), () => name(clientId, 'olive', { from })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(await primaries(clientId)).toHaveLength(2);
  await expectOneAfterTheOther(clientId);
});

it('does not let an ending and a succession both end the same assignment', async () => {
  const { id: clientId, assignmentId } = await registerAnas(peerwork);
  const lock = `select from app.assignments where id = '${assignmentId}' for update`;
  const ending = () => peerwork.as('sue').put(`/v1/assignments/${assignmentId}/ending`, { at: new Date().toISOString(), reason: 'moved on' }, { version: 1 });
  const [ended, named] = await overlapping(peerwork, lock, [ending, () => name(clientId, 'ben')]);
  expect([200, 412]).toContain(ended!.status);
  expect([201, 409]).toContain(named!.status);
  expect((await peerwork.trail(assignmentId)).map(({ action }) => action)).toEqual(['assignment.started', 'assignment.ended']);
  expect((await primaries(clientId)).filter(({ ends_at }) => ends_at === null)).toHaveLength(named!.status === 201 ? 1 : 0);
});

it('leaves exactly one open primary when fifty are named at once', async () => {
  for (const who of ['ana', 'ben', 'olive'] as const)
    await peerwork.as('max').patch(`/v1/peer-specialists/${CAST[who].specialistId}`, { maxCaseload: 200 }, { version: 1 });
  const { id: clientId } = await registerAnas(peerwork);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => name(clientId, (['ana', 'ben', 'olive'] as const)[n % 3]!)));
  for (const { status } of answers) expect([201, 409]).toContain(status);
  const done = answers.filter(({ status }) => status === 201);
  expect(done.length).toBeGreaterThan(0);
  expect(await primaries(clientId)).toHaveLength(1 + done.length);
  await expectOneAfterTheOther(clientId);
});

it('leaves exactly one open primary when fifty name a first one', async () => {
  const clientId = await register(peerwork);
  const from = daysAgo(1);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => name(clientId, (['ana', 'ben', 'olive'] as const)[n % 3]!, { from })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(49).fill(409)]);
  expect(await primaries(clientId)).toHaveLength(1);
});
