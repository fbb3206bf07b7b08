import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { launch } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';
import { identifierIndex, sealPlain } from '../support/sealing.ts';
import { person, register } from '../client/person.ts';
import { dumpOf, foundIn } from './dump.ts';

const PLANTED = 200;
const peerwork = launch();
const word = () => `planted-${randomBytes(8).toString('hex')}`;

/** As the release before writes them, past triggers. */
async function inPlain(table: string, rows: Record<string, unknown>[]): Promise<void> {
  await peerwork.rows(`set session_replication_role = replica`);
  const columns = Object.keys(rows[0]!).join(', ');
  await peerwork.rows(`insert into app.${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::app.${table}, $1)`, [JSON.stringify(rows)]);
  await peerwork.rows(`set session_replication_role = origin`);
}
const plainContact = (client_id: string, value: string) => ({
  ...{ id: uuid(), client_id, kind: 'phone', value },
  ...{ ok_to_call: true, ok_to_text: false, ok_to_voicemail: false, position: 0 },
});
const plainIdentifier = (client_id: string, value: string) => ({ id: uuid(), client_id, system: 'clinic-mrn', value, is_twin: false });
const search = async (who: 'ana' | 'ben' | 'max', value: string) =>
  (await peerwork.as(who).post('/v1/clients/search', { identifier: { system: 'clinic-mrn', value } })).body.items.map(({ id }: { id: string }) => id);

describe('a dump', () => {
  it(`P2-27 holds none of ${PLANTED} planted values, whichever way they came in`, async () => {
    const words: string[] = [];
    const planted = () => words[words.push(word()) - 1]!;
    for (let n = 0; n < PLANTED / 8; n++)
      await register(peerwork, {
        contactPoints: [
          { kind: 'phone', value: planted() },
          { kind: 'email', value: `${planted()}@mail.example` },
          { kind: 'address', value: planted() },
        ],
        identifiers: [{ system: 'clinic-mrn', value: planted() }],
      });
    const id = await register(peerwork, {});
    const ways = Array.from({ length: 20 }, () => ({ kind: 'phone', value: planted() }));
    expect((await peerwork.as('max').get(`/v1/clients/${id}`)).body.contactPoints).toEqual([]);
    await peerwork
      .as('ana')
      .patch(`/v1/clients/${CLIENTS.jordan}`, { contactPoints: ways, identifiers: [{ system: 'clinic-mrn', value: planted() }] }, { version: 1 });
    const csv = [
      'given name,family name,birth date,phone,email,address,mrn',
      ...Array.from({ length: 10 }, (_, n) => `Jordan,Testperson,1990-01-01,${planted()},${planted()}@mail.example,${planted()},${n}-${planted()}`),
    ];
    const { status, body } = await peerwork.as('max').post('/v1/clients/imports', { fileName: 'roster.csv', csv: csv.join('\n') });
    expect([status, body.counts.held]).toEqual([201, 10]);
    while (words.length < PLANTED) await inPlain('client_contact_points', [plainContact(CLIENTS.sam, planted())]);
    expect(await sealPlain(peerwork)).toBeGreaterThan(0);

    expect(words.length).toBeGreaterThanOrEqual(PLANTED);
    expect(foundIn(await dumpOf(peerwork), words)).toEqual([]);
    const read = await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`);
    expect(read.body.contactPoints.map(({ value }: { value: string }) => value)).toEqual(ways.map(({ value }) => value));
  }, 120_000);

  it('would show one that stands in plain, in letters or in bytes', async () => {
    const [plain, bytes] = [word(), word()];
    await inPlain('client_contact_points', [plainContact(CLIENTS.riley, plain)]);
    await peerwork.rows(`set session_replication_role = replica`);
    await peerwork.rows(`update app.client_contact_points set value = null, value_sealed = $1 where value = $2`, [Buffer.from(`${plain} ${bytes}`), plain]);
    expect(foundIn(await dumpOf(peerwork), [plain, bytes])).toEqual([`${plain} in client_contact_points`, `${bytes} in client_contact_points`]);
    await peerwork.rows(`delete from app.client_contact_points where client_id = $1`, [CLIENTS.riley]);
    await peerwork.rows(`set session_replication_role = origin`);
  });
});

describe('what the release before writes', () => {
  it('is read as it stands, and sealed in the next round, with a record of it', async () => {
    const id = await register(peerwork, {});
    await inPlain('client_contact_points', [plainContact(id, '+1 555 0142')]);
    await inPlain('client_identifiers', [plainIdentifier(id, 'OLD-1')]);
    const read = async () => (await peerwork.as('max').get(`/v1/clients/${id}`)).body;
    const before = await read();
    expect(before).toMatchObject({ contactPoints: [{ value: '+1 555 0142' }], identifiers: [{ system: 'clinic-mrn', value: 'OLD-1' }] });
    // Also before it is sealed nobody else gets it.
    expect((await peerwork.as('max').post('/v1/clients', person({ identifiers: [{ system: 'clinic-mrn', value: 'OLD-1' }] }))).body.type).toBe(
      '/problems/likely-duplicate',
    );
    expect(await sealPlain(peerwork)).toBe(2);
    expect(await read()).toEqual(before);
    expect(await search('max', 'OLD-1')).toEqual([id]);
    expect(
      await peerwork.rows(`select from app.client_contact_points where value is not null union all select from app.client_identifiers where value is not null`),
    ).toEqual([]);
    const told = await peerwork.rows<{ facts: object }>(`select facts from app.audit_events where action = 'values.sealed' order by at desc limit 2`);
    expect(told.map(({ facts }) => facts)).toEqual(
      expect.arrayContaining([
        { table: 'client_contact_points', values: 1 },
        { table: 'client_identifiers', values: 1 },
      ]),
    );
    expect(await sealPlain(peerwork)).toBe(0);
  });

  it('keeps two identifiers that only case told apart, and gives neither to a third', async () => {
    const [one, other] = [await register(peerwork, {}), await register(peerwork, {})];
    await inPlain('client_identifiers', [plainIdentifier(one, 'Twin-7'), plainIdentifier(other, 'TWIN-7')]);
    await sealPlain(peerwork);
    expect((await search('max', 'twin-7')).sort()).toEqual([one, other].sort());
    const rows = await peerwork.rows<{ is_twin: boolean }>(`select is_twin from app.client_identifiers where value_index = $1 order by is_twin`, [
      identifierIndex(peerwork, { system: 'clinic-mrn', value: 'TWIN-7' }),
    ]);
    expect(rows).toEqual([{ is_twin: false }, { is_twin: true }]);
    const wish = person({ identifiers: [{ system: 'clinic-mrn', value: 'tWiN-7' }], reason: 'is somebody else' });
    expect((await peerwork.as('max').post('/v1/clients?confirmNotDuplicate=true', wish)).body.type).toBe('/problems/identifier-taken');
  });
});

describe('the index', () => {
  it('finds exactly, whatever the case, and no part of a value', async () => {
    const id = await register(peerwork, { identifiers: [{ system: 'clinic-mrn', value: 'Exact-0471' }] });
    expect(await search('max', 'EXACT-0471')).toEqual([id]);
    for (const other of ['Exact-047', 'Exact-04711', '0471', '%', 'Exact_0471']) expect(await search('max', other)).toEqual([]);
    const otherSystem = await peerwork.as('max').post('/v1/clients/search', { identifier: { system: 'medicaid', value: 'Exact-0471' } });
    expect(otherSystem.body.items).toEqual([]);
  });

  it('leads nobody past row security', async () => {
    await peerwork
      .as('ana')
      .patch(`/v1/clients/${CLIENTS.jordan}`, { identifiers: [{ system: 'clinic-mrn', value: 'HERS-1' }] }, { version: await versionOf(CLIENTS.jordan) });
    expect(await search('ana', 'HERS-1')).toEqual([CLIENTS.jordan]);
    expect(await search('ben', 'HERS-1')).toEqual([]);
  });
});

describe('a sealed value that was tampered with', () => {
  const victim = async () => {
    const secret = word();
    const id = await register(peerwork, { contactPoints: [{ kind: 'phone', value: secret }] });
    return { id, secret, read: () => peerwork.as('max').get(`/v1/clients/${id}`) };
  };
  const changed = async (text: string, values: unknown[]) => {
    await peerwork.rows(`set session_replication_role = replica`);
    await peerwork.rows(text, values);
    await peerwork.rows(`set session_replication_role = origin`);
  };

  it('is refused when a bit is flipped, and nothing of it is logged', async () => {
    const { id, secret, read } = await victim();
    expect((await read()).status).toBe(200);
    await changed(`update app.client_contact_points set value_sealed = set_byte(value_sealed, 33, get_byte(value_sealed, 33) # 4) where client_id = $1`, [id]);
    const { status, body, text } = await read();
    expect([status, body.title]).toEqual([500, 'Something broke on our side']);
    expect(text).not.toContain(secret);
    const logged = peerwork.watch.lines.join('');
    expect(logged).toContain('SealBroken');
    expect(logged).not.toContain(secret);
  });

  it('is refused when it was put into another one’s row', async () => {
    const [one, other] = [await victim(), await victim()];
    await changed(
      `update app.client_contact_points a set value_sealed = b.value_sealed from app.client_contact_points b where a.client_id = $1 and b.client_id = $2`,
      [one.id, other.id],
    );
    const { status, text } = await one.read();
    expect(status).toBe(500);
    expect(text).not.toContain(other.secret);
    expect((await other.read()).body.contactPoints).toMatchObject([{ value: other.secret }]);
  });

  it('is refused for now when its key is not known here', async () => {
    const { id, read } = await victim();
    await changed(`update app.client_contact_points set value_sealed = set_byte(value_sealed, 2, 7) where client_id = $1`, [id]);
    const { status, body, headers } = await read();
    expect([status, body.type, headers.get('retry-after')]).toEqual([503, '/problems/key-unknown', '3']);
  });
});

const versionOf = async (id: string) => (await peerwork.as('ana').get(`/v1/clients/${id}`)).body.version;
