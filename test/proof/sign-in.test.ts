import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, launch } from '../support/app.ts';
import { isLong, median, proved, sized } from '../support/proof.ts';
import { addressOf, BEHIND_A_PROXY, knock, RIGHT, settle } from './knocking.ts';
import { mannWhitney } from './mann-whitney.ts';

const peerwork = launch(BEHIND_A_PROXY);
const SAMPLES = sized(20, 200);
const PEOPLE = sized(10, 100);

/** Everybody who is refused, and with which password he comes. */
const REFUSED = {
  unknown: 'any password at all',
  wrong: 'not his password',
  'wrong, of an account with a history': 'not his password',
  disabled: RIGHT,
  'not accepted': 'not set as yet',
};
type Kind = keyof typeof REFUSED;
const KINDS = Object.keys(REFUSED) as Kind[];
const emailOf = (kind: Kind, n: number) => `${kind.replaceAll(/\W+/g, '-')}.${n}@center.example`;

/** All that a caller can see but what names the request and the moment. */
const seen = ({ status, text, headers }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => name !== 'date' && name !== 'request-id'),
});

describe('unknown, wrong, disabled and not accepted', () => {
  const times = Object.fromEntries(KINDS.map((kind) => [kind, [] as number[]])) as Record<Kind, number[]>;
  const answers: { kind: Kind; n: number; answer: Answer }[] = [];

  beforeAll(async () => {
    const all = (kind: Kind) => Array.from({ length: SAMPLES }, (_, n) => emailOf(kind, n));
    await settle(peerwork, all('wrong'));
    await settle(peerwork, all('wrong, of an account with a history'), { familiar: ['network 192.0.2', 'network 198.51.100', `device ${'d'.repeat(43)}`] });
    await settle(peerwork, all('disabled'), { disabled: true });
    await settle(peerwork, all('not accepted'), { accepted: false });
    for (let n = 0; n < 5; n++) await knock(peerwork, addressOf(60_000 + n), `warm${n}@center.example`, 'to warm up with');
    for (let n = 0; n < SAMPLES; n++) {
      // Each kind is the first one as often as the others: what runs in the background hits all alike.
      const order = KINDS.map((_, at) => KINDS[(at + n) % KINDS.length]!);
      for (const [at, kind] of order.entries()) {
        const began = performance.now();
        const answer = await knock(peerwork, addressOf(n * KINDS.length + at), emailOf(kind, n), REFUSED[kind]);
        times[kind].push(performance.now() - began);
        answers.push({ kind, n, answer });
      }
    }
  }, 120_000);

  it('are answered alike to the last byte', () => {
    const example = seen(answers[0]!.answer);
    expect(example).toMatchObject({ status: 401, text: expect.stringContaining('/problems/wrong-sign-in') });
    expect(answers.filter(({ answer }) => JSON.stringify(seen(answer)) !== JSON.stringify(example)).map(({ kind, n }) => `${kind} ${n}`)).toEqual([]);
    expect(answers).toHaveLength(SAMPLES * KINDS.length);
  });

  it('are answered after the same time', () => {
    for (const kind of KINDS.slice(1)) {
      const apart = Math.abs(median(times[kind]) - median(times.unknown));
      const likelihood = mannWhitney(times.unknown, times[kind]);
      proved(
        'Sign-in',
        `unknown and ${kind}, ${SAMPLES} each: difference of medians`,
        `${apart.toFixed(2)} ms, p = ${likelihood.toFixed(3)}`,
        '≤ 2 ms, p > 0.01',
      );
      if (isLong) expect({ kind, apart, isWithin: apart <= 2 }).toEqual({ kind, apart, isWithin: true });
    }
  });

  it('are throttled alike', async () => {
    const last: Answer[] = [];
    for (const email of [emailOf('wrong', 0), emailOf('unknown', 0)]) {
      const tries = await Promise.all(Array.from({ length: 10 }, (_, n) => knock(peerwork, addressOf(n, 11), email, 'a guess')));
      expect(tries.map(({ status }) => status).sort()).toEqual([...Array(9).fill(401), 429]);
      last.push(tries.find(({ status }) => status === 429)!);
    }
    expect(seen(last[0]!)).toEqual(seen(last[1]!));
  });

  it('would be told apart if one of them went without the hash, as whoever is throttled does', async () => {
    const throttled: number[] = [];
    for (let n = 0; n < 20; n++) {
      const began = performance.now();
      await knock(peerwork, addressOf(n, 12), emailOf('unknown', 0), 'a guess');
      throttled.push(performance.now() - began);
    }
    expect(mannWhitney(times.unknown, throttled)).toBeLessThan(0.01);
    expect(median(times.unknown) - median(throttled)).toBeGreaterThan(2);
    expect(mannWhitney(throttled, throttled)).toBeCloseTo(1, 6);
  });
});

describe('a session', () => {
  /** Somebody with a live session, without the cost of signing in. */
  async function someone(n: number): Promise<{ id: string; token: string }> {
    const [id] = await settle(peerwork, [`session.${n}.${randomUUID()}@center.example`], { accepted: false });
    const token = randomBytes(32).toString('base64url');
    await peerwork.rows('set session_replication_role = replica');
    await peerwork.rows(
      `insert into app.sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at) values (gen_random_uuid(), $1, $2, now(), now(), now() + interval '1 hour')`,
      [id, createHash('sha256').update(token).digest()],
    );
    await peerwork.rows('set session_replication_role = origin');
    return { id: id!, token };
  }

  it.each([
    ['signing out', ({ token }: { token: string }) => peerwork.bearing(token).delete('/v1/session')],
    ['disabling the account', ({ id }: { id: string }) => peerwork.as('ada').patch(`/v1/accounts/${id}`, { disabled: true }, { version: 1 })],
  ])(
    'is dead on the request after %s',
    async (how, end) => {
      const outcomes: (number | string)[][] = [];
      for (let n = 0; n < PEOPLE; n++) {
        const person = await someone(n);
        const me = peerwork.bearing(person.token);
        const before = await me.get('/v1/me');
        const ended = await end(person);
        // Several at once, since each takes another connection of the pool.
        const after = await Promise.all([me.get('/v1/me'), me.get('/v1/clients'), me.delete('/v1/session')]);
        outcomes.push([before.status, Math.floor(ended.status / 100), ...after.map(({ body }) => body.type)]);
      }
      const dead = outcomes.filter((outcome) => JSON.stringify(outcome) === JSON.stringify([200, 2, ...Array(3).fill('/problems/sign-in-first')]));
      proved('Sign-in', `sessions dead on the request after ${how}`, `${dead.length} of ${PEOPLE}`, '100 of 100');
      expect(outcomes.filter((outcome) => !dead.includes(outcome))).toEqual([]);
    },
    60_000,
  );
});
