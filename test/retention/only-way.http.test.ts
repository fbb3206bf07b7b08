import { beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { findingsOf } from '../../src/platform/database/row-security.ts';
import { furnish } from '../access/furniture.ts';
import { OBJECTS } from '../access/objects.ts';
import { launch } from '../support/app.ts';
import { UNKNOWN } from '../support/cast.ts';
import { age, asOwner, begun, lineOf, runner } from './former.ts';

/** That nothing but the purge destroys, and that it forgets no table. */
const peerwork = launch();
const PURGE = OBJECTS.donePurge['plain'];
beforeAll(() => furnish(peerwork), 60_000);

const TABLES = ['session_notes', 'session_note_texts', 'session_note_goals', 'consents', 'clients', 'goals', 'disclosures', 'purge_clients'];
const ROLES = ['peer_specialist', 'supervisor', 'clinician', 'program_manager', 'privacy_officer', 'administrator', 'worker', 'doorkeeper', 'witness'];
const over = async <T>(body: (db: pg.Client) => Promise<T>, url: string): Promise<T> => {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    return await body(db);
  } finally {
    await db.end();
  }
};
const findings = () => findingsOf({ query: async (text: string) => (await peerwork.rows(text)) as never });

it.each(ROLES)('app_%s deletes nothing, is not the purge and cannot become it', async (role) => {
  await over(async (db) => {
    await expect(db.query('set role app_purger')).rejects.toMatchObject({ code: '42501' });
    await db.query(`set role app_${role}`);
    await expect(db.query('set role app_purger')).rejects.toMatchObject({ code: '42501' });
    await expect(db.query(`select set_config('role', 'app_purger', false)`)).rejects.toMatchObject({ code: '42501' });
    for (const table of TABLES) {
      // Attendances and goals of drafts aside, nobody has the right at all.
      const outcome = await db.query(`delete from app.${table} where ${table === 'clients' ? 'id' : 'client_id'} = $1`, [OBJECTS.client['jordan']]).then(
        ({ rowCount }) => rowCount,
        (error: { code: string }) => error.code,
      );
      expect([table, ['42501', '23514', 0].includes(outcome as string)]).toEqual([table, true]);
    }
    await expect(db.query(`select app.leave_tombstone($1)`, [OBJECTS.client['jordan']])).rejects.toMatchObject({ code: '42501' });
    if (role !== 'worker') await expect(db.query(`select * from app.purge_next($1, '2999-01-01', 'UTC')`, [PURGE])).rejects.toMatchObject({ code: '42501' });
  }, loginUrl(peerwork.ownerUrl));
});

it('the worker gets nothing from it but what was confirmed', async () => {
  await over(async (db) => {
    await db.query('set role app_worker');
    for (const id of [PURGE, UNKNOWN]) {
      const { rows } = await db.query(`select client from app.purge_next($1, '2999-01-01', 'UTC')`, [id]);
      expect(rows).toEqual([{ client: null }]);
    }
  }, loginUrl(peerwork.ownerUrl));
});

it('the owner of the tables is stopped by the triggers', async () => {
  for (const table of ['session_notes', 'goals', 'consents', 'clients'])
    await expect(
      peerwork.rows(`delete from app.${table} where ${table === 'clients' ? 'id' : 'client_id'} = $1`, [OBJECTS.client['jordan']]),
    ).rejects.toMatchObject({
      code: 'PX501',
    });
});

it('what was settled does not change, not even for the purge', async () => {
  await expect(
    over(async (db) => {
      await db.query('set role app_purger');
      await db.query(`update app.purge_clients set counts = '{}' where purge_id = $1 and outcome <> 'planned'`, [PURGE]);
    }, peerwork.ownerUrl),
  ).rejects.toMatchObject({ code: 'PX502' });
});

it('the catalogue is clean, and says so when it is not', async () => {
  expect((await findings()).filter((finding) => !finding.includes('the login'))).toEqual([]);
  await peerwork.rows(`
    create table app.forgotten (id uuid primary key, client_id uuid not null references app.clients);
    alter table app.forgotten owner to app_owner;
    create function app.sly() returns void language sql security definer set search_path = app as 'select';
    revoke execute on function app.sly() from public;
    alter function app.sly() owner to app_purger;
    grant execute on function app.leave_tombstone(uuid) to app_worker`);
  const found = await findings();
  await peerwork.rows(`drop table app.forgotten; drop function app.sly(); revoke execute on function app.leave_tombstone(uuid) from app_worker`);
  expect(found).toEqual(
    expect.arrayContaining([
      'table forgotten has rows of clients that the purge cannot destroy',
      'table forgotten takes rows of clients whose record was destroyed',
      'function app.sly() acts as the purge',
      'app_worker may leave a client without a record',
    ]),
  );
});

it('a table to come is not forgotten', async () => {
  const client = OBJECTS.client['robin']!;
  await peerwork.rows(`
    set role app_owner;
    create table app.later (id uuid primary key, client_id uuid not null references app.clients, word text not null);
    call app.protect('app.later', versioned => false);
    reset role`);
  await asOwner(peerwork, [`insert into app.later values ($1, $1, 'sentinel')`, [client]]);
  await age(peerwork, client);
  const id = await begun(peerwork);
  await runner(peerwork).round();
  expect((await lineOf(peerwork, id, client)).rows).toContainEqual({ table: 'later', rows: 1 });
  expect(await peerwork.rows('select from app.later')).toEqual([]);
  await peerwork.rows('drop table app.later');
});

it('keeps whom something else refers to that is not of clients, and says so', async () => {
  const client = OBJECTS.client['casey']!;
  const [goal] = await peerwork.rows('select id from app.goals where client_id = $1 limit 1', [client]);
  await peerwork.rows(`create table app.ties (goal_id uuid references app.goals)`);
  await peerwork.rows(`insert into app.ties values ($1)`, [goal!['id']]);
  await age(peerwork, client);
  const id = await begun(peerwork);
  await runner(peerwork).round();
  expect(await lineOf(peerwork, id, client)).toMatchObject({ outcome: 'kept', because: 'tied' });
  expect((await peerwork.rows('select given_name from app.clients where id = $1', [client]))[0]!['given_name']).toContain('planted:casey');
  expect((await peerwork.trail(client)).at(-1)).toMatchObject({ action: 'client.not-purged', facts: { because: 'tied' } });
  await peerwork.rows('drop table app.ties');
});
