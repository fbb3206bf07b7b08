import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { type Answer, launch } from '../support/app.ts';
import { signed } from '../session-note/session.ts';

const peerwork = launch();
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const holidays = { supervisorId: CAST.sue.id, coveredBy: CAST.otto.id, to: hours(24), reason: 'Holidays' };
const grants = async () => (await peerwork.rows<{ count: number }>('select count(*)::integer as count from app.cover_grants'))[0]!.count;
const end = ({ body: { id, version } }: Answer, who: 'sue' | 'otto' | 'max') => peerwork.as(who).put(`/v1/cover-grants/${id}/ending`, {}, { version });

it('lets another supervisor see the team, co-sign and return while it lasts, and not a request longer', async () => {
  const [first, second, third] = [await signed(peerwork, 'ana', 'jordan'), await signed(peerwork, 'ana', 'jordan'), await signed(peerwork, 'ana', 'jordan')];
  const otto = peerwork.as('otto');
  expect((await otto.get(`/v1/clients/${CLIENTS.jordan}`)).status).toBe(404);

  const grant = await peerwork.as('sue').post('/v1/cover-grants', holidays);
  expect(grant).toMatchObject({ status: 201, body: { supervisorName: 'Sue', coverName: 'Otto', reason: 'Holidays', grantedBy: CAST.sue.id, version: 1 } });
  expect(await peerwork.trail(grant.body.id)).toMatchObject([
    { action: 'cover.granted', account_id: CAST.sue.id, facts: { supervisorId: CAST.sue.id, coveredBy: CAST.otto.id } },
  ]);
  expect((await otto.get(`/v1/clients/${CLIENTS.jordan}`)).status).toBe(200);
  expect((await otto.get('/v1/cosignature-queue')).body.items.map(({ id }: { id: string }) => id)).toEqual([first.id, second.id, third.id]);
  expect((await otto.put(`/v1/session-notes/${first.id}/cosignature`, {}, { version: 2 })).body).toMatchObject({ status: 'cosigned' });
  expect((await otto.put(`/v1/session-notes/${second.id}/return`, { reason: 'Say what comes next' }, { version: 2 })).body).toMatchObject({ status: 'draft' });
  // Whoever stands in supervises nobody for the one who is away.
  expect((await peerwork.as('sue').get(`/v1/clients/${CLIENTS.riley}`)).status).toBe(404);

  expect(await end(grant, 'otto')).toMatchObject({ status: 404 });
  const ended = await end(grant, 'sue');
  expect(ended).toMatchObject({ status: 200, body: { version: 2 } });
  expect(new Date(ended.body.endsAt).getTime()).toBeLessThanOrEqual(Date.now());
  expect((await otto.get(`/v1/clients/${CLIENTS.jordan}`)).status).toBe(404);
  expect((await otto.put(`/v1/session-notes/${third.id}/cosignature`, {}, { version: 2 })).status).toBe(404);
  expect((await otto.get('/v1/cosignature-queue')).body.items).toEqual([]);
  expect(await end({ ...ended, body: { ...ended.body } } as Answer, 'sue')).toMatchObject({ status: 409, body: { type: '/problems/cover-ended' } });
});

it('opens nothing before it begins, and may be called off until then', async () => {
  const grant = await peerwork.as('max').post('/v1/cover-grants', { ...holidays, from: hours(2) });
  expect(grant.status).toBe(201);
  expect((await peerwork.as('otto').get(`/v1/clients/${CLIENTS.jordan}`)).status).toBe(404);
  expect((await end(grant, 'max')).status).toBe(200);
});

it('is listed for those whom it concerns, the program manager and the privacy officer', async () => {
  const { id } = (await peerwork.as('sue').post('/v1/cover-grants', { ...holidays, from: hours(3) })).body;
  for (const who of ['sue', 'otto', 'max', 'priya'] as const)
    expect((await peerwork.as(who).get('/v1/cover-grants')).body.items[0]).toMatchObject({ id, reason: 'Holidays' });
  for (const who of ['ana', 'nadia', 'ada'] as const) expect((await peerwork.as(who).get('/v1/cover-grants')).status).toBe(403);
  await peerwork.rows(`set session_replication_role = replica; delete from app.cover_grants where id = '${id}'; set session_replication_role = origin`);
});

it.each([
  ["another supervisor's absence", { supervisorId: CAST.otto.id, coveredBy: CAST.sue.id }, 422, 'invalid-request'],
  ['cover by oneself', { coveredBy: CAST.sue.id }, 409, 'own-cover'],
  ['cover by a peer specialist', { coveredBy: CAST.ana.id }, 409, 'account-is-no-supervisor'],
  ['cover by nobody', { coveredBy: UNKNOWN }, 404, 'not-found'],
  ['an end before the beginning', { from: hours(5), to: hours(4) }, 422, 'invalid-request'],
  ['a quarter of a year and a day', { to: hours(93 * 24) }, 422, 'invalid-request'],
  ['no end', { to: undefined }, 422, 'invalid-request'],
  ['no reason', { reason: '' }, 422, 'invalid-request'],
])('refuses %s', async (_, wrong, status, slug) => {
  const before = await grants();
  expect(await peerwork.as('sue').post('/v1/cover-grants', { ...holidays, from: hours(1), ...wrong })).toMatchObject({
    status,
    body: { type: `/problems/${slug}` },
  });
  expect(await grants()).toBe(before);
});

it('refuses every other role, and the same cover twice', async () => {
  for (const who of ['ana', 'nadia', 'priya', 'ada'] as const) expect((await peerwork.as(who).post('/v1/cover-grants', holidays)).status).toBe(403);
  const wanted = { ...holidays, from: hours(400), to: hours(500) };
  expect((await peerwork.as('max').post('/v1/cover-grants', wanted)).status).toBe(201);
  expect(await peerwork.as('max').post('/v1/cover-grants', wanted)).toMatchObject({ status: 409, body: { type: '/problems/cover-exists' } });
});

it('needs the version that was read', async () => {
  const grant = await peerwork.as('max').post('/v1/cover-grants', { ...holidays, from: hours(600), to: hours(700) });
  expect((await peerwork.as('max').put(`/v1/cover-grants/${grant.body.id}/ending`, {})).status).toBe(428);
  expect((await peerwork.as('max').put(`/v1/cover-grants/${grant.body.id}/ending`, {}, { version: 7 })).status).toBe(412);
});
