import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DataKeys, Rotation } from '../../src/modules/data-key/index.ts';
import { dumpOf, foundIn } from '../encryption/dump.ts';
import { mannWhitney } from '../proof/mann-whitney.ts';
import { restrict } from '../restriction/restricted.ts';
import { age, begun, former, runner } from '../retention/former.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { begunAtOnce } from '../support/sealing.ts';

const peerwork = launch();
const ENQUIRY = { askedName: 'Jordan Testperson', enquirerName: 'Pat Testperson', enquirerRelation: 'A brother', channel: 'phone', what: 'Whether he is well' };
const ask = (more: object = {}, who: Who = 'ana', key?: string) => peerwork.as(who).post('/v1/enquiries', { ...ENQUIRY, ...more }, key ? { key } : {});
const STAFF = ['ana', 'sue', 'nadia', 'max', 'priya'] as const;

/** What the application says to the database while `body` runs. */
async function statementsOf(body: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  const prototype = pg.Client.prototype as unknown as { query(...values: unknown[]): unknown };
  const { query } = prototype;
  prototype.query = function (this: pg.Client, ...values: unknown[]) {
    const [statement] = values as [string | { text?: string }];
    if (this !== peerwork.db) said.push(typeof statement === 'string' ? statement : (statement.text ?? ''));
    return query.apply(this, values);
  };
  try {
    await body();
  } finally {
    prototype.query = query;
  }
  return said;
}

/** Somebody who is a client, one whom hardly anybody sees, one whose record was destroyed, and somebody of whom nobody ever heard. */
const ASKED_FOR = {
  known: { askedName: 'Jordan Testperson', askedBirthDate: '1990-01-01' },
  restricted: { askedName: 'Sam Testperson', askedBirthDate: '1990-01-01' },
  purged: { askedName: 'Toni Former', askedBirthDate: '1950-02-03' },
  unknown: { askedName: 'Alex Nobodyhere', askedBirthDate: '1990-01-01' },
};
const kinds = Object.keys(ASKED_FOR) as (keyof typeof ASKED_FOR)[];

beforeAll(async () => {
  await restrict(peerwork, 'sam', ['ben']);
  const gone = await former(peerwork);
  await age(peerwork, gone);
  await begun(peerwork);
  await runner(peerwork).round();
  expect(await peerwork.rows('select given_name from app.clients where id = $1', [gone])).not.toEqual([{ given_name: 'Toni' }]);
}, 30_000);

describe('an enquiry', () => {
  it('is answered in fixed words, and is on the trail without a word of it', async () => {
    const taken = await ask();
    expect([taken.status, taken.body]).toEqual([
      201,
      { id: expect.any(String), takenAt: expect.any(String), answer: expect.stringMatching(/neither confirms nor denies/) },
    ]);
    expect(taken.body.answer).not.toMatch(/CFR|Part 2|Jordan|patient|client/i);
    expect(await peerwork.trail(taken.body.id)).toEqual([{ action: 'enquiry.taken', account_id: CAST.ana.id, client_ids: [], facts: { channel: 'phone' } }]);
    expect(await peerwork.looks(taken)).toMatchObject([{ kind: 'access', status: 201, client_ids: [] }]);
  });

  it.each(STAFF)('P2-12 is answered alike whether or not the center knows the person, by the same statements: asked by %s', async (who) => {
    const texts: string[] = [];
    const said: string[][] = [];
    for (const kind of kinds)
      said.push(
        await statementsOf(async () => {
          const { status, text, body } = await ask(ASKED_FOR[kind], who);
          expect(status).toBe(201);
          texts.push(text.replace(body.id, '').replace(body.takenAt, ''));
        }),
      );
    expect(new Set(texts).size).toBe(1);
    expect(said[0]!.length).toBeGreaterThan(1);
    for (const statements of said) expect(statements).toEqual(said[0]);
    expect(said[0]!.join('\n')).not.toMatch(/app\.clients|client_/);
  });

  it('P2-12 takes as long for one as for the other', async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let n = 0; n < 120; n++) {
      const kind = n % 2 ? 'known' : 'unknown';
      const began = performance.now();
      await ask(ASKED_FOR[kind]);
      times[kind].push(performance.now() - began);
    }
    expect(mannWhitney(times.known, times.unknown)).toBeGreaterThan(0.0001);
  }, 30_000);

  it('P2-12 refers to no client: no column of it could', async () => {
    const columns = await peerwork.rows<{ column_name: string }>(
      `select column_name from information_schema.columns where table_schema = 'app' and table_name = 'enquiries' order by 1`,
    );
    expect(columns.map(({ column_name }) => column_name)).toEqual(['channel', 'id', 'taken_at', 'taken_by', 'words']);
  });

  it('is taken once for one key, and a replay is the same answer', async () => {
    const key = 'an-enquiry-taken-once';
    const [first, again] = [await ask({}, 'ana', key), await ask({}, 'ana', key)];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    const both = await Promise.all([ask({}, 'sue', 'two-at-once-for-one'), ask({}, 'sue', 'two-at-once-for-one')]);
    const ids = new Set(both.filter(({ status }) => status === 201).map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect((await ask({ what: 'Something else' }, 'ana', key)).status).toBe(422);
  });

  it.each([
    [{ askedName: '' }, '#/askedName'],
    [{ askedName: undefined }, '#/askedName'],
    [{ askedBirthDate: '1990-02-30' }, '#/askedBirthDate'],
    [{ channel: 'fax' }, '#/channel'],
    [{ what: 'x'.repeat(2_001) }, '#/what'],
    [{ enquirerName: undefined }, '#/enquirerName'],
    [{ enquirerRelation: 7 }, '#/enquirerRelation'],
    [{ clientId: CLIENTS.jordan }, '#/clientId'],
  ])('refuses %j and keeps nothing', async (more, pointer) => {
    const before = await peerwork.rows('select count(*) from app.enquiries');
    expect(await ask(more)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await peerwork.rows('select count(*) from app.enquiries')).toEqual(before);
  });

  it('is not for an administrator', async () => {
    const admin = peerwork.as('ada');
    for (const answer of [await ask({}, 'ada'), await admin.get('/v1/enquiries'), await admin.get(`/v1/enquiries/${UNKNOWN}`)])
      expect(answer).toMatchObject({ status: 403, body: { type: '/problems/role-may-not' } });
  });
});

describe('what was asked', () => {
  it('is read by the privacy officer alone, and everybody else sees that he took his own', async () => {
    const { body: taken } = await ask({ askedBirthDate: '1990-01-01', enquirerContact: '555 0100' }, 'nadia');
    const row = { id: taken.id, takenBy: CAST.nadia.id, takenAt: taken.takenAt, channel: 'phone' };
    const read = await peerwork.as('priya').get(`/v1/enquiries/${taken.id}`);
    expect([read.status, read.body]).toEqual([200, { ...ENQUIRY, ...row, askedBirthDate: '1990-01-01', enquirerContact: '555 0100' }]);
    for (const who of ['nadia', 'ana', 'sue', 'max'] as const)
      expect((await peerwork.as(who).get(`/v1/enquiries/${taken.id}`)).body).toMatchObject({ type: '/problems/role-may-not' });
    const lists = await Promise.all(STAFF.map(async (who) => [who, (await peerwork.as(who).get('/v1/enquiries?limit=100')).body.items] as const));
    for (const [who, items] of lists) {
      expect([who, items.some(({ id }: { id: string }) => id === taken.id)]).toEqual([who, who === 'nadia' || who === 'priya']);
      for (const one of items) expect(Object.keys(one).sort()).toEqual(['channel', 'id', 'takenAt', 'takenBy']);
      if (who !== 'priya') expect(new Set(items.map(({ takenBy }: { takenBy: string }) => takenBy))).toEqual(new Set([CAST[who].id]));
    }
    expect((await peerwork.as('priya').get('/v1/enquiries?limit=1')).body.items).toEqual([row]);
  });

  it('is unknown where there is none', async () => {
    expect((await peerwork.as('priya').get(`/v1/enquiries/${UNKNOWN}`)).status).toBe(404);
  });

  it('comes in pages that neither skip nor repeat', async () => {
    const all = (await peerwork.as('priya').get('/v1/enquiries?limit=100')).body.items.map(({ id }: { id: string }) => id);
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null && paged.length < 15;) {
      const { body }: { body: any } = await peerwork.as('priya').get(`/v1/enquiries?limit=3${next && `&after=${next}`}`);
      paged.push(...body.items.map(({ id }: { id: string }) => id));
      next = body.next;
    }
    expect(paged).toEqual(all.slice(0, paged.length));
  });

  it('P2-27 stands sealed in the database, and in no log and nowhere else', async () => {
    const word = () => `planted-${randomBytes(8).toString('hex')}`;
    const words = [word(), word(), word(), word(), word()];
    const [askedName, enquirerName, enquirerRelation, enquirerContact, what] = words;
    const { body } = await ask({ askedName, enquirerName, enquirerRelation, enquirerContact, what });
    expect((await peerwork.as('priya').get(`/v1/enquiries/${body.id}`)).body).toMatchObject({ askedName, what });
    expect(foundIn(await dumpOf(peerwork), words)).toEqual([]);
    expect(words.filter((one) => peerwork.watch.lines.some((line) => line.includes(one)))).toEqual([]);
  });

  it('stays as it was, whoever would change it; sealed anew it says the same', async () => {
    const { body } = await ask({ what: 'Sealed twice' });
    for (const change of [`update app.enquiries set channel = 'letter'`, 'update app.enquiries set words = words', 'delete from app.enquiries'])
      await expect(peerwork.rows(change)).rejects.toMatchObject({ code: expect.stringMatching(/^PX50[12]$/) });
    await peerwork.app.get(DataKeys).start();
    const { keyId } = await begunAtOnce(peerwork, peerwork.app.get(Rotation));
    await peerwork.app.get(Rotation).finish(keyId, () => undefined);
    const [{ key }] = (await peerwork.rows(`select get_byte(words, 2) * 256 + get_byte(words, 3) as key from app.enquiries where id = $1`, [body.id])) as [any];
    expect(key).toBe(keyId);
    expect((await peerwork.as('priya').get(`/v1/enquiries/${body.id}`)).body).toMatchObject({ what: 'Sealed twice' });
  });
});
