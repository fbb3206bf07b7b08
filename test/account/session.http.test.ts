import { CAST } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { invite, PASSWORD } from '../support/invite.ts';

const peerwork = launch();
const signIn = (email: string, password: string, more: object = {}) => peerwork.as(null).post('/v1/session', { email, password, ...more });

it('lets an invited person set a password, sign in and out', async () => {
  const { email, id } = await invite(peerwork, 'clinician');
  const signedIn = await signIn(email.toUpperCase(), PASSWORD);
  expect(signedIn.status).toBe(201);
  expect(signedIn.body).toEqual({
    token: expect.stringMatching(/^[\w-]{43}$/),
    expiresAt: expect.stringMatching(/Z$/),
    device: expect.stringMatching(/^[\w-]{43}$/),
    account: { id, name: 'Newcomer', email, role: 'clinician', peerSpecialistId: null, permissions: expect.arrayContaining(['client:read']) },
  });
  const me = peerwork.bearing(signedIn.body.token);
  expect((await me.get('/v1/me')).body).toEqual(signedIn.body.account);
  expect((await me.delete('/v1/session')).status).toBe(204);
  expect((await me.get('/v1/me')).status).toBe(401);
  const opened = await peerwork.rows(`select action, facts from app.audit_events where account_id = $1 and kind = 'change' order by id`, [id]);
  expect(opened).toMatchObject([
    { action: 'invitation.accepted' },
    { action: 'session.opened', facts: { accountId: id } },
    { action: 'session.ended', facts: { accountId: id } },
  ]);
});

it('keeps only hashes of tokens', async () => {
  const { email } = await invite(peerwork, 'clinician');
  const { token } = (await signIn(email, PASSWORD)).body;
  const dump = JSON.stringify(await peerwork.rows('select * from app.sessions')) + JSON.stringify(await peerwork.rows('select * from app.accounts'));
  expect(dump).not.toContain(token);
  expect(dump).not.toContain(PASSWORD);
});

it('answers unknown, wrong, disabled and not yet accepted to the same letter', async () => {
  const known = await invite(peerwork, 'clinician');
  const disabled = await invite(peerwork, 'clinician');
  await peerwork.as('ada').patch(`/v1/accounts/${disabled.id}`, { disabled: true }, { version: 2 });
  const pending = await peerwork.as('ada').post('/v1/accounts', { email: 'pending@center.example', name: 'Pending', role: 'clinician' });
  const answers = await Promise.all([
    signIn('nobody@center.example', PASSWORD),
    signIn(known.email, 'not this password'),
    signIn(disabled.email, PASSWORD),
    signIn(pending.body.email, PASSWORD),
  ]);
  for (const { status, text } of answers) expect({ status, text }).toEqual({ status: 401, text: answers[0]!.text });
  expect(answers[0]!.body.type).toBe('/problems/wrong-sign-in');
  expect(await peerwork.looks(answers[1]!)).toEqual([{ kind: 'refusal', action: 'POST /v1/session', account_id: null, status: 401, client_ids: [] }]);
});

it('takes as long for an unknown account as for a wrong password', async () => {
  const { email } = await invite(peerwork, 'clinician');
  await signIn(email, PASSWORD);
  const time = async (who: string) => {
    const began = performance.now();
    await signIn(who, 'not this password');
    return performance.now() - began;
  };
  const medians: Record<string, number> = {};
  const [wrong, unknown]: number[][] = [[], []];
  for (let i = 0; i < 12; i++) {
    wrong!.push(await time(email));
    unknown!.push(await time(`nobody${i}@center.example`));
  }
  medians.wrong = wrong!.sort((a, b) => a - b)[6]!;
  medians.unknown = unknown!.sort((a, b) => a - b)[6]!;
  // A missing hash would show as a factor of three or more; the finer figure is measured outside the timed suite.
  expect(medians.unknown).toBeGreaterThan(medians.wrong / 2);
  expect(medians.wrong).toBeGreaterThan(medians.unknown / 2);
});

it('tries ten guesses an hour from strange places, and lets the rightful person in from a familiar one', async () => {
  const { email } = await invite(peerwork, 'clinician');
  const { device } = (await signIn(email, PASSWORD)).body;
  await peerwork.rows('delete from app.familiar_places');
  const guesses = await Promise.all(Array.from({ length: 30 }, (_, n) => signIn(email, `guess number ${n}`)));
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
  const refused = guesses.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(20);
  expect(refused[0]!.headers.get('retry-after')).toBe('3600');
  expect((await signIn(email, PASSWORD)).status).toBe(429);
  await peerwork.rows(
    `insert into app.familiar_places (account_id, place_hash, last_used_at) select id, sha256(convert_to('device ' || $2, 'UTF8')), now() from app.accounts where email = $1`,
    [email, device],
  );
  for (let i = 0; i < 5; i++) expect((await signIn(email, PASSWORD, { device })).status).toBe(201);
});

it('gives back to whoever signs in the guess that he took, and not those before it', async () => {
  const { email } = await invite(peerwork, 'clinician');
  for (const guess of ['not this password', 'nor this one here']) await signIn(email, guess);
  expect((await signIn(email, PASSWORD)).status).toBe(201);
  const bucket = `select guesses from app.sign_in_guesses where bucket = sha256(convert_to(concat_ws(chr(10), 'strangers', $1::text), 'UTF8'))`;
  expect(await peerwork.rows(bucket, [email])).toEqual([{ guesses: 2 }]);
});

it('gives the same session again for the same key, and another body a refusal', async () => {
  const { email } = await invite(peerwork, 'clinician');
  const key = 'a-key-of-twenty-chars';
  const first = await peerwork.as(null).post('/v1/session', { email, password: PASSWORD }, { key });
  const again = await peerwork.as(null).post('/v1/session', { email, password: PASSWORD }, { key });
  expect(again.status).toBe(201);
  expect(again.body.token).toBe(first.body.token);
  expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
  expect(await peerwork.rows('select from app.sessions s join app.accounts a on a.id = s.account_id where a.email = $1', [email])).toHaveLength(1);
});

it.each([
  ['no token', {}],
  ['an unknown token', { authorization: `Bearer ${'x'.repeat(43)}` }],
  ['a token of another form', { authorization: 'Bearer abc' }],
  ['another scheme', { authorization: `Basic ${CAST.ana.token}` }],
])('refuses %s', async (_, headers) => {
  const answer = await peerwork.as(null).get('/v1/me', { headers });
  expect(answer).toMatchObject({ status: 401, body: { type: '/problems/sign-in-first', status: 401 } });
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
});

it('takes no token from the address', async () => {
  expect((await peerwork.as(null).get(`/v1/me?access_token=${CAST.ana.token}`)).status).toBe(401);
});

it.each([
  ['idle for more than 15 minutes', `last_seen_at = now() - interval '16 minutes'`],
  ['past its last hour', `expires_at = now() - interval '1 second'`],
])('ends a session that was %s', async (_, change) => {
  const { email } = await invite(peerwork, 'clinician');
  const { token, account } = (await signIn(email, PASSWORD)).body;
  await peerwork.rows(`set session_replication_role = replica`);
  await peerwork.rows(`update app.sessions set ${change} where account_id = $1`, [account.id]);
  await peerwork.rows(`set session_replication_role = origin`);
  expect((await peerwork.bearing(token).get('/v1/me')).status).toBe(401);
});

it('acts on a change of role and on disabling at the very next request', async () => {
  const { email, id } = await invite(peerwork, 'clinician');
  const { token } = (await signIn(email, PASSWORD)).body;
  await peerwork.as('ada').patch(`/v1/accounts/${id}`, { role: 'privacy-officer' }, { version: 2 });
  expect((await peerwork.bearing(token).get('/v1/audit-events')).status).toBe(200);
  await peerwork.as('ada').patch(`/v1/accounts/${id}`, { disabled: true }, { version: 3 });
  expect((await peerwork.bearing(token).get('/v1/me')).status).toBe(401);
  await peerwork.as('ada').patch(`/v1/accounts/${id}`, { disabled: false }, { version: 4 });
  expect((await peerwork.bearing(token).get('/v1/me')).status).toBe(200);
});

it('names each bad field by pointer', async () => {
  const answer = await peerwork.as(null).post('/v1/session', { email: 7, more: true });
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['#/email', '#/more', '#/password']);
  expect(answer.body.instance).toBe('/v1/session');
});
