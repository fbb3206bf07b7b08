import { CAST, CLIENTS, EPISODES, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';

const peerwork = launch({ POOL_SIZE: '50' });
const { ana, sue } = CAST;
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
const words = { triggers: 'Evenings alone', whatHelps: 'A walk', safeContact: 'Text only', supportGroup: 'Tuesday circle' };
type Thing = { id: string; version: number };
const move = async (hours: number, programCode = 'supportive-living', client: keyof typeof EPISODES = 'jordan'): Promise<Thing> => {
  const { status, text } = await peerwork.as('max').post(`/v1/episodes/${EPISODES[client]}/stays`, { programCode, at: ago(hours), reason: 'Step down' });
  if (status !== 201) throw new Error(text);
  return (await handOffs('max', `clientId=${CLIENTS[client]}`)).at(-1) as Thing;
};
const handOffs = async (who: Who, query = ''): Promise<Record<string, any>[]> => {
  const { status, body, text } = await peerwork.as(who).get(`/v1/hand-offs?${query}`);
  if (status !== 200) throw new Error(text);
  return body.items;
};
const state = (who: Who, { id, version }: Thing, more: object = {}) =>
  peerwork.as(who).put(`/v1/hand-offs/${id}/statement`, { ...words, ...more }, { version });
const confirm = (who: Who, { id, version }: Thing, more: object = {}) =>
  peerwork.as(who).put(`/v1/hand-offs/${id}/confirmation`, { firstContactAt: ago(1), how: 'in-person', ...more }, { version });
const leave = (who: Who, more: object = {}) => peerwork.as(who).post(`/v1/episodes/${EPISODES.jordan}/leaves`, { kind: 'hospital', from: ago(5), ...more });
const comeBack = (who: Who, { id, version }: Thing, body: object = {}) => peerwork.as(who).put(`/v1/leaves/${id}/return`, body, { version });
const owner = (statements: string) => peerwork.rows(`set session_replication_role = replica; ${statements}; set session_replication_role = origin`);

afterEach(() =>
  owner(`delete from app.hand_off_texts; delete from app.hand_offs; delete from app.leaves; delete from app.stays where id not in (select id from app.episodes);
         delete from app.episodes where previous_episode_id is not null; update app.stays set ends_at = null, version = 1;
         update app.episodes set discharged_at = null, discharge_reason = null, discharged_by = null, version = 1; update app.assignments set ends_at = null, end_reason = null, ended_by = null, version = 1`),
);

it('opens with the move, is stated by one side and confirmed by the other within 72 hours', async () => {
  const opened = await move(10);
  expect(opened).toMatchObject({
    ...{ clientId: CLIENTS.jordan, clientCode: 'PW-TEST-JORDAN' },
    fromProgram: 'therapy',
    toProgram: 'supportive-living',
    status: 'open',
    statedAt: null,
  });
  expect(Date.parse((opened as any).dueAt) - Date.parse((opened as any).openedAt)).toBe(72 * HOUR);
  const stated = await state('ana', opened, { nextMeetingAt: ago(-24) });
  expect(stated).toMatchObject({ status: 200, body: { ...words, statedBy: ana.id, nextMeetingAt: expect.any(String), version: 2 } });
  expect((await peerwork.as('nadia').get(`/v1/hand-offs/${opened.id}`)).body).toMatchObject(words);
  const confirmed = await confirm('sue', stated.body);
  expect(confirmed).toMatchObject({ status: 200, body: { status: 'confirmed', firstContactHow: 'in-person', confirmedBy: sue.id, version: 3 } });
  expect((await peerwork.trail(opened.id)).map(({ action, account_id }) => [action, account_id])).toEqual([
    ['hand-off.opened', CAST.max.id],
    ['hand-off.stated', ana.id],
    ['hand-off.confirmed', sue.id],
  ]);
  expect(JSON.stringify(await peerwork.trail(opened.id))).not.toContain('Evenings');
  expect(await confirm('sue', confirmed.body)).toMatchObject({ status: 409, body: { type: '/problems/hand-off-confirmed' } });
});

it('is broken from hour 73, in the queue and in the report, until somebody confirms that the client was found', async () => {
  const opened = await move(72.9);
  expect(opened).toMatchObject({ status: 'broken' });
  expect(await handOffs('sue', 'status=broken')).toMatchObject([{ id: opened.id, clientId: CLIENTS.jordan }]);
  const report = async () => {
    const rows = (await peerwork.as('sue').get('/v1/reports/caseload/clients')).body.items as Record<string, unknown>[];
    const { specialists } = (await peerwork.as('sue').get('/v1/reports/caseload')).body;
    return [
      rows.find(({ clientId }) => clientId === CLIENTS.jordan)!['handOff'],
      specialists.find(({ name }: { name: string }) => name === 'Ana').handOffsBroken,
    ];
  };
  expect(await report()).toEqual(['broken', 1]);
  expect((await confirm('ana', opened, { firstContactAt: ago(0.5) })).body).toMatchObject({ status: 'confirmed-late' });
  expect(await report()).toEqual([null, 0]);
  expect(await handOffs('sue', 'status=broken')).toEqual([]);
});

it('is open at hour 72, and the report says so', async () => {
  await move(71.9);
  expect((await handOffs('sue'))[0]).toMatchObject({ status: 'open' });
  const rows = (await peerwork.as('sue').get('/v1/reports/caseload/clients')).body.items as Record<string, unknown>[];
  expect(rows.find(({ clientId }) => clientId === CLIENTS.jordan)).toMatchObject({ handOff: 'open' });
});

it('is closed by the next move and by discharge', async () => {
  const first = await move(40);
  await move(20, 'detox');
  expect((await handOffs('max', `clientId=${CLIENTS.jordan}`)).map(({ id, status }) => [id === first.id, status])).toEqual([
    [true, 'closed'],
    [false, 'open'],
  ]);
  expect(await confirm('ana', { ...first, version: 2 })).toMatchObject({ status: 409, body: { type: '/problems/hand-off-closed' } });
  const discharged = await peerwork.as('sue').put(`/v1/episodes/${EPISODES.jordan}/discharge`, { at: ago(1), reason: 'completed' }, { version: 1 });
  expect(discharged.status).toBe(200);
  expect((await handOffs('max')).map(({ status }) => status)).toEqual(['closed', 'closed']);
});

it('says its words to those who treat the client, and to nobody else that it is there', async () => {
  const { body } = await state('ana', await move(5));
  for (const who of ['max', 'priya'] as const)
    expect((await peerwork.as(who).get(`/v1/hand-offs/${body.id}`)).body).toMatchObject({
      id: body.id,
      triggers: null,
      whatHelps: null,
      safeContact: null,
      supportGroup: null,
    });
  for (const who of ['ben', 'olive', 'otto'] as const) {
    expect((await peerwork.as(who).get(`/v1/hand-offs/${body.id}`)).status).toBe(404);
    expect((await confirm(who, body)).status).toBe(404);
    expect(await handOffs(who)).toEqual([]);
  }
  for (const who of ['max', 'priya'] as const) expect((await state(who, body)).status).toBe(403);
  expect((await peerwork.as('ada').get('/v1/hand-offs')).status).toBe(403);
});

it.each([
  ['a contact from before the move', { firstContactAt: ago(6) }, 422],
  ['a contact to come', { firstContactAt: ago(-1) }, 422],
  ['no contact', { firstContactAt: undefined }, 422],
  ['a contact by letter', { how: 'letter' }, 422],
])('refuses to confirm %s', async (_, more, status) => {
  const opened = await move(5);
  expect((await confirm('ana', opened, more)).status).toBe(status);
  expect((await handOffs('max'))[0]).toMatchObject({ status: 'open', version: 1 });
});

it('needs the words, and the version that was read', async () => {
  const opened = await move(5);
  for (const field of ['triggers', 'whatHelps', 'safeContact']) expect((await state('ana', opened, { [field]: undefined })).status).toBe(422);
  expect((await state('ana', { ...opened, version: 9 })).status).toBe(412);
  expect((await peerwork.as('ana').put(`/v1/hand-offs/${opened.id}/statement`, words)).status).toBe(428);
});

it('is confirmed by one of fifty', async () => {
  const opened = await move(5);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => confirm(n % 2 ? 'ana' : 'sue', opened)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 412)).toHaveLength(49);
});

it('lets a client be on leave and come back, with the stay going on', async () => {
  const { status, body } = await leave('ana', { expectedBackAt: ago(-48), reason: 'Surgery' });
  expect({ status, body }).toMatchObject({ status: 201, body: { clientId: CLIENTS.jordan, kind: 'hospital', reason: 'Surgery', endsAt: null, version: 1 } });
  expect(await leave('sue', { from: ago(1) })).toMatchObject({ status: 409, body: { type: '/problems/leave-open' } });
  expect(await comeBack('sue', body, { at: ago(1) })).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await comeBack('sue', { ...body, version: 2 })).toMatchObject({ status: 409, body: { type: '/problems/leave-ended' } });
  expect((await peerwork.as('nadia').get(`/v1/episodes/${EPISODES.jordan}/leaves`)).body.items).toMatchObject([{ id: body.id }]);
  expect((await peerwork.as('max').get(`/v1/episodes/${EPISODES.jordan}`)).body.stays).toMatchObject([{ programCode: 'therapy', endsAt: null }]);
  expect((await peerwork.trail(body.id)).map(({ action, account_id }) => [action, account_id])).toEqual([
    ['leave.begun', ana.id],
    ['leave.ended', sue.id],
  ]);
});

it('ends a leave with the stay that it is from', async () => {
  const { body } = await leave('max');
  const again = await peerwork.as('max').post(`/v1/episodes/${EPISODES.jordan}/stays`, { programCode: 'detox', at: ago(6), reason: 'Relapse' });
  expect(again).toMatchObject({ status: 409, body: { type: '/problems/leave-starts-later' } });
  await move(2, 'detox');
  expect((await peerwork.as('max').get(`/v1/episodes/${EPISODES.jordan}/leaves`)).body.items).toMatchObject([
    { id: body.id, endsAt: expect.any(String), version: 2 },
  ]);
});

it.each([
  ['from before the stay', 'ana', { from: ago(24 * 200) }, 422],
  ['from a time to come', 'ana', { from: ago(-2) }, 422],
  ['an end before the beginning', 'ana', { expectedBackAt: ago(9) }, 422],
  ['an unknown kind', 'ana', { kind: 'holiday' }, 422],
  ['somebody else’s client', 'ben', {}, 404],
  ['as a clinician', 'nadia', {}, 403],
  ['as a privacy officer', 'priya', {}, 403],
] as const)('refuses leave %s', async (_, who, more, status) => {
  expect((await leave(who, more)).status).toBe(status);
  expect(await peerwork.rows('select from app.leaves')).toHaveLength(0);
});

it('is no leave from an episode that has ended, or that is not there', async () => {
  await peerwork.as('sue').put(`/v1/episodes/${EPISODES.jordan}/discharge`, { at: ago(1), reason: 'left' }, { version: 1 });
  expect(await leave('max')).toMatchObject({ status: 409, body: { type: '/problems/episode-closed' } });
  expect((await peerwork.as('max').post(`/v1/episodes/${UNKNOWN}/leaves`, { kind: 'pass' })).status).toBe(404);
});

it('lets one of fifty go on leave', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => leave('ana')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
});

it('links the episode of who comes back to the one before', async () => {
  await peerwork.as('sue').put(`/v1/episodes/${EPISODES.jordan}/discharge`, { at: ago(4), reason: 'left' }, { version: 1 });
  const { status, body } = await peerwork.as('max').post(`/v1/clients/${CLIENTS.jordan}/episodes`, { programCode: 'detox', admittedAt: ago(1) });
  expect({ status, body }).toMatchObject({ status: 201, body: { previousEpisodeId: EPISODES.jordan } });
  expect((await peerwork.as('max').get(`/v1/episodes/${EPISODES.jordan}`)).body).toMatchObject({ previousEpisodeId: null, dischargeReason: 'left' });
});
