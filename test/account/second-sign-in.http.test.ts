import { describe, expect, it } from '@jest/globals';
import { type Answer, launch } from '../support/app.ts';
import { arrive, arriveEnrolled, earlyInStep, forgetUsedCodes, shown } from '../support/authenticator.ts';
import { PASSWORD } from '../support/invite.ts';

const peerwork = launch({ POOL_SIZE: '50' });
const signIn = (email: string, more: object = {}, options: object = {}) =>
  peerwork.as(null).post('/v1/session', { email, password: PASSWORD, ...more }, options);
const slugOf = ({ body }: Answer) => body.type;
const sessionsOf = (id: string) => peerwork.rows('select from app.sessions where account_id = $1 and ended_at is null', [id]);
const guessesTaken = async () => (await peerwork.rows<{ sum: number }>('select coalesce(sum(guesses), 0)::integer as sum from app.sign_in_guesses'))[0]!.sum;

it('asks whoever has a second factor for a code, and then answers as it answers everybody', async () => {
  const { id, email, secret } = await arriveEnrolled(peerwork, 'clinician');
  const asked = await signIn(email);
  expect(asked).toMatchObject({ status: 401, body: { type: '/problems/second-factor-needed' } });
  expect(await sessionsOf(id)).toHaveLength(1);
  const signedIn = await signIn(email, { code: shown(secret) });
  expect(signedIn.status).toBe(201);
  expect(Object.keys(signedIn.body).sort()).toEqual(['account', 'device', 'expiresAt', 'token']);
  expect((await peerwork.bearing(signedIn.body.token).get('/v1/me')).body).toEqual(signedIn.body.account);
});

it('says nothing of a second factor before the password is right', async () => {
  const { email, secret } = await arriveEnrolled(peerwork, 'clinician');
  const without = await arrive(peerwork, 'clinician');
  const answers = [
    await signIn(email, { password: 'not this password' }),
    await signIn(email, { password: 'not this password', code: shown(secret) }),
    await signIn(without.email, { password: 'not this password' }),
    await signIn('nobody@center.example', { code: '123456' }),
  ];
  for (const { status, text } of answers) expect({ status, text }).toEqual({ status: 401, text: answers[0]!.text });
  expect(slugOf(answers[0]!)).toBe('/problems/wrong-sign-in');
});

it('takes no notice of a code from whoever has no second factor', async () => {
  const { email } = await arrive(peerwork, 'clinician');
  expect((await signIn(email, { code: '123456' })).status).toBe(201);
});

it('counts a wrong code as a guess, and a missing one not', async () => {
  const { email, secret } = await arriveEnrolled(peerwork, 'clinician');
  const before = await guessesTaken();
  for (let n = 0; n < 3; n++) expect(slugOf(await signIn(email))).toBe('/problems/second-factor-needed');
  expect(await guessesTaken()).toBe(before);
  expect(slugOf(await signIn(email, { code: shown(secret, 9) }))).toBe('/problems/wrong-second-factor');
  expect(await guessesTaken()).toBe(before + 1);
});

it('lets a code be guessed no more often than a password', async () => {
  const { email, secret } = await arriveEnrolled(peerwork, 'clinician');
  await peerwork.rows('delete from app.familiar_places');
  const guesses = await Promise.all(Array.from({ length: 30 }, (_, n) => signIn(email, { code: shown(secret, 10 + n) })));
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(guesses.filter((answer) => slugOf(answer) === '/problems/too-many-guesses')).toHaveLength(20);
  expect((await signIn(email, { code: shown(secret) })).status).toBe(429);
});

it.each([-1, 0, 1])(
  'takes a code %s steps from now',
  async (steps) => {
    const { email, secret } = await arriveEnrolled(peerwork, 'clinician');
    await earlyInStep();
    expect((await signIn(email, { code: shown(secret, steps) })).status).toBe(201);
  },
  60_000,
);

it('takes a code once, and none from before it', async () => {
  const { email, secret } = await arriveEnrolled(peerwork, 'clinician');
  const [before, code] = [shown(secret, -1), shown(secret)];
  expect((await signIn(email, { code })).status).toBe(201);
  expect(slugOf(await signIn(email, { code }))).toBe('/problems/wrong-second-factor');
  expect(slugOf(await signIn(email, { code: before }))).toBe('/problems/wrong-second-factor');
  expect((await signIn(email, { code: shown(secret, 1) })).status).toBe(201);
});

it('gives the same session again for the same key, code and all', async () => {
  const { email, secret } = await arriveEnrolled(peerwork, 'clinician');
  const code = shown(secret);
  const first = await signIn(email, { code }, { key: 'a-key-of-twenty-chars' });
  const again = await signIn(email, { code }, { key: 'a-key-of-twenty-chars' });
  expect(again).toMatchObject({ status: 201, body: { token: first.body.token } });
});

describe('a recovery code', () => {
  it('stands in for a code once, however it is written, and is on the trail', async () => {
    const { id, email, recoveryCodes, factorId } = await arriveEnrolled(peerwork, 'clinician');
    const [first = '', second = ''] = recoveryCodes;
    expect((await signIn(email, { code: first })).status).toBe(201);
    expect(slugOf(await signIn(email, { code: first }))).toBe('/problems/wrong-second-factor');
    expect((await signIn(email, { code: ` ${second.toUpperCase().replaceAll('-', ' ')}` })).status).toBe(201);
    const used = await peerwork.rows(`select account_id, facts from app.audit_events where action = 'recovery-code.used' and account_id = $1`, [id]);
    expect(used).toEqual([
      { account_id: id, facts: { factorId } },
      { account_id: id, facts: { factorId } },
    ]);
  });

  it("is its owner's alone", async () => {
    const [one, other] = [await arriveEnrolled(peerwork, 'clinician'), await arriveEnrolled(peerwork, 'clinician')];
    expect(slugOf(await signIn(one.email, { code: other.recoveryCodes[0] }))).toBe('/problems/wrong-second-factor');
    expect((await signIn(other.email, { code: other.recoveryCodes[0] })).status).toBe(201);
  });
});

describe('fifty who send the same at once', () => {
  const waiting = async () =>
    (
      await peerwork.rows<{ count: number }>(
        `select count(*)::integer as count from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and (query like '%set used_at%' or query like '%set last_step%')`,
      )
    )[0]!.count;

  /** Nobody gets further than the row until several are waiting for it. */
  async function together(table: string, factorId: string, ask: () => Promise<Answer>): Promise<Answer[]> {
    await peerwork.rows('begin');
    await peerwork.rows(`select from app.${table} where ${table === 'second_factors' ? 'id' : 'factor_id'} = $1 for update`, [factorId]);
    const answers = Promise.all(Array.from({ length: 50 }, ask));
    const until = Date.now() + 20_000;
    let most = 0;
    while (most < 2 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      // Within a transaction the view stays as it was first seen.
      await peerwork.rows('select pg_stat_clear_snapshot()');
      most = Math.max(most, await waiting());
    }
    await peerwork.rows('commit');
    expect(most).toBeGreaterThan(1);
    return answers;
  }

  const expectOne = (answers: Answer[]) => {
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.filter((answer) => slugOf(answer) === '/problems/wrong-second-factor').length).toBeGreaterThan(1);
    // A busy machine may have no connection for some of them in time.
    const heard = ['/problems/wrong-second-factor', '/problems/too-many-guesses', '/problems/sign-in-busy', '/problems/database-away'];
    expect(refused.map(slugOf).filter((slug) => !heard.includes(slug))).toEqual([]);
  };

  it('code: one of them is let in', async () => {
    const { email, secret, factorId, id } = await arriveEnrolled(peerwork, 'clinician');
    await forgetUsedCodes(peerwork);
    const code = shown(secret, 1);
    expectOne(await together('second_factors', factorId, () => signIn(email, { code })));
    expect(await sessionsOf(id)).toHaveLength(2);
  }, 60_000);

  it('recovery code: one of them is let in', async () => {
    const { email, recoveryCodes, factorId, id } = await arriveEnrolled(peerwork, 'clinician');
    expectOne(await together('recovery_codes', factorId, () => signIn(email, { code: recoveryCodes[0] })));
    expect(await sessionsOf(id)).toHaveLength(2);
    expect(await peerwork.rows('select from app.recovery_codes where factor_id = $1 and used_at is not null', [factorId])).toHaveLength(1);
  }, 60_000);
});
