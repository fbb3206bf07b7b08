import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { type Answer, launch } from '../support/app.ts';
import { arriveEnrolled, shown } from '../support/authenticator.ts';
import { FarProvider } from './far-provider.ts';
import { SigningOn } from './signing-on.ts';

const provider = await FarProvider.listening();
const peerwork = launch(provider.settings);
const on = new SigningOn(peerwork, provider);
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const slugOf = ({ status, body }: Answer) => `${status} ${String(body?.type).replace('/problems/', '')}`;
const sessionsOf = async (id: string) => (await peerwork.rows('select from app.sessions where account_id = $1 and ended_at is null', [id])).length;

/** Somebody with a second factor whom an administrator linked to the identity provider. */
async function linkedAndEnrolled() {
  const person = await arriveEnrolled(peerwork, 'clinician');
  const subject = `subject of ${person.id}`;
  expect((await on.link(person.id, subject)).status).toBe(201);
  /** All the way to the provider and back. */
  const comes = async (more: object = {}): Promise<Answer> => {
    const { attempt, authorizationUrl } = await on.begin();
    return on.complete(attempt, provider.visit(authorizationUrl, { sub: subject }), more);
  };
  return { ...person, comes };
}

it('does not stand in for a second factor: its code is asked for here too, and opens once', async () => {
  const { id, secret, comes } = await linkedAndEnrolled();
  const before = await sessionsOf(id);
  expect(slugOf(await comes())).toBe('401 second-factor-needed');
  expect(slugOf(await comes({ factorCode: shown(secret, 9) }))).toBe('401 wrong-second-factor');
  expect(await sessionsOf(id)).toBe(before);
  const opened = await comes({ factorCode: shown(secret) });
  expect(opened.status).toBe(201);
  expect((await peerwork.bearing(opened.body.token).get('/v1/me')).body).toEqual(opened.body.account);
  expect(slugOf(await comes({ factorCode: shown(secret) }))).toBe('401 wrong-second-factor');
  expect(await sessionsOf(id)).toBe(before + 1);
});

it('takes a recovery code once, and says on the trail that one was used', async () => {
  const { id, recoveryCodes, comes } = await linkedAndEnrolled();
  expect((await comes({ factorCode: recoveryCodes[0] })).status).toBe(201);
  expect(slugOf(await comes({ factorCode: recoveryCodes[0] }))).toBe('401 wrong-second-factor');
  const used = await peerwork.rows(`select from app.audit_events where action = 'recovery-code.used' and account_id = $1`, [id]);
  expect(used).toHaveLength(1);
});

it('lets a code be guessed no more often than beside a password', async () => {
  const { secret, comes } = await linkedAndEnrolled();
  const guesses: string[] = [];
  for (let n = 0; n < 12; n++) guesses.push(slugOf(await comes({ factorCode: shown(secret, 10 + n) })));
  expect(guesses).toEqual([...Array(10).fill('401 wrong-second-factor'), ...Array(2).fill('429 too-many-guesses')]);
  expect((await comes({ factorCode: shown(secret) })).status).toBe(429);
});

it('takes no notice of a code from whoever has no second factor', async () => {
  const { subject } = await on.linked();
  const { attempt, authorizationUrl } = await on.begin();
  expect((await on.complete(attempt, provider.visit(authorizationUrl, { sub: subject }), { factorCode: '123456' })).status).toBe(201);
});
