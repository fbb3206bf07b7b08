import { expect, it } from '@jest/globals';
import { logger } from '../../src/platform/http/log.ts';
import { launch } from './app.ts';
import { CAST, CLIENTS } from './cast.ts';

const peerwork = launch({}, { untoldBecause: 'rows are taken out to see whether that is noticed' });

const tamper = async (statement: string, values: unknown[]) => {
  const tables = await peerwork.rows<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'app.audit_events'::regclass union all select 'app.audit_events'`,
  );
  for (const { name } of tables) await peerwork.rows(`alter table ${name} disable trigger user`);
  await peerwork.rows(statement, values);
  for (const { name } of tables) await peerwork.rows(`alter table ${name} enable trigger user`);
};

it('finds nothing to say while every request has its row', async () => {
  await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`);
  await peerwork.as('ana').get(`/v1/clients/${CLIENTS.sam}`);
  await peerwork.as(null).get('/v1/me');
  await peerwork.as('ana').patch(`/v1/clients/${CLIENTS.jordan}`, { preferredName: 'Jo of the Hill' }, { version: 1 });
  await peerwork.as('ana').get('/v1/nowhere');
  await peerwork.as(null).post('/v1/session', { email: CAST.ana.email, password: 'not her password' });
  expect(await peerwork.watch.findings(peerwork.ownerUrl)).toEqual({ untold: [], loose: [] });
});

it.each([
  ['without its row', 'delete from app.audit_events where request_id = $1', 'there are 0 rows of it'],
  ['told of with another status', 'update app.audit_events set status = 204 where request_id = $1', 'its row says access GET /v1/clients/:id 204'],
  ['told of as another', `update app.audit_events set request_id = gen_random_uuid() where request_id = $1`, 'there are 0 rows of it'],
])('names a request %s', async (_, offence, fault) => {
  const before = (await peerwork.watch.findings(peerwork.ownerUrl)).untold;
  const { headers } = await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`);
  await tamper(offence, [headers.get('request-id')]);
  const after = (await peerwork.watch.findings(peerwork.ownerUrl)).untold;
  expect(after.filter((line) => !before.includes(line))).toEqual([`GET /v1/clients/:id 200 (${headers.get('request-id')}): ${fault}`]);
});

it.each([
  ['a name', 'Testperson'],
  ['what somebody is called', 'Jo of the Hill'],
  ['an address', CAST.ana.email],
  ['a token', CAST.ana.token],
  ['a password', 'not her password'],
])('names a line with %s in it', async (_, word) => {
  logger.debug({ word }, 'planted');
  const line = peerwork.watch.lines.pop()!;
  expect((await peerwork.watch.findings(peerwork.ownerUrl)).loose).toEqual([]);
  peerwork.watch.lines.push(line);
  expect((await peerwork.watch.findings(peerwork.ownerUrl)).loose).toEqual([`${word} in ${line}`]);
  peerwork.watch.lines.pop();
});
