import { beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '../contract/operations.ts';
import { furnish } from '../access/furniture.ts';
import { type Kind, OBJECTS } from '../access/objects.ts';
import { POLICY } from '../access/policy.ts';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { age, asOwner, ATTESTATION, attested, confirmed, day, lineOf, linesOf, previewed, runner, typeOf } from './former.ts';

const peerwork = launch();
const DREW = OBJECTS.client['drew']!;
const EVERYBODY = Object.keys(CAST) as Who[];
/** The accounting, what it rests on, the certificate and the empty row. */
const STAYS = ['disclosures', 'purge_clients', 'clients', 'consents', 'legal_orders'];

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
  const order = OBJECTS.episode['riley'];
  const words = `'issuer', 'planted:drew:a', 'case_number', 'planted:drew:b', 'findings', 'planted:drew:c', 'received_by', 'planted:drew:d'`;
  await asOwner(
    peerwork,
    [
      `insert into app.legal_orders select (jsonb_populate_record(o, jsonb_build_object('id', $1::uuid, 'client_id', $2::uuid, ${words}))).*
         from app.legal_orders o where status = 'honoured' limit 1`,
      [order, DREW],
    ],
    [
      `insert into app.disclosures select (jsonb_populate_record(d, jsonb_build_object('id', $1::uuid, 'client_id', $2::uuid, 'legal_order_id', $1::uuid))).*
         from app.disclosures d where legal_order_id is not null limit 1`,
      [order, DREW],
    ],
  );
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
    // The one consent and the one order that a disclosure rests on are emptied and stay.
    const relied = { consents: gone['consents']! - 1, legal_orders: gone['legal_orders']! - 1 };
    const counted = Object.fromEntries(Object.entries({ ...gone, ...relied }).filter(([, count]) => count > 0));
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

  it('P2-27 leaves a certificate, the accounting and an empty row', async () => {
    await runner(peerwork).round();
    expect((await peerwork.as('priya').get(`/v1/purges/${purge.id}`)).body).toMatchObject({
      state: 'done',
      counts: { clients: 1, planned: 0, destroyed: 1, kept: 0 },
    });
    const certificate = await lineOf(peerwork, purge.id, DREW);
    expect(certificate).toMatchObject({ outcome: 'destroyed', code: null, keptUntil: null, reasons: [], ruleId: expect.any(String) });
    expect(certificate.rows).toContainEqual({ table: 'session_notes', rows: before['session_notes'] });
    for (const { name } of await columnsOfClients()) if (!STAYS.includes(name)) expect([name, await rowsOf(name)]).toEqual([name, 0]);
    expect([await rowsOf('disclosures'), await rowsOf('consents'), await rowsOf('legal_orders')]).toEqual([before['disclosures'], 1, 1]);
    const [tombstone] = await peerwork.rows('select * from app.clients where id = $1', [DREW]);
    const { id, code, created_at, version, purged_at, changed_at, ...others } = tombstone!;
    expect([id, code, purged_at instanceof Date, created_at instanceof Date, version]).toEqual([DREW, `PURGED-${DREW}`, true, true, 2]);
    expect(Math.abs(changed_at.getTime() - purged_at.getTime())).toBeLessThan(60_000);
    expect(others).toEqual({ given_name: '-', family_name: '-', preferred_name: null, pronouns: null, birth_date: null, languages: [], registered_by: null });
    expect(await peerwork.trail(DREW)).toMatchObject([
      { action: 'client.purged', account_id: null, client_ids: [DREW], facts: { purgeId: purge.id, ruleId: certificate.ruleId } },
    ]);
    expect((await peerwork.trail(purge.id)).map(({ action }) => action)).toEqual(['purge.previewed', 'purge.attested', 'purge.confirmed', 'purge.ended']);
  });

  it('P2-28 leaves nothing of what was written about the client but the accounting', async () => {
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
    expect(answer).toMatchObject({
      status: 200,
      body: { items: [{ id: OBJECTS.sentDisclosure['drew'], consentId: OBJECTS.consent['drew'] }, { legalOrderId: OBJECTS.episode['riley'] }] },
    });
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
