import { ASSIGNMENTS, CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { cosigned, signed } from '../session-note/session.ts';

const peerwork = launch({ POOL_SIZE: '50' });
const { ana, ben, olive, sue } = CAST;
const wish = { toPeerSpecialistId: ben.specialistId, reason: 'Moves to the other side of town', handOff: 'Call before you come' };
const ask = (who: Who, more: object = {}, client: keyof typeof CLIENTS = 'jordan') =>
  peerwork.as(who).post(`/v1/clients/${CLIENTS[client]}/transfers`, { ...wish, ...more });
const asked = async (who: Who, more: object = {}) => {
  const { status, body, text } = await ask(who, more);
  if (status !== 201) throw new Error(text);
  return body as { id: string; version: number };
};
const accept = (who: Who, { id, version }: { id: string; version: number }, body: object = {}) =>
  peerwork.as(who).put(`/v1/transfers/${id}/acceptance`, body, { version });
const close = (who: Who, how: 'decline' | 'withdrawal', { id, version }: { id: string; version: number }) =>
  peerwork.as(who).put(`/v1/transfers/${id}/${how}`, { reason: 'Not now' }, { version });
const owner = async (statements: string) => {
  await peerwork.rows(`set session_replication_role = replica; ${statements}; set session_replication_role = origin`);
};
const primaries = () =>
  peerwork.rows<Record<string, unknown>>(
    `select id, peer_specialist_id, starts_at, ends_at, earlier_notes_shown, override_reason from app.assignments where client_id = $1 and role = 'primary' order by starts_at`,
    [CLIENTS.jordan],
  );

afterEach(() =>
  owner(`delete from app.transfer_texts; delete from app.transfers; delete from app.conflicts_of_interest; update app.peer_specialists set max_caseload = 12;
         delete from app.assignments where client_id = '${CLIENTS.jordan}' and id <> '${ASSIGNMENTS.jordan}';
         update app.assignments set ends_at = null, end_reason = null, ended_by = null, version = 1 where id = '${ASSIGNMENTS.jordan}'`),
);

it('hands a client over at one instant when the specialist who is asked accepts', async () => {
  const transfer = await asked('ana');
  expect(transfer).toMatchObject({
    clientId: CLIENTS.jordan,
    clientCode: 'PW-TEST-JORDAN',
    fromName: 'Ana',
    toName: 'Ben',
    status: 'requested',
    ...{ reason: wish.reason, handOff: wish.handOff },
    earlierNotesShown: true,
  });
  // He reads what must not be lost, and not yet the client.
  expect((await peerwork.as('ben').get(`/v1/transfers/${transfer.id}`)).body).toMatchObject({ handOff: wish.handOff });
  expect((await peerwork.as('ben').get(`/v1/clients/${CLIENTS.jordan}`)).status).toBe(404);

  const accepted = await accept('ben', transfer);
  expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted', closedBy: ben.id, version: 2 } });
  const [before, after] = await primaries();
  expect(after).toMatchObject({ id: accepted.body.assignmentId, peer_specialist_id: ben.specialistId, starts_at: before!['ends_at'], ends_at: null });
  expect((await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`)).status).toBe(404);
  expect((await peerwork.as('ben').get(`/v1/clients/${CLIENTS.jordan}`)).body.primary).toMatchObject({ name: 'Ben' });
  expect((await peerwork.trail(transfer.id)).map(({ action, account_id }) => [action, account_id])).toEqual([
    ['transfer.requested', ana.id],
    ['transfer.accepted', ben.id],
  ]);
  expect((await peerwork.trail(ASSIGNMENTS.jordan)).at(-1)).toMatchObject({ action: 'assignment.ended', account_id: ben.id });
  expect((await peerwork.trail(accepted.body.assignmentId))[0]).toMatchObject({ action: 'assignment.started', facts: { peerSpecialistId: ben.specialistId } });
});

it('credits sessions to who held them and what is due to who has the client now', async () => {
  const note = await cosigned(peerwork, 'ana', 'jordan');
  await accept('ben', await asked('ana'));
  const { specialists } = (await peerwork.as('sue').get('/v1/reports/caseload')).body;
  const of = (name: string) => specialists.find((one: { name: string }) => one.name === name);
  expect(of('Ana')).toMatchObject({ caseload: 0, contacts: 1 });
  expect(of('Ben')).toMatchObject({ caseload: 2, contacts: 0 });
  expect((await peerwork.as('ben').get(`/v1/session-notes/${note.id}`)).body).toMatchObject({
    peerSpecialistId: ana.specialistId,
    intervention: expect.any(String),
  });
  // Nothing of it is hers any more.
  expect((await peerwork.as('ana').get(`/v1/session-notes/${note.id}`)).status).toBe(404);
});

it('keeps the words of earlier notes among those to whom they were said, where the hand-over decides so', async () => {
  const before = await cosigned(peerwork, 'ana', 'jordan');
  await peerwork.as('ana').post(`/v1/session-notes/${before.id}/addenda`, { text: 'More of it', reason: 'Forgot' });
  await accept('ben', await asked('ana', { earlierNotesShown: false }));
  expect((await primaries())[1]).toMatchObject({ earlier_notes_shown: false });
  const seen = (await peerwork.as('ben').get(`/v1/session-notes/${before.id}`)).body;
  expect(seen).toMatchObject({ intervention: null, response: null, plan: null, status: 'cosigned', startedAt: before.startedAt, addenda: [] });
  // That there was a contact is no secret: when the next one is due rests on it.
  expect(
    (await peerwork.as('ben').get(`/v1/peer-specialists/${ben.specialistId}/caseload`)).body.items.find(
      (one: { clientId: string }) => one.clientId === CLIENTS.jordan,
    ),
  ).toMatchObject({
    lastContactOn: before.startedAt.slice(0, 10),
  });
  const now = Date.now();
  const since = await signed(peerwork, 'ben', 'jordan', { startedAt: new Date(now + 1_000).toISOString(), endedAt: new Date(now + 61_000).toISOString() });
  expect((await peerwork.as('ben').get(`/v1/session-notes/${since.id}`)).body).toMatchObject({ intervention: expect.any(String) });
  expect((await peerwork.as('sue').get(`/v1/session-notes/${before.id}`)).body).toMatchObject({ intervention: expect.any(String) });
  await owner(`delete from app.session_notes where id = '${since.id}'`);
});

it('is answered by the supervisor of the one who is asked, or by a program manager', async () => {
  for (const who of ['sue', 'max'] as const) {
    const transfer = await asked('ana');
    expect(await accept(who, transfer)).toMatchObject({ status: 200, body: { status: 'accepted', closedBy: CAST[who].id } });
    await owner(`delete from app.transfer_texts; delete from app.transfers; delete from app.assignments where client_id = '${CLIENTS.jordan}' and id <> '${ASSIGNMENTS.jordan}';
                 update app.assignments set ends_at = null, end_reason = null, ended_by = null where id = '${ASSIGNMENTS.jordan}'`);
  }
});

it('may be asked for by those who treat the client, and answered by nobody who asked', async () => {
  for (const who of ['nadia', 'sue', 'max'] as const) {
    const transfer = await asked(who);
    if (who !== 'nadia') expect(await accept(who, transfer)).toMatchObject({ status: 409, body: { type: '/problems/transfer-own' } });
    else expect((await accept(who, transfer)).status).toBe(403);
    expect(await close('ben', 'withdrawal', transfer)).toMatchObject({ status: 409, body: { type: '/problems/transfer-others' } });
    expect(await close(who, 'withdrawal', transfer)).toMatchObject({ status: 200, body: { status: 'withdrawn', answer: 'Not now' } });
    expect((await peerwork.as('ben').get(`/v1/transfers/${transfer.id}`)).status).toBe(404);
  }
  expect(await primaries()).toHaveLength(1);
});

it('is declined with a reason that who asked reads', async () => {
  const transfer = await asked('ana');
  expect(await close('ana', 'decline', transfer)).toMatchObject({ status: 409, body: { type: '/problems/transfer-own' } });
  expect(await close('ben', 'decline', transfer)).toMatchObject({ status: 200, body: { status: 'declined' } });
  expect((await peerwork.as('ana').get(`/v1/transfers/${transfer.id}`)).body).toMatchObject({ status: 'declined', answer: 'Not now' });
  expect(await accept('ben', { ...transfer, version: 2 })).toMatchObject({
    status: 409,
    body: { type: '/problems/transfer-closed', transferStatus: 'declined' },
  });
});

it('tells nobody else that it is there', async () => {
  const transfer = await asked('ana');
  for (const who of ['olive', 'otto'] as const) {
    expect((await peerwork.as(who).get(`/v1/transfers/${transfer.id}`)).status).toBe(404);
    expect((await accept(who, transfer)).status).toBe(404);
    expect((await peerwork.as(who).get('/v1/transfers')).body.items).toEqual([]);
  }
  expect((await peerwork.as('ada').get('/v1/transfers')).status).toBe(403);
  // The privacy officer knows that it was asked, and not in which words.
  expect((await peerwork.as('priya').get(`/v1/transfers/${transfer.id}`)).body).toMatchObject({ status: 'requested', reason: null, handOff: null });
  for (const who of ['ana', 'ben', 'sue', 'nadia', 'max', 'priya'] as const)
    expect((await peerwork.as(who).get(`/v1/transfers?status=requested&clientId=${CLIENTS.jordan}`)).body.items).toMatchObject([{ id: transfer.id }]);
  expect((await peerwork.as('max').get('/v1/transfers?status=expired')).body.items).toEqual([]);
});

it('expires by itself after 72 hours, and may then be asked anew', async () => {
  const transfer = await asked('ana');
  expect(await ask('ana')).toMatchObject({ status: 409, body: { type: '/problems/transfer-open' } });
  await owner(`update app.transfers set requested_at = requested_at - interval '73 hours', expires_at = expires_at - interval '73 hours'`);
  expect((await peerwork.as('ana').get(`/v1/transfers/${transfer.id}`)).body).toMatchObject({ status: 'expired', closedAt: null });
  expect((await accept('ben', transfer)).status).toBe(404);
  expect(await accept('max', transfer)).toMatchObject({ status: 409, body: { type: '/problems/transfer-closed', transferStatus: 'expired' } });
  expect((await ask('ana')).status).toBe(201);
});

it('is off when the assignment ends otherwise', async () => {
  const transfer = await asked('ana');
  await peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/assignments`, { peerSpecialistId: ben.specialistId, role: 'primary', reason: 'Cannot wait' });
  expect((await peerwork.as('max').get(`/v1/transfers/${transfer.id}`)).body).toMatchObject({ status: 'withdrawn', closedBy: sue.id, version: 2 });
});

it('keeps the limit of a caseload: beyond it a supervisor says why', async () => {
  await owner(`update app.peer_specialists set max_caseload = 1 where id = '${ben.specialistId}'`);
  const transfer = await asked('ana');
  expect(await accept('ben', transfer, { overrideReason: 'I can do it' })).toMatchObject({ status: 409, body: { type: '/problems/caseload-full' } });
  expect(await accept('sue', transfer)).toMatchObject({ status: 409, body: { type: '/problems/caseload-full' } });
  expect((await accept('sue', transfer, { overrideReason: 'For two weeks' })).status).toBe(200);
  expect((await primaries())[1]).toMatchObject({ override_reason: 'For two weeks' });
});

it('keeps a declared conflict of interest in the way until a supervisor says why not, and what the client declined for good', async () => {
  const declare = (kind: string) => peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/conflicts`, { peerSpecialistId: ben.specialistId, kind });
  expect((await declare('relative')).status).toBe(201);
  const transfer = await asked('ana');
  expect(await accept('ben', transfer)).toMatchObject({ status: 409, body: { type: '/problems/conflict-of-interest' } });
  expect((await declare('client-declined')).status).toBe(201);
  expect(await accept('sue', transfer, { overrideReason: 'Nobody else' })).toMatchObject({ status: 409, body: { type: '/problems/client-declined' } });
  expect(await primaries()).toHaveLength(1);
});

it.each([
  ['nobody', 'ana', { toPeerSpecialistId: UNKNOWN }, 404, 'not-found'],
  ['the one who has the client', 'sue', { toPeerSpecialistId: ana.specialistId }, 409, 'transfer-to-the-same'],
  ['no words', 'ana', { handOff: '' }, 422, 'invalid-request'],
  ['no reason', 'ana', { reason: undefined }, 422, 'invalid-request'],
  ['more than is asked for', 'ana', { status: 'accepted' }, 422, 'invalid-request'],
] as const)('refuses a transfer to or with %s', async (_, who, more, status, slug) => {
  expect(await ask(who, more)).toMatchObject({ status, body: { type: `/problems/${slug}` } });
  expect(await peerwork.rows('select from app.transfers')).toHaveLength(0);
});

it('refuses what is nobody’s, whom one does not see, and other roles', async () => {
  expect(await ask('max', {}, 'casey')).toMatchObject({ status: 409, body: { type: '/problems/transfer-of-nobodys' } });
  expect((await ask('ana', {}, 'sam')).status).toBe(404);
  for (const who of ['priya', 'ada'] as const) expect((await ask(who)).status).toBe(403);
  const transfer = await asked('max');
  for (const how of ['acceptance', 'decline', 'withdrawal'])
    expect((await peerwork.as('max').put(`/v1/transfers/${transfer.id}/${how}`, { reason: 'So' })).status).toBe(428);
  expect((await accept('ben', { ...transfer, version: 7 })).status).toBe(412);
});

it('is open once, and accepted once, by however many at once', async () => {
  const asking = await Promise.all(Array.from({ length: 50 }, (_, n) => ask('ana', { toPeerSpecialistId: n % 2 ? ben.specialistId : olive.specialistId })));
  expect(asking.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(asking.filter(({ status }) => status === 409)).toHaveLength(49);
  const { body } = asking.find(({ status }) => status === 201)!;
  const taker = body.toPeerSpecialistId === ben.specialistId ? 'ben' : 'olive';
  const taking = await Promise.all(Array.from({ length: 50 }, (_, n) => accept(n % 2 ? taker : 'max', body)));
  expect(taking.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(taking.filter(({ status }) => ![200, 404, 409, 412].includes(status))).toEqual([]);
  expect(await primaries()).toHaveLength(2);
}, 60_000);
