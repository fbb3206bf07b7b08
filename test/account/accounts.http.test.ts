import { CAST, UNKNOWN } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { invite, PASSWORD } from '../support/invite.ts';

const peerwork = launch();
const wish = (email: string) => ({ email, name: 'Newcomer', role: 'supervisor' });

it('invites, lists, reads and changes accounts', async () => {
  const invited = await peerwork.as('ada').post('/v1/accounts', wish('one@center.example'));
  expect(invited.status).toBe(201);
  expect(invited.body).toMatchObject({
    email: 'one@center.example',
    role: 'supervisor',
    disabled: false,
    version: 1,
    invitation: { token: expect.any(String) },
  });
  const { id } = invited.body;
  expect((await peerwork.as('ada').get('/v1/accounts?role=supervisor')).body.items.map((account: { id: string }) => account.id)).toContain(id);
  const read = await peerwork.as('priya').get(`/v1/accounts/${id}`);
  expect(read.etag).toBe('"1"');
  const changed = await peerwork.as('ada').patch(`/v1/accounts/${id}`, { name: 'Renamed', role: 'clinician' }, { version: 1 });
  expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { name: 'Renamed', role: 'clinician', version: 2 } });
  expect(await peerwork.trail(id)).toEqual([
    { action: 'account.invited', account_id: CAST.ada.id, client_ids: [], facts: { role: 'supervisor' } },
    { action: 'account.changed', account_id: CAST.ada.id, client_ids: [], facts: { fields: ['name', 'role'], role: 'clinician' } },
  ]);
});

it('pages without skipping or repeating', async () => {
  for (let i = 0; i < 4; i++) await peerwork.as('ada').post('/v1/accounts', wish(`page${i}@center.example`));
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { body }: { body: { items: { id: string }[]; next: string | null } } = await peerwork
      .as('ada')
      .get(`/v1/accounts?limit=3${next && `&after=${next}`}`);
    seen.push(...body.items.map(({ id }) => id));
    next = body.next;
  }
  const all = await peerwork.rows('select id from app.accounts order by id desc');
  expect(seen).toEqual(all.map(({ id }) => id));
});

it.each(['ana', 'sue', 'nadia', 'max', 'priya'] as const)('refuses %s to invite', async (who) => {
  const answer = await peerwork.as(who).post('/v1/accounts', wish('never@center.example'));
  expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  expect(await peerwork.rows(`select from app.accounts where email = 'never@center.example'`)).toHaveLength(0);
  expect(await peerwork.looks(answer)).toEqual([{ kind: 'refusal', action: 'POST /v1/accounts', account_id: CAST[who].id, status: 403, client_ids: [] }]);
});

it('refuses an e-mail that is taken, however it is written', async () => {
  const answer = await peerwork.as('ada').post('/v1/accounts', wish('ANA@center.example'));
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/email-taken' } });
});

it('answers an unknown account and a thing that is no id alike', async () => {
  const [unknown, nonsense] = await Promise.all([peerwork.as('ada').get(`/v1/accounts/${UNKNOWN}`), peerwork.as('ada').get('/v1/accounts/nonsense')]);
  expect(unknown.status).toBe(404);
  expect(nonsense.text).toBe(unknown.text);
});

it('demands the version that was read', async () => {
  const { body } = await peerwork.as('ada').post('/v1/accounts', wish('versions@center.example'));
  const path = `/v1/accounts/${body.id}`;
  expect(await peerwork.as('ada').patch(path, { name: 'A' })).toMatchObject({ status: 428, body: { type: '/problems/if-match-required' } });
  expect(await peerwork.as('ada').patch(path, { name: 'A' }, { version: 7 })).toMatchObject({
    status: 412,
    body: { type: '/problems/stale-version', version: 1 },
  });
  expect((await peerwork.as('ada').patch(path, { name: 'A' }, { headers: { 'if-match': 'W/"1"' } })).status).toBe(412);
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => peerwork.as('ada').patch(path, { name: `Name ${n}` }, { version: 1 })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
});

it('keeps the last administrator, whoever asks and however many at once', async () => {
  const own = await peerwork.as('ada').patch(`/v1/accounts/${CAST.ada.id}`, { disabled: true }, { version: 1 });
  expect(own).toMatchObject({ status: 409, body: { type: '/problems/own-account' } });
  const second = await invite(peerwork, 'administrator');
  const { token } = (await peerwork.as(null).post('/v1/session', { email: second.email, password: PASSWORD })).body;
  const answers = await Promise.all([
    peerwork.as('ada').patch(`/v1/accounts/${second.id}`, { disabled: true }, { version: 2 }),
    peerwork.bearing(token).patch(`/v1/accounts/${CAST.ada.id}`, { role: 'clinician' }, { version: 1 }),
  ]);
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(await peerwork.rows(`select from app.accounts where role = 'administrator' and disabled_at is null`)).toHaveLength(1);
  if (statuses[1] === 200)
    await peerwork.rows(
      `set session_replication_role = replica; update app.accounts set role = 'administrator' where name = 'Ada'; set session_replication_role = origin`,
    );
});

describe('an invitation', () => {
  it('is accepted once, by one of fifty', async () => {
    const { body } = await peerwork.as('ada').post('/v1/accounts', wish('once@center.example'));
    const accept = () => peerwork.as(null).post('/v1/invitations/acceptances', { token: body.invitation.token, password: PASSWORD });
    const answers = await Promise.all(Array.from({ length: 50 }, accept));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    expect((await peerwork.trail(body.id)).length).toBe(1);
  });

  it('runs out after 24 hours and can be renewed, which kills the old one', async () => {
    const { body } = await peerwork.as('ada').post('/v1/accounts', wish('late@center.example'));
    const renewed = await peerwork.as('ada').post(`/v1/accounts/${body.id}/invitations`);
    expect(renewed.status).toBe(201);
    const accept = (token: string) => peerwork.as(null).post('/v1/invitations/acceptances', { token, password: PASSWORD });
    expect(await accept(body.invitation.token)).toMatchObject({ status: 409, body: { type: '/problems/invitation-unusable' } });
    expect((await accept(renewed.body.invitation.token)).status).toBe(201);
    expect(await accept('x'.repeat(43))).toMatchObject({ status: 409, body: { type: '/problems/invitation-unusable' } });
  });

  it('is given again to whoever repeats the request, while it is open', async () => {
    const key = 'invite-somebody-once';
    const first = await peerwork.as('ada').post('/v1/accounts', wish('again@center.example'), { key });
    const again = await peerwork.as('ada').post('/v1/accounts', wish('again@center.example'), { key });
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await peerwork.as('ada').post('/v1/accounts', wish('other@center.example'), { key });
    expect(other).toMatchObject({ status: 422, body: { type: '/problems/idempotency-key-reused' } });
  });

  it.each([
    ['peerwork is the best', 'the product'],
    ['newcomer at the door', 'the name'],
    ['password2026!', 'a common word with trimmings'],
    ['aaaaaaaaaaaaaa', 'one letter'],
    ['short', 'too short'],
    ['x'.repeat(129), 'too long'],
  ])('refuses the password %p (%s)', async (password) => {
    const { body } = await peerwork.as('ada').post('/v1/accounts', wish(`p${Math.random()}@center.example`));
    const answer = await peerwork.as(null).post('/v1/invitations/acceptances', { token: body.invitation.token, password });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/password' }] } });
    expect(await peerwork.rows('select password_hash from app.accounts where id = $1', [body.id])).toEqual([{ password_hash: null }]);
  });
});

it.each([{ name: null }, { role: 'king' }, { disabled: 'yes' }, { id: UNKNOWN }, { version: 9 }, []])(
  'refuses the change %j with a pointer or as unreadable',
  async (body) => {
    const { body: account } = await peerwork.as('ada').get(`/v1/accounts/${CAST.ben.id}`);
    const answer = await peerwork.as('ada').patch(`/v1/accounts/${CAST.ben.id}`, body, { version: account.version });
    expect([400, 422]).toContain(answer.status);
    expect((await peerwork.as('ada').get(`/v1/accounts/${CAST.ben.id}`)).body).toEqual(account);
  },
);

it('refuses query parameters that it does not know', async () => {
  expect(await peerwork.as('ada').get('/v1/accounts?colour=red')).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/colour' }] } });
  expect(await peerwork.as('ada').get('/v1/me?colour=red')).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/colour' }] } });
  expect((await peerwork.as('ada').get('/v1/accounts?limit=0')).status).toBe(422);
  expect(await peerwork.as('ada').get('/v1/accounts?after=rubbish')).toMatchObject({ status: 422, body: { type: '/problems/bad-cursor' } });
});
