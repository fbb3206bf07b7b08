import { expect, it } from '@jest/globals';
import { CAST, CLIENTS, EPISODES, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { register } from './person.ts';

const peerwork = launch();
const { jordan, sam, riley, casey } = CLIENTS;
const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);
const list = async (who: keyof typeof CAST, query = '') => idsOf(await peerwork.as(who).get(`/v1/clients?limit=100${query}`));
const search = async (who: keyof typeof CAST, wish: object) => idsOf(await peerwork.as(who).post('/v1/clients/search', wish));

it.each([
  ['ana', [jordan]],
  ['ben', [sam]],
  ['olive', [riley]],
  ['sue', [casey, sam, jordan]],
  ['otto', [riley]],
  ['nadia', [jordan]],
  ['max', [casey, riley, sam, jordan]],
  ['priya', [casey, riley, sam, jordan]],
] as const)('shows %s whom she or he may see, in lists, searches and by id alike', async (who, expected) => {
  expect(await list(who)).toEqual(expected);
  expect(await search(who, { birthDate: '1990-01-01' })).toEqual(expected);
  for (const id of Object.values(CLIENTS)) {
    const answer = await peerwork.as(who).get(`/v1/clients/${id}`);
    expect({ id, status: answer.status }).toEqual({ id, status: (expected as readonly string[]).includes(id) ? 200 : 404 });
    if (answer.status === 404) expect(answer.text).toBe((await peerwork.as(who).get(`/v1/clients/${UNKNOWN}`)).text);
  }
});

it('refuses the administrator', async () => {
  for (const answer of [
    await peerwork.as('ada').get('/v1/clients'),
    await peerwork.as('ada').get(`/v1/clients/${jordan}`),
    await peerwork.as('ada').post('/v1/clients/search', { name: 'Jordan' }),
  ])
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
});

it('lists no contact points, identifiers or pronouns', async () => {
  const { body } = await peerwork.as('ana').get('/v1/clients');
  expect(body.items).toEqual([
    {
      id: jordan,
      code: 'PW-TEST-JORDAN',
      legalName: { given: 'Jordan', family: 'Testperson' },
      preferredName: null,
      birthDate: '1990-01-01',
      status: 'enrolled',
      program: 'therapy',
      primary: { peerSpecialistId: CAST.ana.specialistId, name: 'Ana' },
      version: 1,
    },
  ]);
});

it('writes down whom a list and a search showed', async () => {
  const searched = await peerwork.as('sue').post('/v1/clients/search', { name: 'casey' });
  expect(await peerwork.looks(searched)).toMatchObject([{ kind: 'access', action: 'POST /v1/clients/search', client_ids: [casey] }]);
  const listed = await peerwork.as('otto').get('/v1/clients');
  expect(await peerwork.looks(listed)).toMatchObject([{ kind: 'access', action: 'GET /v1/clients', client_ids: [riley] }]);
});

it('filters by program, status and whether anybody is primary', async () => {
  const prospect = await register(peerwork);
  expect(await list('max', '&program=therapy')).toEqual([sam, jordan]);
  expect(await list('sue', '&program=detox')).toEqual([casey]);
  expect(await list('max', '&program=no-such')).toEqual([]);
  expect(await list('max', '&status=prospect')).toEqual([prospect]);
  expect(await list('max', '&status=enrolled')).toEqual([casey, riley, sam, jordan]);
  expect(await list('max', '&unassigned=true')).toEqual([prospect, casey]);
  expect(await list('max', '&unassigned=false')).toHaveLength(5);
  expect(await list('max', '&unassigned=true&status=enrolled&program=detox')).toEqual([casey]);
  expect(await list('otto', '&unassigned=true')).toEqual([]);
});

it.each([
  ['status=happy', '#/status'],
  ['unassigned=1', '#/unassigned'],
  ['program=Therapy', '#/program'],
  ['name=Jordan', '#/name'],
  ['limit=101', '#/limit'],
])('refuses the filter %s', async (query, pointer) => {
  expect(await peerwork.as('max').get(`/v1/clients?${query}`)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});

it('pages without skipping or repeating while clients arrive', async () => {
  for (let i = 0; i < 4; i++) await register(peerwork);
  const before = await list('max');
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { body }: { body: { items: { id: string }[]; next: string | null } } = await peerwork.as('max').get(`/v1/clients?limit=2${next && `&after=${next}`}`);
    seen.push(...body.items.map(({ id }) => id));
    next = body.next;
    await register(peerwork);
  }
  expect(seen).toEqual(before);
});

it('pages within a filter', async () => {
  const first = (await peerwork.as('max').get('/v1/clients?status=enrolled&limit=2')).body;
  const second = (await peerwork.as('max').get(`/v1/clients?status=enrolled&limit=2&after=${first.next}`)).body;
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([casey, riley, sam, jordan]);
  expect(second.next).toBeNull();
});

it('refuses a page marker that is not ours', async () => {
  for (const after of ['rubbish', EPISODES.jordan])
    expect(await peerwork.as('max').get(`/v1/clients?after=${after}`)).toMatchObject({ status: 422, body: { type: '/problems/bad-cursor' } });
});

it('searches by the beginning of any part of the name, preferred names included', async () => {
  const plain = await register(peerwork, { legalName: { given: 'Mary Ann', family: 'O Neil-Smith' }, preferredName: 'Zuzu', birthDate: '1971-07-07' });
  for (const name of ['mary', 'ANN', 'neil', 'Zuz', 'Mary Ann', ' zuzu '])
    expect({ name, found: await search('max', { name }) }).toEqual({ name, found: [plain] });
  for (const name of ['ary', 'smith', 'uzu']) expect({ name, found: await search('max', { name }) }).toEqual({ name, found: [] });
});

it('takes wildcards for the characters that they are', async () => {
  const odd = await register(peerwork, { legalName: { given: '100%', family: '_under\\score' }, birthDate: '1972-07-07' });
  for (const name of ['100%', '_u', '_under\\s']) expect({ name, found: await search('max', { name }) }).toEqual({ name, found: [odd] });
  for (const name of ['%%', '__', '1%', '%a', '\\\\', "' or true --"]) expect({ name, found: await search('max', { name }) }).toEqual({ name, found: [] });
});

it('searches by identifier, and demands that everything given agrees', async () => {
  const identifier = { system: 'medicaid', value: 'S-1' };
  const id = await register(peerwork, { identifiers: [identifier], birthDate: '1973-07-07' });
  expect(await search('max', { identifier })).toEqual([id]);
  expect(await search('max', { identifier: { ...identifier, system: 'other' } })).toEqual([]);
  expect(await search('max', { identifier, birthDate: '1973-07-07', name: 'Robin' })).toEqual([id]);
  expect(await search('max', { identifier, birthDate: '1973-07-08' })).toEqual([]);
  expect(await search('otto', { identifier })).toEqual([]);
});

it('finds nobody outside of sight, however well he is described', async () => {
  expect(await search('otto', { name: 'Jordan', birthDate: '1990-01-01' })).toEqual([]);
  expect(await search('ana', { name: 'Riley' })).toEqual([]);
});

it.each([
  [{}, '#'],
  [{ name: 'J' }, '#/name'],
  [{ name: null }, '#/name'],
  [{ birthDate: '1990' }, '#/birthDate'],
  [{ identifier: { system: 'medicaid' } }, '#/identifier/value'],
  [{ phone: '555' }, '#/phone'],
])('refuses to search for %j', async (wish, pointer) => {
  expect(await peerwork.as('max').post('/v1/clients/search', wish)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
});

it('finds fifty at the most', async () => {
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(
    `insert into app.clients (id, code, given_name, family_name, birth_date, languages, registered_by, created_at, version)
     select gen_random_uuid(), 'PW-MANY-' || n, 'Many', 'People', '1960-06-06', '{}', $1, now(), 1 from generate_series(1, 51) n`,
    [CAST.max.id],
  );
  await peerwork.rows(`set session_replication_role = origin`);
  expect(await search('max', { name: 'many' })).toHaveLength(50);
});
