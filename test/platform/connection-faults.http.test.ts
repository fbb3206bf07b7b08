import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { launch } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';

const peerwork = launch();
const read = () => peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`);

describe('when the database', () => {
  it('closes every connection, callers hear 503 at worst and all is well without a restart', async () => {
    await Promise.all(Array.from({ length: 10 }, read));
    await peerwork.rows(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app_login' and datname = current_database()`);
    const answers = await Promise.all(Array.from({ length: 20 }, read));
    for (const { status, headers } of answers) {
      expect([200, 503]).toContain(status);
      if (status === 503) expect(headers.get('retry-after')).toBe('2');
    }
    const after = await Promise.all(Array.from({ length: 20 }, read));
    expect(after.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });

  it('closes a connection in the middle of a change, nothing is half done', async () => {
    const holder = new pg.Client({ connectionString: peerwork.ownerUrl });
    await holder.connect();
    await holder.query('begin; lock table app.goal_commitments, app.goals in access exclusive mode');
    const change = peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/goals`, { statement: 'Cut off', domain: 'home' });
    for (let waiting = 0; waiting === 0;)
      waiting = (await holder.query(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`))
        .rowCount!;
    await holder.query('commit');
    await holder.end();
    expect([(await change).status, (await change).body.type]).toEqual([503, '/problems/database-away']);
    expect(await peerwork.rows(`select from app.goals where statement = 'Cut off'`)).toHaveLength(0);
    expect((await read()).status).toBe(200);
  });

  it('keeps somebody waiting for a lock, he hears 503 in a few seconds', async () => {
    const holder = new pg.Client({ connectionString: peerwork.ownerUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from app.clients where id = $1 for update', [CLIENTS.jordan]);
    const began = Date.now();
    const { status, headers } = await peerwork.as('ana').patch(`/v1/clients/${CLIENTS.jordan}`, { pronouns: 'they' }, { version: 1 });
    await holder.query('rollback');
    await holder.end();
    expect([status, headers.get('retry-after')]).toEqual([503, '2']);
    expect(Date.now() - began).toBeLessThan(8_000);
    expect((await read()).body.pronouns).toBeNull();
  });

  it('cannot write the trail, nothing is shown and nothing changes', async () => {
    await peerwork.rows(`revoke insert on app.audit_events from app_staff, app_witness`);
    const look = await read();
    const change = await peerwork.as('ana').patch(`/v1/clients/${CLIENTS.jordan}`, { pronouns: 'they' }, { version: 1 });
    await peerwork.rows(
      `grant insert (id, kind, request_id, account_id, role, action, subject_id, client_ids, status, facts) on app.audit_events to app_staff, app_witness`,
    );
    for (const { status, text } of [look, change]) {
      expect(status).toBe(503);
      expect(text).not.toContain('Jordan');
    }
    expect((await read()).body.pronouns).toBeNull();
  });
});
