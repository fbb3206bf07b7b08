import { CAST, CLIENTS } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreed, day, paused, propose, proposed, stored, WISH } from './goal.ts';

const peerwork = launch();

it('is proposed, reworded, agreed to, paused, resumed and ended', async () => {
  const proposing = await propose(peerwork, 'ana', 'jordan');
  const open = { agreedOn: null, agreedHow: null, endedOn: null, reflection: null, pause: null, lastCheckInOn: null };
  expect(proposing).toMatchObject({ status: 201, etag: '"1"' });
  expect(proposing.body).toEqual({
    ...{ ...WISH, ...open, id: expect.any(String), clientId: CLIENTS.jordan },
    ...{ status: 'proposed', createdAt: expect.any(String), version: 1 },
  });
  const goal = proposing.body;
  const path = `/v1/goals/${goal.id}`;

  const reworded = await peerwork.as('ana').patch(path, { statement: 'Call my sister on Saturdays', measure: null }, { version: 1 });
  const words = { ...goal, statement: 'Call my sister on Saturdays', measure: null };
  expect(reworded).toMatchObject({ status: 200, etag: '"2"' });
  expect(reworded.body).toEqual({ ...words, version: 2 });

  const agreement = await peerwork.as('ana').put(`${path}/agreement`, { agreedOn: day(20), how: 'phone' }, { version: 2 });
  const inForce = { ...words, status: 'active', agreedOn: day(20), agreedHow: 'phone' };
  expect(agreement).toMatchObject({ status: 200, etag: '"3"' });
  expect(agreement.body).toEqual({ ...inForce, version: 3 });

  const pausing = await peerwork.as('sue').put(`${path}/pause`, { reason: 'Away for two weeks' }, { version: 3 });
  expect(pausing.status).toBe(200);
  expect(pausing.body).toEqual({ ...inForce, status: 'paused', pause: { reason: 'Away for two weeks', startsAt: expect.any(String) }, version: 4 });

  const resuming = await peerwork.as('ana').delete(`${path}/pause`);
  expect(resuming.status).toBe(200);
  expect(resuming.body).toEqual({ ...inForce, version: 5 });

  const ending = await peerwork.as('ana').put(`${path}/outcome`, { outcome: 'partly-met', on: day(0), reflection: 'Twice is more than never' }, { version: 5 });
  expect(ending).toMatchObject({ status: 200, etag: '"6"' });
  expect(ending.body).toEqual({ ...inForce, status: 'partly-met', endedOn: day(0), reflection: 'Twice is more than never', version: 6 });
  expect((await peerwork.as('nadia').get(path)).body).toEqual(ending.body);

  const by = (who: 'ana' | 'sue', action: string, facts: object) => ({ action, account_id: CAST[who].id, client_ids: [CLIENTS.jordan], facts });
  expect(await peerwork.trail(goal.id)).toEqual([
    by('ana', 'goal.proposed', {}),
    by('ana', 'goal.changed', { fields: ['statement', 'measure'] }),
    by('ana', 'goal.agreed', { how: 'phone' }),
    by('sue', 'goal.paused', {}),
    by('ana', 'goal.resumed', {}),
    by('ana', 'goal.ended', { outcome: 'partly-met' }),
  ]);
  expect(await peerwork.looks(ending)).toEqual([
    { kind: 'access', action: 'PUT /v1/goals/:id/outcome', account_id: CAST.ana.id, status: 200, client_ids: [CLIENTS.jordan] },
  ]);
});

it('needs nothing but a statement and a domain', async () => {
  const { status, body } = await peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/goals`, { statement: 'Eat', domain: 'health' });
  expect(status).toBe(201);
  expect(body).toMatchObject({ why: null, measure: null, targetOn: null, confidence: null, status: 'proposed' });
});

it('may be paused again, and each pause ends', async () => {
  const { id, version } = await paused(peerwork, 'ana', 'jordan');
  const resumed = await peerwork.as('ana').delete(`/v1/goals/${id}/pause`);
  expect(resumed.body.version).toBe(version + 1);
  const again = await peerwork.as('ana').put(`/v1/goals/${id}/pause`, { reason: 'Away once more' }, { version: resumed.body.version });
  expect(again.body).toMatchObject({ status: 'paused', pause: { reason: 'Away once more' } });
  const ending = await peerwork.as('ana').put(`/v1/goals/${id}/outcome`, { outcome: 'not-met', on: day(0) }, { version: again.body.version });
  expect(ending.body).toMatchObject({ status: 'not-met', pause: null });
  const pauses = await peerwork.rows('select reason, ends_at is null as open from app.goal_pauses where goal_id = $1 order by starts_at', [id]);
  expect(pauses).toEqual([
    { reason: 'Away for two weeks', open: false },
    { reason: 'Away once more', open: false },
  ]);
});

it('is proposed once per Idempotency-Key, however many at once', async () => {
  const key = 'one-goal-and-no-more';
  const post = () => peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/goals`, { ...WISH, statement: 'Only once' }, { key });
  const answers = await Promise.all(Array.from({ length: 50 }, post));
  for (const { status, body } of answers) expect([status, body.type]).toEqual(status === 201 ? [201, undefined] : [409, '/problems/request-in-flight']);
  const again = await post();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await peerwork.rows(`select id from app.goals where statement = 'Only once'`)).toEqual([{ id: again.body.id }]);
});

describe('the list', () => {
  const list = async (query = '') => (await peerwork.as('olive').get(`/v1/clients/${CLIENTS.riley}/goals${query}`)).body;

  it("has a client's goals, newest first, without their words, and filters by status", async () => {
    const first = await proposed(peerwork, 'olive', 'riley');
    const second = await agreed(peerwork, 'olive', 'riley');
    await peerwork.as('olive').post(`/v1/goals/${second.id}/check-ins`, { on: day(2), kept: 'kept' });
    await peerwork.as('olive').post(`/v1/goals/${second.id}/check-ins`, { on: day(5), kept: 'not' });
    await proposed(peerwork, 'ana', 'jordan');
    const { items, next } = await list();
    expect(next).toBeNull();
    const common = { clientId: CLIENTS.riley, domain: WISH.domain, targetOn: WISH.targetOn, confidence: WISH.confidence, endedOn: null };
    expect(items).toEqual([
      { ...common, id: second.id, status: 'active', agreedOn: day(30), lastCheckInOn: day(2), version: 2 },
      { ...common, id: first.id, status: 'proposed', agreedOn: null, lastCheckInOn: null, version: 1 },
    ]);
    expect((await list('?status=active')).items).toEqual([items[0]]);
    expect((await list('?status=met')).items).toEqual([]);
  });

  it('pages without skipping or repeating', async () => {
    for (let i = 0; i < 4; i++) await proposed(peerwork, 'olive', 'riley');
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const body: { items: { id: string }[]; next: string | null } = await list(`?limit=2${next && `&after=${next}`}`);
      seen.push(...body.items.map(({ id }) => id));
      next = body.next;
    }
    const all = await peerwork.rows('select id from app.goals where client_id = $1 order by id desc', [CLIENTS.riley]);
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it.each(['status=open', 'domain=health', 'limit=0'])('refuses %s', async (query) => {
    const answer = await peerwork.as('olive').get(`/v1/clients/${CLIENTS.riley}/goals?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: `#/${query.split('=')[0]}` }] } });
  });
});

it('follows the client to the next specialist, with the words agreed to', async () => {
  const goal = await agreed(peerwork, 'ana', 'jordan');
  const wish = { peerSpecialistId: CAST.ben.specialistId, role: 'primary', reason: 'moves house' };
  expect((await peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/assignments`, wish)).status).toBe(201);
  expect((await peerwork.as('ben').get(`/v1/goals/${goal.id}`)).body).toEqual(goal);
  expect((await peerwork.as('ana').get(`/v1/goals/${goal.id}`)).status).toBe(404);
  expect((await peerwork.as('ana').put(`/v1/goals/${goal.id}/pause`, { reason: 'Away' }, { version: 2 })).status).toBe(404);
  expect((await stored(peerwork, goal.id))['status']).toBe('active');
});
