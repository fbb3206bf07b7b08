import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { findingsOf } from '../../src/platform/database/row-security.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { furnish } from '../access/furniture.ts';
import { type Kind, OBJECTS } from '../access/objects.ts';
import { POLICY } from '../access/policy.ts';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { age, asOwner, ATTESTATION, attested, begun, confirmed, day, lineOf, linesOf, previewed, runner, typeOf } from './former.ts';

const peerwork = launch();
const DREW = OBJECTS.client['drew']!;
const EVERYBODY = Object.keys(CAST) as Who[];
/** The accounting, what it rests on, the certificate and the empty row. */
const STAYS = ['disclosures', 'purge_clients', 'clients', 'consents'];

const columnsOfClients = () =>
  peerwork.rows<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id') order by 1`,
  );
const rowsOf = async (table: string) => Number((await peerwork.rows(`select count(*) as n from app.${table} where client_id = $1`, [DREW]))[0]!['n']);
/** Where in the whole database, the trail aside, these words stand. */
async function tablesWith(words: string): Promise<string[]> {
  const tables = await peerwork.rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r' and relname not like 'audit%' and relname <> 'migrations' order by 1`,
  );
  const found = [];
  for (const { name } of tables) {
    const [row] = await peerwork.rows(`select from app.${name} t where t::text like $1 limit 1`, [`%${words}%`]);
    if (row) found.push(name);
  }
  return found;
}

let purge: { id: string; version: number };
let before: Record<string, number>;

beforeAll(async () => {
  await furnish(peerwork);
  await age(peerwork, DREW);
  await asOwner(peerwork, [
    `insert into app.legal_holds (id, client_id, matter, reason, asked_by, holds_from, placed_by, created_at, released_at, released_by, release_reason, version)
     values ($1, $2, 'planted:drew:x', 'planted:drew:y', 'planted:drew:z', current_date, $3, now(), now(), $3, 'planted:drew:w', 2)`,
    [OBJECTS.episode['jordan'], DREW, CAST.priya.id],
  ]);
  before = Object.fromEntries(await Promise.all((await columnsOfClients()).map(async ({ name }) => [name, await rowsOf(name)] as const)));
}, 60_000);

describe('a purge', () => {
  it('P2-27 says first whose day has passed, why, and what would go', async () => {
    const answer = await previewed(peerwork);
    expect(answer).toMatchObject({ status: 201, body: { state: 'previewed', asOf: day(0), counts: { clients: 1, planned: 1, destroyed: 0, kept: 0 } } });
    purge = answer.body;
    const [line] = await linesOf(peerwork, purge.id);
    expect(line).toMatchObject({ clientId: DREW, outcome: 'planned', because: null, settledAt: null });
    expect(line.code).toContain('planted:drew');
    expect(line.keptUntil < day(0)).toBe(true);
    expect(line.reasons[0].words).toMatch(/^7 years after the last discharge or contact on /);
    expect(line.reasons.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['center', 'state']);
    const rows = Object.fromEntries(line.rows.map(({ table, rows }: { table: string; rows: number }) => [table, rows]));
    const { disclosures: _kept, purge_clients: _certificate, ...gone } = before;
    // The one consent that a disclosure rests on is emptied and stays.
    const counted = Object.fromEntries(Object.entries({ ...gone, consents: gone['consents']! - 1 }).filter(([, count]) => count > 0));
    expect(rows).toEqual(counted);
    expect(Object.keys(rows).length).toBeGreaterThan(20);
    expect(await rowsOf('session_notes')).toBe(before['session_notes']);
    expect(await peerwork.trail(purge.id)).toMatchObject([{ action: 'purge.previewed', account_id: CAST.priya.id, facts: { clients: 1 } }]);
  });

  it('destroys nothing before another person has confirmed what one stands for', async () => {
    const stood = await attested(peerwork, purge.id);
    expect(stood).toMatchObject({ status: 201, body: { id: purge.id, state: 'attested', attestation: ATTESTATION, attestedBy: CAST.priya.id } });
    await runner(peerwork).round();
    expect(await rowsOf('session_notes')).toBe(before['session_notes']);
    expect(typeOf(await attested(peerwork, purge.id))).toBe('409 purge-attested');
    expect(typeOf(await confirmed(peerwork, stood.body, 'priya'))).toBe('409 second-person-needed');
    expect(typeOf(await confirmed(peerwork, purge))).toBe('412 stale-version');
    expect(typeOf(await peerwork.as('ana').put(`/v1/purges/${purge.id}/confirmation`, {}, { version: 2 }))).toBe('403 role-may-not');
    const answer = await confirmed(peerwork, stood.body);
    expect(answer).toMatchObject({ status: 200, body: { state: 'running', confirmedBy: CAST.max.id } });
    expect(typeOf(await confirmed(peerwork, answer.body))).toBe('409 purge-not-attested');
  });

  it('P2-27 P2-28 leaves a certificate, the accounting and an empty row', async () => {
    await runner(peerwork).round();
    expect((await peerwork.as('priya').get(`/v1/purges/${purge.id}`)).body).toMatchObject({
      state: 'done',
      counts: { clients: 1, planned: 0, destroyed: 1, kept: 0 },
    });
    const certificate = await lineOf(peerwork, purge.id, DREW);
    expect(certificate).toMatchObject({ outcome: 'destroyed', code: null, keptUntil: null, reasons: [], ruleId: expect.any(String) });
    expect(certificate.rows).toContainEqual({ table: 'session_notes', rows: before['session_notes'] });
    for (const { name } of await columnsOfClients()) if (!STAYS.includes(name)) expect([name, await rowsOf(name)]).toEqual([name, 0]);
    expect([await rowsOf('disclosures'), await rowsOf('consents')]).toEqual([before['disclosures'], 1]);
    const [tombstone] = await peerwork.rows('select * from app.clients where id = $1', [DREW]);
    const { id, code, created_at, version, purged_at, ...others } = tombstone!;
    expect([id, code, purged_at instanceof Date, created_at instanceof Date, version]).toEqual([DREW, `PURGED-${DREW}`, true, true, 2]);
    expect(others).toEqual({ given_name: '-', family_name: '-', preferred_name: null, pronouns: null, birth_date: null, languages: [], registered_by: null });
    expect(await peerwork.trail(DREW)).toMatchObject([
      { action: 'client.purged', account_id: null, client_ids: [DREW], facts: { purgeId: purge.id, ruleId: certificate.ruleId } },
    ]);
    expect((await peerwork.trail(purge.id)).map(({ action }) => action)).toEqual(['purge.previewed', 'purge.attested', 'purge.confirmed', 'purge.ended']);
  });

  it('leaves nothing of what was written about the client but the accounting', async () => {
    expect(await tablesWith('planted:drew:')).toEqual(['disclosures']);
    expect((await tablesWith('planted:jordan:')).length).toBeGreaterThan(20);
  });

  it('makes every route answer as for somebody unknown, to everybody', async () => {
    const shape = ({ status, body }: { status: number; body: any }) => ({ status, type: body?.type, title: body?.title });
    const odd: string[] = [];
    const asked = OPERATIONS.map(([route]) => route).filter((route) => route.startsWith('GET ') && route.includes(':id'));
    let count = 0;
    for (const route of asked) {
      const line = POLICY[route];
      const kinds = line && typeof line === 'object' && 'on' in line ? (Object.keys(line.on) as Kind[]) : [];
      for (const id of kinds.flatMap((kind) => OBJECTS[kind]['drew'] ?? []))
        for (const who of EVERYBODY) {
          const [known, unknown] = await Promise.all([id, UNKNOWN].map((each) => peerwork.as(who).get(route.slice(4).replace(':id', each))));
          count += 1;
          const isAccounting = who === 'priya' && ['GET /v1/clients/:id/disclosures', 'GET /v1/disclosures/:id'].includes(route);
          if (isAccounting ? known!.status !== 200 : JSON.stringify(shape(known!)) !== JSON.stringify(shape(unknown!)))
            odd.push(`${who} ${route} ${known!.status}`);
        }
    }
    expect(count).toBeGreaterThan(200);
    expect(odd).toEqual([]);
  }, 120_000);

  it('takes the client out of every list', async () => {
    const lists = Object.entries(POLICY).filter(
      ([route, line]) => route.startsWith('GET /v1/') && line !== 'public' && 'may' in line && !route.includes('audit-events'),
    );
    for (const [route] of lists)
      for (const who of EVERYBODY) {
        const { text } = await peerwork.as(who).get(route.slice(4));
        expect([route, who, text.includes(DREW), text.includes('planted:drew')]).toEqual([route, who, false, false]);
      }
  }, 60_000);

  it('P2-19 keeps the accounting for the privacy officer, on paper too, and for nobody else', async () => {
    const path = `/v1/clients/${DREW}/disclosures`;
    const answer = await peerwork.as('priya').get(path);
    expect(answer).toMatchObject({ status: 200, body: { items: [{ id: OBJECTS.sentDisclosure['drew'], consentId: OBJECTS.consent['drew'] }] } });
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'access', client_ids: [DREW] }]);
    const paper = await fetch(`${peerwork.url}${path}`, { headers: { authorization: `Bearer ${CAST.priya.token}`, accept: 'application/pdf' } });
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    for (const who of ['sue', 'otto', 'ana', 'nadia'] as const) expect(typeOf(await peerwork.as(who).get(path))).toBe('404 not-found');
    expect(typeOf(await peerwork.as('priya').get(`/v1/clients/${UNKNOWN}/disclosures`))).toBe('404 not-found');
  });

  it('lets nobody begin anything anew for the client', async () => {
    const since = { programCode: 'therapy', admittedAt: new Date().toISOString() };
    for (const who of ['sue', 'otto', 'max'] as const) expect(typeOf(await peerwork.as(who).post(`/v1/clients/${DREW}/episodes`, since))).toBe('404 not-found');
    await expect(
      peerwork.rows(`insert into app.episodes (id, client_id, admitted_at, admitted_by, created_at, version) values ($1, $2, now(), $3, now(), 1)`, [
        '01900000-0000-7000-8000-00000000abcd',
        DREW,
        CAST.max.id,
      ]),
    ).rejects.toMatchObject({ constraint: 'clients_purged' });
  });

  it('leaves everybody else as he was', async () => {
    const [others] = await peerwork.rows(`select count(*) as clients, count(purged_at) as purged from app.clients`);
    expect(others).toEqual({ clients: '6', purged: '1' });
    const { body } = await previewed(peerwork);
    expect(body.counts).toEqual({ clients: 0, planned: 0, destroyed: 0, kept: 0 });
    expect(typeOf(await attested(peerwork, body.id))).toBe('409 nothing-to-purge');
  });
});

describe('there is no other way', () => {
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
  const loginUrl = async () => (await import('../../src/platform/database/migrate.ts')).loginUrl(peerwork.ownerUrl);

  it.each(ROLES)('app_%s deletes nothing, is not the purge and cannot become it', async (role) => {
    await over(
      async (db) => {
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
        if (role !== 'worker')
          await expect(db.query(`select * from app.purge_next($1, '2999-01-01', 'UTC')`, [purge.id])).rejects.toMatchObject({ code: '42501' });
      },
      await loginUrl(),
    );
  });

  it('the worker gets nothing from it but what was confirmed', async () => {
    await over(
      async (db) => {
        await db.query('set role app_worker');
        for (const id of [purge.id, UNKNOWN]) {
          const { rows } = await db.query(`select client from app.purge_next($1, '2999-01-01', 'UTC')`, [id]);
          expect(rows).toEqual([{ client: null }]);
        }
      },
      await loginUrl(),
    );
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
        await db.query(`update app.purge_clients set counts = '{}' where purge_id = $1 and outcome <> 'planned'`, [purge.id]);
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
});
