import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { cloneDatabase } from '../support/database.ts';

const hashOf = (who: Who) => createHash('sha256').update(CAST[who].token).digest();

const SEES: Record<string, string[]> = {
  ana: [CLIENTS.jordan],
  ben: [CLIENTS.sam],
  olive: [CLIENTS.riley],
  sue: [CLIENTS.casey, CLIENTS.jordan, CLIENTS.sam],
  otto: [CLIENTS.riley],
  nadia: [CLIENTS.jordan],
  max: Object.values(CLIENTS),
  priya: Object.values(CLIENTS),
};

describe('row security, asked beside the application', () => {
  let pool: pg.Pool;
  let owner: pg.Client;
  let clone: Awaited<ReturnType<typeof cloneDatabase>>;

  beforeAll(async () => {
    clone = await cloneDatabase();
    pool = new pg.Pool({ connectionString: loginUrl(clone.url), max: 5 });
    owner = new pg.Client({ connectionString: clone.url });
    await owner.connect();
  });
  afterAll(async () => {
    await pool.end();
    await owner.end();
    await clone.drop();
  });

  const clientsOf = async (who: Who, ending: 'commit' | 'rollback'): Promise<string[]> => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query({ name: 'enter', text: `select app.enter($1, interval '15 minutes')`, values: [hashOf(who)] });
      const { rows } = await client.query<{ id: string }>({ name: 'clients', text: 'select id from app.clients order by id' });
      await client.query(ending);
      return rows.map(({ id }) => id);
    } finally {
      client.release();
    }
  };

  it('shows nobody a wrong row in ten thousand interleaved transactions over five connections', async () => {
    const people = Object.keys(SEES) as Who[];
    let wrong = 0;
    for (let round = 0; round < 100; round++) {
      const seen = await Promise.all(
        Array.from({ length: 100 }, async (_, n) => {
          const who = people[(round * 7 + n * 3) % people.length]!;
          return { who, ids: await clientsOf(who, n % 4 === 0 ? 'rollback' : 'commit') };
        }),
      );
      wrong += seen.filter(({ who, ids }) => JSON.stringify(ids) !== JSON.stringify([...SEES[who]!].sort())).length;
    }
    expect(wrong).toBe(0);
  }, 120_000);

  it('would notice a wrong row', async () => {
    await owner.query(`create policy leak on app.clients for select to app_peer_specialist using (true)`);
    expect(await clientsOf('ana', 'commit')).not.toEqual(SEES['ana']);
    await owner.query(`drop policy leak on app.clients`);
    expect(await clientsOf('ana', 'commit')).toEqual(SEES['ana']);
  });

  it('refuses the login every table without a context, whatever came before on the connection', async () => {
    await clientsOf('max', 'commit');
    const { rows } = await owner.query<{ name: string }>(
      `select format('app.%I', relname) as name from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and relname <> 'migrations'`,
    );
    expect(rows.length).toBeGreaterThan(30);
    for (const { name } of rows) await expect(pool.query(`select * from ${name}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('lets a dead token in as nobody', async () => {
    const client = await pool.connect();
    await client.query('begin');
    const { rows } = await client.query(`select app.enter('\\x00'::bytea, interval '15 minutes') as session`);
    expect(rows[0].session).toBeNull();
    await expect(client.query('select from app.clients')).rejects.toMatchObject({ code: '42501' });
    await client.query('rollback');
    client.release();
  });

  it('refuses to commit a change that nobody recorded', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query(`select app.enter($1, interval '15 minutes')`, [hashOf('ana')]);
    await client.query(`update app.clients set pronouns = 'they', version = version + 1 where id = $1`, [CLIENTS.jordan]);
    await expect(client.query('commit')).rejects.toMatchObject({ code: 'PX500' });
    client.release();
    expect((await owner.query('select pronouns from app.clients where id = $1', [CLIENTS.jordan])).rows[0].pronouns).toBeNull();
  });

  it('lets a version rise by one only', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query(`select app.enter($1, interval '15 minutes')`, [hashOf('ana')]);
    await expect(client.query(`update app.clients set pronouns = 'they' where id = $1`, [CLIENTS.jordan])).rejects.toMatchObject({ code: 'PX412' });
    await client.query('rollback');
    client.release();
  });

  it('keeps what the trail holds even from its owner', async () => {
    await expect(owner.query(`update app.audit_events set action = 'nothing'`)).resolves.toMatchObject({ rowCount: 0 });
    await expect(owner.query(`truncate app.audit_events`)).rejects.toMatchObject({ code: 'PX502' });
    await owner.query(`insert into app.audit_events (id, kind, action) values (gen_random_uuid(), 'change', 'planted')`);
    await expect(owner.query(`update app.audit_events set action = 'nothing'`)).rejects.toMatchObject({ code: 'PX502' });
    await expect(owner.query(`delete from app.audit_events`)).rejects.toMatchObject({ code: 'PX502' });
  });
});
