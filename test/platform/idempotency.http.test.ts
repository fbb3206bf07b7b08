import { describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { launch } from '../support/app.ts';
import { ASSIGNMENTS, CAST, CLIENTS } from '../support/cast.ts';

const peerwork = launch();
const goal = (statement = 'Call my sister on Sundays') => ({ statement, domain: 'community' });
const path = `/v1/clients/${CLIENTS.jordan}/goals`;
const goals = async (statement: string) => (await peerwork.rows('select id from app.goals where statement = $1', [statement])).length;

describe('a repeated POST', () => {
  it('has one effect and the first outcome again', async () => {
    const key = 'phone-1-attempt-0001';
    const first = await peerwork.as('ana').post(path, goal('Sleep at home'), { key });
    const again = await peerwork.as('ana').post(path, goal('Sleep at home'), { key });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.etag).toBe(first.etag);
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([null, 'true']);
    expect(await goals('Sleep at home')).toBe(1);
    expect(await peerwork.looks(again)).toMatchObject([{ kind: 'access', status: 201, client_ids: [CLIENTS.jordan] }]);
  });

  it('is the same request in whatever order its members come', async () => {
    const key = 'phone-1-attempt-0002';
    const first = await peerwork.as('ana').post(path, { statement: 'Be on time', domain: 'purpose' }, { key });
    const again = await peerwork.as('ana').post(path, { domain: 'purpose', statement: 'Be on time' }, { key });
    expect(again.body.id).toBe(first.body.id);
  });

  it('is refused with another body', async () => {
    const key = 'phone-1-attempt-0003';
    await peerwork.as('ana').post(path, goal('Cook on Mondays'), { key });
    const other = await peerwork.as('ana').post(path, goal('Cook on Tuesdays'), { key });
    expect(other.status).toBe(422);
    expect(other.body.type).toBe('/problems/idempotency-key-reused');
    expect(await goals('Cook on Tuesdays')).toBe(0);
  });

  it("is another's own business: the same key of somebody else is another key", async () => {
    const key = 'phone-1-attempt-0004';
    const [hers, his] = await Promise.all([
      peerwork.as('ana').post(path, goal('Walk'), { key }),
      peerwork.as('ben').post(`/v1/clients/${CLIENTS.sam}/goals`, goal('Walk'), { key }),
    ]);
    expect([hers.status, his.status]).toEqual([201, 201]);
    expect(hers.body.id).not.toBe(his.body.id);
  });

  it('shows what the caller may see now, not what he could see then', async () => {
    const key = 'phone-1-attempt-0005';
    await peerwork.as('ana').post(path, goal('Keep the garden'), { key });
    await peerwork.as('max').put(`/v1/assignments/${ASSIGNMENTS.jordan}/ending`, { at: new Date().toISOString(), reason: 'Leaves' }, { version: 1 });
    const replay = await peerwork.as('ana').post(path, goal('Keep the garden'), { key });
    await peerwork.as('max').post(`/v1/clients/${CLIENTS.jordan}/assignments`, { peerSpecialistId: CAST.ana.specialistId, role: 'primary', reason: 'Is back' });
    expect(replay.status).toBe(404);
  });

  it.each([['too-short'], ['x'.repeat(129)], ['sixteen-but-ünicode']])('is refused with the key %s', async (key) => {
    const headers = { 'idempotency-key': Buffer.from(key, 'utf8').toString('latin1') };
    const { status, body } = await peerwork.as('ana').post(path, goal(), { headers });
    expect([status, body.type]).toEqual([422, '/problems/bad-idempotency-key']);
  });

  it('is told to wait while the first one runs', async () => {
    const key = 'phone-1-attempt-0006';
    const holder = new pg.Client({ connectionString: peerwork.ownerUrl });
    await holder.connect();
    await holder.query('begin; lock table app.goals in share mode');
    const first = peerwork.as('ana').post(path, goal('Read at night'), { key });
    for (let waiting = 0; waiting === 0; await wait(10))
      waiting = (await peerwork.rows(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).length;
    const second = await peerwork.as('ana').post(path, goal('Read at night'), { key });
    await holder.query('commit');
    await holder.end();
    expect([second.status, second.body.type, second.headers.get('retry-after')]).toEqual([409, '/problems/request-in-flight', '1']);
    expect((await first).status).toBe(201);
    expect(await goals('Read at night')).toBe(1);
  });

  it('has one effect when fifty come at once', async () => {
    const key = 'phone-1-attempt-0007';
    const answers = await Promise.all(Array.from({ length: 50 }, () => peerwork.as('ana').post(path, goal('Play chess'), { key })));
    expect(await goals('Play chess')).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(answers.some(({ status }) => status === 409) ? [201, 409] : [201]));
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
  });

  it('may be tried again with the same key after it was refused', async () => {
    const key = 'phone-1-attempt-0008';
    const refused = await peerwork.as('ana').post(path, { ...goal(), domain: 'nonsense' }, { key });
    const mended = await peerwork.as('ana').post(path, goal('Mend the bike'), { key });
    expect([refused.status, mended.status]).toEqual([422, 201]);
  });
});
