import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { Sealing } from '../../src/platform/encryption/sealing.ts';
import { day, typeOf } from '../consent/given.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';

const peerwork = launch();
const WORDS = 'What she said of her brother – ü';
const path = (clientId: string = CLIENTS.jordan) => `/v1/clients/${clientId}/counseling-notes`;
const write = (more: object = {}, who: Who = 'nadia', clientId: string = CLIENTS.jordan, key?: string) =>
  peerwork.as(who).post(path(clientId), { sessionOn: day(-1), words: WORDS, ...more }, { key });
const read = (id: string, who: Who = 'nadia') => peerwork.as(who).get(`/v1/counseling-notes/${id}`);
const change = (id: string, version: number, body: object, who: Who = 'nadia') => peerwork.as(who).patch(`/v1/counseling-notes/${id}`, body, { version });
const sign = (id: string, version: number, who: Who = 'nadia') => peerwork.as(who).put(`/v1/counseling-notes/${id}/signature`, {}, { version });
const rowOf = async (id: string) => (await peerwork.rows('select * from app.counseling_notes where id = $1', [id]))[0]!;
const count = async () => Number((await peerwork.rows('select count(*) as n from app.counseling_notes'))[0]!['n']);
const errorsIn = ({ body }: Answer) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer.slice(2)).sort();
const bare = ({ status, text }: Answer) => [status, text];

/** Another clinician who treats Jordan as well: all that Nadia may see, he may. */
async function colleague(clientId = CLIENTS.jordan): Promise<string> {
  const [id, token] = [uuid(), randomUUID().padEnd(43, '_')];
  await peerwork.rows(`begin; set local session_replication_role = replica; set local search_path = app;
    insert into accounts (id, email, name, role, created_at, version) values ('${id}', '${id}@center.example', 'Noel', 'clinician', now(), 1);
    insert into sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at)
      values ('${id}', '${id}', sha256('${token}'), now(), now(), now() + interval '1 hour');
    insert into care_team_members (id, client_id, account_id, starts_at, added_by, created_at, version)
      values ('${id}', '${clientId}', '${id}', now() - interval '1 day', '${CAST.max.id}', now(), 1);
    commit`);
  return token;
}

describe('a counseling note', () => {
  it('is begun, changed, signed and read by its author, and each is on the trail without a word of it', async () => {
    const made = await write();
    expect(made).toMatchObject({
      status: 201,
      body: { clientId: CLIENTS.jordan, sessionOn: day(-1), words: WORDS, status: 'draft', signedAt: null, version: 1 },
    });
    const { id } = made.body;
    const changed = await change(id, 1, { words: `${WORDS}, and more`, sessionOn: day(-2) });
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { words: `${WORDS}, and more`, sessionOn: day(-2), version: 2 } });
    const signed = await sign(id, 2);
    expect(signed.body).toMatchObject({ status: 'signed', version: 3 });
    expect((await read(id)).body).toEqual(signed.body);
    const { words, ...row } = signed.body;
    expect((await peerwork.as('nadia').get(`${path()}?limit=1`)).body.items).toEqual([row]);
    expect(words).toBe(`${WORDS}, and more`);
    expect((await peerwork.trail(id)).map(({ action, account_id, client_ids, facts }) => [action, account_id, client_ids, facts])).toEqual([
      ['counseling-note.written', CAST.nadia.id, [CLIENTS.jordan], {}],
      ['counseling-note.changed', CAST.nadia.id, [CLIENTS.jordan], { fields: ['sessionOn', 'words'] }],
      ['counseling-note.signed', CAST.nadia.id, [CLIENTS.jordan], {}],
    ]);
    const [look] = await peerwork.looks(await read(id));
    expect(look).toMatchObject({ kind: 'access', action: 'GET /v1/counseling-notes/:id', account_id: CAST.nadia.id, client_ids: [CLIENTS.jordan] });
  });

  it('P2-31 lies in a table of its own, sealed for its place alone', async () => {
    const { id } = (await write()).body;
    const { words, client_id: clientId } = await rowOf(id);
    const place = { table: 'counseling_notes', column: 'words', rowId: id, clientId };
    expect(peerwork.app.get(Sealing).open(place, words)).toBe(WORDS);
    expect(words.includes('brother')).toBe(false);
    const [{ found }] = (await peerwork.rows(`select exists (select from app.counseling_notes n where n::text ilike '%brother%') as found`)) as [
      { found: boolean },
    ];
    expect(found).toBe(false);
    expect(() => peerwork.app.get(Sealing).open({ ...place, rowId: UNKNOWN }, words)).toThrow('changed, moved');
  });

  it('does not change after it is signed, whoever tries', async () => {
    const { id } = (await write()).body;
    await sign(id, 1);
    expect([typeOf(await change(id, 2, { words: 'x' })), typeOf(await change(id, 2, { sessionOn: day(-3) })), typeOf(await sign(id, 2))]).toEqual(
      Array.from({ length: 3 }, () => '409 counseling-note-signed'),
    );
    await expect(peerwork.rows(`update app.counseling_notes set words = '\\x00', version = version + 1 where id = $1`, [id])).rejects.toThrow(
      'does not change',
    );
    await expect(peerwork.rows(`delete from app.counseling_notes where id = $1`, [id])).rejects.toThrow('never deleted');
  });

  it('P2-31 is not there for anybody else: its clinician colleague, who treats the client as well, hears what he would hear of none', async () => {
    const { id } = (await write()).body;
    const other = peerwork.bearing(await colleague());
    const [seen, unknown] = [await other.get(`/v1/counseling-notes/${id}`), await other.get(`/v1/counseling-notes/${UNKNOWN}`)];
    expect(bare(seen)).toEqual(bare(unknown));
    expect(seen.status).toBe(404);
    expect((await other.get(path())).body).toEqual({ items: [], next: null });
    const tries = [
      other.patch(`/v1/counseling-notes/${id}`, { words: 'x' }, { version: 1 }),
      other.put(`/v1/counseling-notes/${id}/signature`, {}, { version: 1 }),
    ];
    for (const answer of await Promise.all(tries)) expect(typeOf(answer)).toBe('404 not-found');
    expect((await rowOf(id))['version']).toBe(1);
  });

  it('P2-31 no other role ever writes or reads one', async () => {
    const { id } = (await write()).body;
    for (const who of ['ana', 'ben', 'olive', 'sue', 'otto', 'priya', 'max', 'ada'] as const) {
      const answers = [
        await write({}, who),
        await peerwork.as(who).get(path()),
        await read(id, who),
        await change(id, 1, { words: 'x' }, who),
        await sign(id, 1, who),
      ];
      expect([who, ...answers.map(({ status }) => status)]).toEqual([who, 403, 403, 403, 403, 403]);
    }
  });

  it('stays its author’s when another treats the client by now, and neither gives it to him nor lets its author write on', async () => {
    const { id } = (await write({}, 'nadia')).body;
    const member = `update app.care_team_members set ends_at = $1 where account_id = '${CAST.nadia.id}' and client_id = '${CLIENTS.jordan}'`;
    const during = async (ends: Date | null) => {
      await peerwork.rows('set session_replication_role = replica');
      await peerwork.rows(member, [ends]);
      await peerwork.rows('set session_replication_role = origin');
    };
    await during(new Date());
    try {
      expect((await read(id)).body.words).toBe(WORDS);
      expect([(await write()).status, (await peerwork.as('nadia').get(path())).status]).toEqual([404, 404]);
      expect((await peerwork.bearing(await colleague()).get(`/v1/counseling-notes/${id}`)).status).toBe(404);
    } finally {
      await during(null);
    }
  });

  it('is refused in the wrong shape, and then nothing is kept', async () => {
    const before = await count();
    expect(errorsIn(await write({ words: '' }))).toEqual(['words']);
    expect(errorsIn(await write({ words: 'x'.repeat(20_001) }))).toEqual(['words']);
    expect(errorsIn(await write({ sessionOn: day(2) }))).toEqual(['sessionOn']);
    expect(errorsIn(await write({ title: 'x' }))).toEqual(['title']);
    for (const clientId of [CLIENTS.riley, UNKNOWN]) expect((await write({}, 'nadia', clientId)).status).toBe(404);
    expect(await count()).toBe(before);
    const { id } = (await write()).body;
    expect(typeOf(await change(id, 7, { words: 'x' }))).toBe('412 stale-version');
    expect(errorsIn(await change(id, 1, { sessionOn: day(2) }))).toEqual(['sessionOn']);
  });

  it('is written once under one key, and signed once by two at the same moment', async () => {
    const key = 'a key for one counseling note';
    const [one, other] = [await write({}, 'nadia', CLIENTS.jordan, key), await write({}, 'nadia', CLIENTS.jordan, key)];
    expect([other.status, other.body.id]).toEqual([201, one.body.id]);
    await peerwork.rows('begin');
    await peerwork.rows('select from app.counseling_notes where id = $1 for update', [one.body.id]);
    const both = [sign(one.body.id, 1), sign(one.body.id, 1)];
    for (;;) {
      const [{ n } = { n: 0 }] = await peerwork.rows<{ n: number }>(`select count(distinct pid)::integer as n from pg_locks where not granted`);
      if (n >= 2) break;
      await new Promise((next) => setTimeout(next, 20));
    }
    await peerwork.rows('commit');
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
