import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type Answer, launch } from '../support/app.ts';
import { proved, sized } from '../support/proof.ts';
import { addressOf, BEHIND_A_PROXY, knock, RIGHT, settle } from './knocking.ts';

const peerwork = launch(BEHIND_A_PROXY);
const GUESSES = sized(200, 1_000);
const VISITS = sized(20, 100);
const AT_ONCE = 10;

const HOME = '203.0.113.7';
const inventedDevice = () => randomBytes(32).toString('base64url');

type Guess = { from: string; email: string; device?: string };

/** A guess is tried when its password was looked at: refused as wrong, or let in. The others hear that there were too many. */
async function guess(guesses: Guess[], password: (n: number) => string = (n) => `guess number ${n}`): Promise<{ tried: number; answers: Answer[] }> {
  const answers: Answer[] = [];
  for (let n = 0; n < guesses.length; n += AT_ONCE)
    answers.push(
      ...(await Promise.all(
        guesses.slice(n, n + AT_ONCE).map(({ from, email, device }, k) => knock(peerwork, from, email, password(n + k), device ? { device } : {})),
      )),
    );
  expect(answers.filter(({ status, body }) => !(status === 201 || status === 401 || (status === 429 && body.type === '/problems/too-many-guesses')))).toEqual(
    [],
  );
  return { tried: answers.filter(({ status }) => status !== 429).length, answers };
}

const fromEverywhere = (email: string, count: number): Guess[] =>
  Array.from({ length: count }, (_, n) => ({ email, from: n % 3 === 0 ? `2001:db8:${n.toString(16)}::7` : addressOf(n) }));

const nextHour = () => peerwork.rows(`update app.sign_in_guesses set window_ends_at = now() - interval '1 millisecond'`);

describe(`${GUESSES} hostile guesses`, () => {
  const email = 'vivi.king@center.example';
  let device: string;
  beforeAll(async () => {
    await settle(peerwork, [email]);
    device = (await knock(peerwork, HOME, email, RIGHT)).body.device;
    expect(device).toMatch(/^[\w-]{43}$/);
  });

  it('from as many networks: ten an hour are tried, and the rightful person signs in all the while', async () => {
    const attack = guess(fromEverywhere(email, GUESSES));
    const visits: number[] = [];
    // On the road, so that nothing but the device is familiar.
    for (let n = 0; n < VISITS; n++) visits.push((await knock(peerwork, addressOf(n, 172), email, RIGHT, { device })).status);
    const { tried } = await attack;
    proved('Sign-in', `tried in an hour of ${GUESSES} guesses from many addresses`, String(tried), '≤ 10');
    proved(
      'Sign-in',
      'sign-ins of the rightful person on a known device meanwhile',
      `${visits.filter((status) => status === 201).length} of ${VISITS}`,
      '100 of 100',
    );
    expect(tried).toBe(10);
    expect(visits).toEqual(Array(VISITS).fill(201));
  }, 120_000);

  it('after the tenth are not looked at: the right password is refused like any other', async () => {
    const { answers } = await guess(fromEverywhere(email, 30), () => RIGHT);
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(429));
  });

  it('are ten more in the next hour', async () => {
    await nextHour();
    expect((await guess(fromEverywhere(email, 50))).tried).toBe(10);
    expect((await guess(fromEverywhere(email, 50))).tried).toBe(0);
  });

  it('are not more for being spelled otherwise', async () => {
    await nextHour();
    const choices: Record<string, string[]> = { i: ['i', 'I', '\u0130', '\u0131'], k: ['k', 'K', '\u212A'] };
    const spellings = [...email].reduce<string[]>((so, letter) => so.flatMap((head) => (choices[letter] ?? [letter]).map((one) => head + one)), ['']);
    // Those that lead to the account, as the database compares addresses.
    const his = await peerwork.rows<{ spelling: string }>(
      `select spelling from unnest($1::text[]) as spelling where lower(normalize(spelling)) = lower($2) order by md5(spelling) limit $3`,
      [spellings, email, sized(60, 300)],
    );
    expect(his.length).toBeGreaterThan(50);
    expect((await guess(his.map(({ spelling }, n) => ({ email: spelling, from: addressOf(n, 13) })))).tried).toBe(10);
  }, 60_000);

  it('from one network are a hundred, whoever they are for', async () => {
    const guesses = Array.from({ length: 150 }, (_, n) => ({ from: `192.0.2.${n}`, email: `nobody.${n}@center.example` }));
    expect((await guess(guesses)).tried).toBe(100);
  }, 60_000);

  it.each([
    ['from his own network', HOME, () => undefined],
    ['from his own network, each with a device of its own making', HOME, inventedDevice],
  ])(
    '%s: thirty an hour are tried, and his own device is let in',
    async (_, from, deviceOf) => {
      await nextHour();
      const { tried } = await guess(Array.from({ length: 60 }, () => ({ from, email, device: deviceOf() })));
      expect(tried).toBe(30);
      const visits = await guess(
        Array.from({ length: 40 }, () => ({ from, email, device })),
        () => RIGHT,
      );
      expect(visits.answers.map(({ status }) => status)).toEqual(Array(40).fill(201));
    },
    60_000,
  );

  it("with his device in a stranger's hands are thirty an hour, from however many networks", async () => {
    await nextHour();
    expect((await guess(fromEverywhere(email, 60).map((one) => ({ ...one, device })))).tried).toBe(30);
  }, 60_000);
});
