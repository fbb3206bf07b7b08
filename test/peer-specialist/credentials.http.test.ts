import { expect, it } from '@jest/globals';
import { CAST, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { PASSWORD } from '../support/invite.ts';
import { overlapping } from '../client/overlap.ts';
import { hired } from './hired.ts';

const peerwork = launch();
let count = 0;
const evidence = (more: object = {}) => ({
  kind: 'CPRS',
  issuer: 'State Board',
  number: `N-${++count}`,
  issuedOn: '2026-01-01',
  expiresOn: '2028-01-01',
  ...more,
});
const of = (who: 'ana' | 'ben' | 'olive') => `/v1/peer-specialists/${CAST[who].specialistId}/credentials`;
const stored = (id: string) => peerwork.rows('select verified_by, version from app.credentials where id = $1', [id]);
const numbers = () => peerwork.rows('select number from app.credentials order by id');

it('lets a specialist add his credential and his supervisor verify it', async () => {
  const wish = evidence();
  const added = await peerwork.as('ana').post(of('ana'), wish);
  expect(added).toMatchObject({ status: 201, etag: '"1"' });
  const { id } = added.body;
  expect(added.body).toEqual({
    id,
    peerSpecialistId: CAST.ana.specialistId,
    ...wish,
    continuingEducationHours: null,
    verifiedAt: null,
    verifiedBy: null,
    version: 1,
  });
  const listed = await peerwork.as('sue').get(of('ana'));
  expect(listed.body.items.map((credential: { id: string }) => credential.id)).toEqual([id, CAST.ana.specialistId]);
  const verified = await peerwork.as('sue').put(`/v1/credentials/${id}/verification`, undefined, { version: 1 });
  expect(verified).toMatchObject({ status: 200, etag: '"2"', body: { verifiedBy: CAST.sue.id, verifiedAt: expect.any(String), version: 2 } });
  expect(Math.abs(Date.parse(verified.body.verifiedAt) - Date.now())).toBeLessThan(60_000);
  expect(await peerwork.trail(id)).toEqual([
    { action: 'credential.added', account_id: CAST.ana.id, client_ids: [], facts: { peerSpecialistId: CAST.ana.specialistId } },
    { action: 'credential.verified', account_id: CAST.sue.id, client_ids: [], facts: { peerSpecialistId: CAST.ana.specialistId } },
  ]);
});

it('takes a credential that never expires', async () => {
  const added = await peerwork.as('ana').post(of('ana'), evidence({ expiresOn: undefined }));
  expect(added).toMatchObject({ status: 201, body: { expiresOn: null } });
});

it('lets the program manager add and verify for anybody', async () => {
  const { body } = await peerwork.as('max').post(of('olive'), evidence());
  const verified = await peerwork.as('max').put(`/v1/credentials/${body.id}/verification`, undefined, { version: 1 });
  expect(verified).toMatchObject({ status: 200, body: { verifiedBy: CAST.max.id } });
});

it('refuses a specialist to add to a colleague, as if there were none', async () => {
  const before = await numbers();
  const answer = await peerwork.as('ana').post(of('ben'), evidence());
  expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  expect((await peerwork.as('ana').post(`/v1/peer-specialists/${UNKNOWN}/credentials`, evidence())).text).toBe(answer.text);
  expect(await numbers()).toEqual(before);
});

it.each(['sue', 'nadia', 'priya', 'ada'] as const)('refuses %s to add', async (who) => {
  const before = await numbers();
  expect(await peerwork.as(who).post(of('ana'), evidence())).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await numbers()).toEqual(before);
});

it.each(['ana', 'nadia', 'priya', 'ada'] as const)('refuses %s to verify', async (who) => {
  const { id } = (await peerwork.as('ana').post(of('ana'), evidence())).body;
  const answer = await peerwork.as(who).put(`/v1/credentials/${id}/verification`, undefined, { version: 1 });
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await stored(id)).toEqual([{ verified_by: null, version: 1 }]);
  expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'refusal', account_id: CAST[who].id, status: 403 }]);
});

it('hides the credentials of another team from a supervisor', async () => {
  const { id } = (await peerwork.as('ana').post(of('ana'), evidence())).body;
  const hidden = await peerwork.as('otto').put(`/v1/credentials/${id}/verification`, undefined, { version: 1 });
  expect(hidden).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  expect((await peerwork.as('otto').put(`/v1/credentials/${UNKNOWN}/verification`, undefined, { version: 1 })).text).toBe(hidden.text);
  expect(await stored(id)).toEqual([{ verified_by: null, version: 1 }]);
  expect((await peerwork.as('otto').get(of('ana'))).status).toBe(404);
});

it('lets nobody verify his own credential, whatever his role has become', async () => {
  const { id: specialistId, accountId, email } = await hired(peerwork);
  const { id } = (await peerwork.as('max').post(`/v1/peer-specialists/${specialistId}/credentials`, evidence())).body;
  await peerwork.as('ada').patch(`/v1/accounts/${accountId}`, { role: 'program-manager' }, { version: 2 });
  const { token } = (await peerwork.as(null).post('/v1/session', { email, password: PASSWORD })).body;
  const answer = await peerwork.bearing(token).put(`/v1/credentials/${id}/verification`, undefined, { version: 1 });
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/own-credential' } });
  expect(await stored(id)).toEqual([{ verified_by: null, version: 1 }]);
});

it('verifies once, and demands the version that was read', async () => {
  const { id } = (await peerwork.as('ana').post(of('ana'), evidence())).body;
  const verify = (who: 'sue' | 'max', version?: number) => peerwork.as(who).put(`/v1/credentials/${id}/verification`, undefined, version ? { version } : {});
  expect((await verify('sue')).status).toBe(428);
  expect((await verify('sue', 7)).status).toBe(412);
  const lock = `select from app.credentials where id = '${id}' for update`;
  const answers = await overlapping(peerwork, lock, [() => verify('sue', 1), () => verify('max', 1)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  const [first] = await stored(id);
  expect(await verify('max', 2)).toMatchObject({ status: 409, body: { type: '/problems/credential-verified-already' } });
  expect(await stored(id)).toEqual([first]);
  expect((await peerwork.trail(id)).map(({ action }) => action)).toEqual(['credential.added', 'credential.verified']);
});

it('refuses a credential that is known, and takes the same number of another issuer', async () => {
  const wish = evidence();
  expect((await peerwork.as('ana').post(of('ana'), wish)).status).toBe(201);
  const before = await numbers();
  expect(await peerwork.as('ana').post(of('ana'), wish)).toMatchObject({ status: 409, body: { type: '/problems/credential-exists' } });
  expect(await numbers()).toEqual(before);
  expect((await peerwork.as('ana').post(of('ana'), { ...wish, issuer: 'Other Board' })).status).toBe(201);
});

it.each([
  [{ expiresOn: '2026-01-01' }, '#/expiresOn'],
  [{ expiresOn: null }, '#/expiresOn'],
  [{ issuedOn: '2026-13-01' }, '#/issuedOn'],
  [{ kind: ' ' }, '#/kind'],
  [{ number: undefined }, '#/number'],
  [{ verifiedBy: CAST.sue.id }, '#/verifiedBy'],
])('refuses a credential with %j', async (more, pointer) => {
  const before = await numbers();
  const answer = await peerwork.as('ana').post(of('ana'), evidence(more));
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  expect(await numbers()).toEqual(before);
});

it('pages through the credentials of one specialist', async () => {
  for (let i = 0; i < 4; i++) await peerwork.as('ben').post(of('ben'), evidence());
  const first = (await peerwork.as('ben').get(`${of('ben')}?limit=3`)).body;
  const second = (await peerwork.as('ben').get(`${of('ben')}?limit=3&after=${first.next}`)).body;
  expect(second.next).toBeNull();
  const all = await peerwork.rows('select id from app.credentials where peer_specialist_id = $1 order by id desc', [CAST.ben.specialistId]);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
});
