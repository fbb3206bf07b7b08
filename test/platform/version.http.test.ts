import { expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { registerAnas } from '../client/person.ts';

const peerwork = launch();
const change = (path: string, header?: string) =>
  peerwork.as('ana').patch(path, { pronouns: 'they' }, { headers: header === undefined ? {} : { 'if-match': header } });

it('is asked for', async () => {
  const path = `/v1/clients/${(await registerAnas(peerwork)).id}`;
  expect(await change(path)).toMatchObject({ status: 428, body: { type: '/problems/if-match-required' } });
  expect(await change(path, '"1"')).toMatchObject({ status: 200, etag: '"2"' });
});

it('is told to whoever read another, however long its number', async () => {
  const path = `/v1/clients/${(await registerAnas(peerwork)).id}`;
  for (const header of ['"0"', '"2"', '"999999999"'])
    expect(await change(path, header)).toMatchObject({ status: 412, body: { type: '/problems/stale-version', version: 1 } });
});

it('is not guessed from anything else than one strong ETag', async () => {
  const path = `/v1/clients/${(await registerAnas(peerwork)).id}`;
  for (const header of ['1', '""', '"x"', 'W/"1"', '"1", "2"', '"2", "1"', '"1000000000"', '*']) {
    const answer = await change(path, header);
    expect(answer).toMatchObject({ status: 412, body: { type: '/problems/stale-version' } });
    expect(answer.body).not.toHaveProperty('version');
  }
  expect((await peerwork.as('ana').get(path)).etag).toBe('"1"');
});
