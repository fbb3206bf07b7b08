import { expect, it } from '@jest/globals';
import { CAST, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { invite } from '../support/invite.ts';
import { hired, TERMS } from './hired.ts';

const peerwork = launch();
const profiles = () => peerwork.rows('select id, version from app.peer_specialists order by id');
const pointers = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer).sort();

it('hires, lists, reads and changes a specialist', async () => {
  const { id: accountId } = await invite(peerwork, 'peer-specialist');
  const answer = await peerwork.as('max').post('/v1/peer-specialists', { accountId, ...TERMS });
  expect(answer).toMatchObject({ status: 201, etag: '"1"' });
  const { id } = answer.body;
  expect(answer.body).toEqual({ id, accountId, name: 'Newcomer', ...TERMS, disabled: false, version: 1 });
  expect((await peerwork.as('max').get('/v1/peer-specialists')).body.items[0]).toEqual(answer.body);
  expect((await peerwork.as('ada').get(`/v1/peer-specialists/${id}`)).body).toEqual(answer.body);
  const changed = await peerwork.as('ada').patch(`/v1/peer-specialists/${id}`, { fte: 0.8, pathways: [] }, { version: 1 });
  expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { ...answer.body, fte: 0.8, pathways: [], version: 2 } });
  expect(await peerwork.trail(id)).toEqual([
    { action: 'peer-specialist.hired', account_id: CAST.max.id, client_ids: [], facts: { accountId } },
    { action: 'peer-specialist.changed', account_id: CAST.ada.id, client_ids: [], facts: { fields: ['fte', 'pathways'] } },
  ]);
});

it('shows a specialist himself, a supervisor his team and the others everybody', async () => {
  const { ana, ben, olive } = CAST;
  const all = [ana.specialistId, ben.specialistId, olive.specialistId];
  const seen = { ana: [all[0]], ben: [all[1]], olive: [all[2]], sue: [all[0], all[1]], otto: [all[2]], nadia: all, priya: all, max: all, ada: all };
  for (const who of Object.keys(seen) as (keyof typeof seen)[]) {
    const { body } = await peerwork.as(who).get('/v1/peer-specialists?limit=100');
    const ids: string[] = body.items.map(({ id }: { id: string }) => id);
    expect({ who, ids: ids.filter((id) => all.includes(id)).sort() }).toEqual({ who, ids: seen[who] });
    if (seen[who].length < 3) expect(ids).toHaveLength(seen[who].length);
    for (const id of all)
      expect({ who, id, status: (await peerwork.as(who).get(`/v1/peer-specialists/${id}`)).status }).toEqual({
        who,
        id,
        status: seen[who].includes(id) ? 200 : 404,
      });
  }
});

it.each(['', '/credentials', '/supervision'])('answers a hidden, an unknown and an impossible id alike at %p', async (part) => {
  const [hidden, unknown, nonsense] = await Promise.all(
    [CAST.olive.specialistId, UNKNOWN, 'nonsense'].map((id) => peerwork.as('sue').get(`/v1/peer-specialists/${id}${part}`)),
  );
  expect(hidden).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  expect(unknown!.text).toBe(hidden!.text);
  expect(nonsense!.text).toBe(hidden!.text);
});

it.each(['ana', 'sue', 'nadia', 'priya'] as const)('refuses %s to hire and to change', async (who) => {
  const before = await profiles();
  const { id: accountId } = await invite(peerwork, 'peer-specialist');
  const hire = await peerwork.as(who).post('/v1/peer-specialists', { accountId, ...TERMS });
  const change = await peerwork.as(who).patch(`/v1/peer-specialists/${CAST.ana.specialistId}`, { maxCaseload: 100 }, { version: 1 });
  for (const answer of [hire, change]) expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await profiles()).toEqual(before);
  expect(await peerwork.looks(change)).toMatchObject([{ kind: 'refusal', account_id: CAST[who].id, status: 403 }]);
});

it('refuses a second profile for an account', async () => {
  const before = await profiles();
  const answer = await peerwork.as('max').post('/v1/peer-specialists', { accountId: CAST.ana.id, ...TERMS });
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/specialist-exists' } });
  expect(await profiles()).toEqual(before);
});

it('hires once, of ten at once', async () => {
  const { id: accountId } = await invite(peerwork, 'peer-specialist');
  const answers = await Promise.all(Array.from({ length: 10 }, () => peerwork.as('max').post('/v1/peer-specialists', { accountId, ...TERMS })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
});

it('hires once however often the request is repeated', async () => {
  const { id: accountId } = await invite(peerwork, 'peer-specialist');
  const hire = () => peerwork.as('max').post('/v1/peer-specialists', { accountId, ...TERMS }, { key: `hire-once-${accountId}` });
  const [first, again] = [await hire(), await hire()];
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

it('refuses a profile for an account of another role or a disabled one', async () => {
  const { id } = await invite(peerwork, 'peer-specialist');
  await peerwork.as('ada').patch(`/v1/accounts/${id}`, { disabled: true }, { version: 2 });
  const before = await profiles();
  for (const accountId of [CAST.sue.id, id])
    expect(await peerwork.as('max').post('/v1/peer-specialists', { accountId, ...TERMS })).toMatchObject({
      status: 409,
      body: { type: '/problems/account-is-no-specialist' },
    });
  expect((await peerwork.as('max').post('/v1/peer-specialists', { accountId: UNKNOWN, ...TERMS })).status).toBe(404);
  expect(await profiles()).toEqual(before);
});

it('names every fault of a profile at once', async () => {
  const faulty = { accountId: 'x', hiredOn: '2026-02-30', fte: 0, maxCaseload: 201, languages: ['en', 'en'], pathways: ['', 'SMART'], version: 3 };
  const answer = await peerwork.as('max').post('/v1/peer-specialists', faulty);
  expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
  expect(pointers(answer.body)).toEqual(['#/accountId', '#/fte', '#/hiredOn', '#/languages/1', '#/maxCaseload', '#/pathways/0', '#/version']);
});

it.each([
  [{ accountId: CAST.ben.id }, '#/accountId'],
  [{ fte: null }, '#/fte'],
  [{ fte: 0.333 }, '#/fte'],
  [{ fte: 1.01 }, '#/fte'],
  [{ maxCaseload: 0 }, '#/maxCaseload'],
  [{ maxCaseload: 2.5 }, '#/maxCaseload'],
  [{ languages: ['klingon!'] }, '#/languages/0'],
  [{ name: 'Renamed' }, '#/name'],
])('refuses the change %j', async (body, pointer) => {
  const path = `/v1/peer-specialists/${CAST.ben.specialistId}`;
  const before = await peerwork.as('max').get(path);
  const answer = await peerwork.as('max').patch(path, body, { version: 1 });
  expect(answer.status).toBe(422);
  expect(pointers(answer.body)).toEqual([pointer]);
  expect((await peerwork.as('max').get(path)).body).toEqual(before.body);
});

it('demands the version that was read', async () => {
  const { id } = await hired(peerwork);
  const path = `/v1/peer-specialists/${id}`;
  expect((await peerwork.as('max').patch(path, { fte: 1 })).status).toBe(428);
  expect(await peerwork.as('max').patch(path, { fte: 1 }, { version: 2 })).toMatchObject({
    status: 412,
    body: { type: '/problems/stale-version', version: 1 },
  });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => peerwork.as('max').patch(path, { maxCaseload: n + 20 }, { version: 1 })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  const winner = answers.find(({ status }) => status === 200)!.body.maxCaseload;
  expect(await peerwork.rows('select max_caseload, version from app.peer_specialists where id = $1', [id])).toEqual([{ max_caseload: winner, version: 2 }]);
});

it('says when the account behind a profile is disabled', async () => {
  const { id, accountId } = await hired(peerwork);
  await peerwork.as('ada').patch(`/v1/accounts/${accountId}`, { disabled: true }, { version: 2 });
  expect((await peerwork.as('max').get(`/v1/peer-specialists/${id}`)).body.disabled).toBe(true);
});

it('pages without skipping or repeating while others are hired', async () => {
  for (let i = 0; i < 3; i++) await hired(peerwork);
  const before = (await profiles()).map(({ id }) => id).reverse();
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { body }: { body: { items: { id: string }[]; next: string | null } } = await peerwork
      .as('max')
      .get(`/v1/peer-specialists?limit=2${next && `&after=${next}`}`);
    seen.push(...body.items.map(({ id }) => id));
    next = body.next;
    await hired(peerwork);
  }
  expect(seen).toEqual(before);
});
