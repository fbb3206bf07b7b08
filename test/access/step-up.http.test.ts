import { beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '../contract/operations.ts';
import { launch } from '../support/app.ts';
import { askerOf } from './asker.ts';
import { furnish } from './furniture.ts';
import { rowsOf } from './untouched.ts';

const peerwork = launch();
const GUARDED = OPERATIONS.filter(([, operation]) => (operation as { 'x-step-up'?: true })['x-step-up']).map(([route]) => route);
const ENDING = 'PUT /v1/second-factors/:id/ending';
const FREE = ['PUT /v1/second-factors/:id/confirmation', 'PATCH /v1/sign-in-rules/:id', 'POST /v1/accounts'];

/** Somebody who may, on what he reaches, with a body that is taken. */
async function ask(route: string) {
  const { method, path, headers, body } = askerOf(route);
  const token = headers['authorization']!.replace('Bearer ', '');
  const [factor] = await peerwork.rows<{ version: number }>('select version from app.second_factors where id::text = $1', [path.split('/')[3]]);
  return peerwork.bearing(token).call(method, path, body, method === 'POST' ? {} : { version: factor?.version ?? 1 });
}

async function lastProved(when: string): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(`update app.sessions set stepped_up_at = ${when}`);
  await peerwork.rows('set session_replication_role = origin');
}

beforeAll(() => furnish(peerwork));

it('is asked for on these', () => {
  expect([...GUARDED].sort()).toEqual([
    'DELETE /v1/machine-clients/:id/disabling',
    'GET /v1/de-identified-treatments',
    'PATCH /v1/machine-clients/:id',
    'POST /v1/accounts/:id/second-factor-removals',
    'POST /v1/claim-exports',
    'POST /v1/clients/:id/emergency-disclosures',
    'POST /v1/emergency-accesses',
    'POST /v1/machine-clients',
    'POST /v1/second-factors',
    'PUT /v1/second-factor-removals/:id/confirmation',
    'PUT /v1/second-factors/:id/ending',
    'PUT /v1/second-factors/:id/recovery-codes',
  ]);
});

describe.each([
  ['never', 'null'],
  ['five minutes ago', `clock_timestamp() - interval '5 minutes'`],
])('whoever proved himself %s', (_, when) => {
  beforeAll(() => lastProved(when));

  it.each(GUARDED)('is told to, and changes nothing: %s', async (route) => {
    const before = await rowsOf(peerwork);
    const answer = await ask(route);
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/step-up-required' } });
    expect(await rowsOf(peerwork)).toEqual(before);
  });
});

describe('whoever proved himself a little less long ago', () => {
  // What is ended is there for nothing else.
  const inOrder = [...GUARDED.filter((route) => route !== ENDING), ENDING];
  it.each(inOrder)('is let through: %s', async (route) => {
    await lastProved(`clock_timestamp() - interval '4 minutes 30 seconds'`);
    expect([200, 201]).toContain((await ask(route)).status);
  });
});

it.each(FREE)('is not asked for on others: %s', async (route) => {
  await lastProved('null');
  expect((await ask(route)).body?.type).not.toBe('/problems/step-up-required');
});
