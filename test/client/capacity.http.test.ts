import { expect, it } from '@jest/globals';
import { CAST } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { hired } from '../peer-specialist/hired.ts';
import { daysAgo, daysAhead } from './days.ts';
import { overlapping } from './overlap.ts';
import { register } from './person.ts';

const peerwork = launch();
const assign = (clientId: string, peerSpecialistId: string, more: object = {}) =>
  peerwork.as('max').post(`/v1/clients/${clientId}/assignments`, { peerSpecialistId, role: 'primary', reason: 'intake', ...more });
const assignments = (peerSpecialistId: string) =>
  peerwork.rows('select client_id, role, override_reason from app.assignments where peer_specialist_id = $1 order by id', [peerSpecialistId]);

/** A specialist with room for two, who has as many. */
async function full(): Promise<{ id: string; clients: string[] }> {
  const { id } = await hired(peerwork, { maxCaseload: 2 });
  const clients = [await register(peerwork), await register(peerwork)];
  for (const client of clients) expect((await assign(client, id)).status).toBe(201);
  return { id, clients };
}

it('refuses one client too many and says how full it is', async () => {
  const { id } = await full();
  const before = await assignments(id);
  const answer = await assign(await register(peerwork), id);
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/caseload-full', caseload: 2, maxCaseload: 2 } });
  expect(await assignments(id)).toEqual(before);
});

it('takes one client too many for a stated reason, and records that it was one too many', async () => {
  const { id } = await full();
  const { status, body } = await assign(await register(peerwork), id, { overrideReason: 'only one who speaks Spanish' });
  expect(status).toBe(201);
  expect((await assignments(id)).at(-1)).toMatchObject({ override_reason: 'only one who speaks Spanish' });
  const [record] = await peerwork.trail(body.id);
  expect(record).toMatchObject({ action: 'assignment.started', facts: { overCapacity: true } });
  expect(JSON.stringify(record)).not.toContain('Spanish');
});

it('does not keep a reason that was not needed', async () => {
  const { id } = await hired(peerwork, { maxCaseload: 2 });
  const { body } = await assign(await register(peerwork), id, { overrideReason: 'just in case' });
  expect(await assignments(id)).toMatchObject([{ override_reason: null }]);
  expect(await peerwork.trail(body.id)).toMatchObject([{ facts: { overCapacity: false } }]);
});

it.each(['secondary', 'covering'])('does not count %s clients', async (role) => {
  const { id } = await full();
  expect((await assign(await register(peerwork), id, { role })).status).toBe(201);
});

it('has room again once a client has left', async () => {
  const { id, clients } = await full();
  expect((await assign(clients[0]!, CAST.ana.specialistId)).status).toBe(201);
  expect((await assign(await register(peerwork), id)).status).toBe(201);
});

it('does not count a client twice who stays with the same specialist', async () => {
  const { id, clients } = await full();
  expect((await assign(clients[0]!, id)).status).toBe(201);
});

it('follows a change of what a specialist takes on', async () => {
  const { id } = await full();
  await peerwork.as('max').patch(`/v1/peer-specialists/${id}`, { maxCaseload: 3 }, { version: 1 });
  expect((await assign(await register(peerwork), id)).status).toBe(201);
});

it('counts for the instant from which it is to be', async () => {
  const { id, clients } = await full();
  await assign(clients[0]!, CAST.ana.specialistId, { from: daysAhead(5) });
  const next = await register(peerwork);
  expect((await assign(next, id, { from: daysAhead(4) })).status).toBe(409);
  expect((await assign(next, id, { from: daysAhead(6) })).status).toBe(201);
});

it('gives the last place to one of two clients at once', async () => {
  const { id } = await hired(peerwork, { maxCaseload: 1 });
  const clients = [await register(peerwork), await register(peerwork)];
  const lock = `lock table app.assignments in exclusive mode`;
  const answers = await overlapping(
    peerwork,
    lock,
    clients.map((client) => () => assign(client, id)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ type: '/problems/caseload-full', caseload: 1, maxCaseload: 1 });
  expect(await assignments(id)).toHaveLength(1);
});

it('gives three places to three of fifty', async () => {
  const { id } = await hired(peerwork, { maxCaseload: 3 });
  const clients: string[] = [];
  for (let i = 0; i < 50; i++) clients.push(await register(peerwork));
  // Whoever waits for his turn for longer than a request may is told to ask again, and does.
  const insist = async (client: string): Promise<number> => {
    const { status } = await assign(client, id);
    return status === 503 ? insist(client) : status;
  };
  const statuses = await Promise.all(clients.map(insist));
  expect(statuses.sort()).toEqual([...Array(3).fill(201), ...Array(47).fill(409)]);
  expect(await assignments(id)).toHaveLength(3);
});

it('counts whom the specialist has now, whatever day the assignment is dated back to', async () => {
  const { id } = await full();
  expect(await assign(await register(peerwork), id, { from: daysAgo(50) })).toMatchObject({ status: 409, body: { type: '/problems/caseload-full' } });
});
