import { afterEach, describe, expect, it } from '@jest/globals';
import { heardOf } from '../offline/feed.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { lift, readersOf, REASON, restrict, restricting } from './restricted.ts';

const peerwork = launch();
const path = `/v1/clients/${CLIENTS.jordan}/restrictions`;
const priya = () => peerwork.as('priya');

afterEach(() =>
  peerwork.rows(
    `set session_replication_role = replica; delete from app.restriction_readers; delete from app.client_restrictions; set session_replication_role = origin`,
  ),
);

describe('P2-21 a restriction', () => {
  it('hides a client from everybody who is not named, on the next request, until it is lifted', async () => {
    expect(await readersOf(peerwork, 'jordan')).toEqual(['ana', 'sue', 'nadia', 'max', 'priya']);
    const made = await priya().post(path, restricting(['ana', 'nadia']));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      clientId: CLIENTS.jordan,
      clientCode: 'PW-TEST-JORDAN',
      reason: REASON,
      madeBy: CAST.priya.id,
      liftedAt: null,
      version: 1,
    });
    expect(made.body.readers).toEqual(
      (['ana', 'nadia'] as const).map((who) => ({
        ...{ accountId: CAST[who].id, name: CAST[who].name, addedAt: expect.any(String), addedBy: CAST.priya.id, removedAt: null, removedBy: null },
      })),
    );
    expect(await readersOf(peerwork, 'jordan')).toEqual(['ana', 'nadia']);
    const lifted = await lift(peerwork, made.body);
    expect(lifted.body).toMatchObject({ liftedBy: CAST.priya.id, liftReason: 'Not needed any more', liftedAt: expect.any(String), version: 2 });
    expect(await readersOf(peerwork, 'jordan')).toEqual(['ana', 'sue', 'nadia', 'max', 'priya']);
    expect(await peerwork.trail(made.body.id)).toMatchObject([
      { action: 'restriction.made', account_id: CAST.priya.id, client_ids: [CLIENTS.jordan], facts: { accountIds: [CAST.ana.id, CAST.nadia.id] } },
      { action: 'restriction.lifted', client_ids: [CLIENTS.jordan] },
    ]);
  });

  it('is answered like an unknown client, to the last byte but the request’s id', async () => {
    await restrict(peerwork, 'jordan', ['ana']);
    const plain = (text: string, id: string) => text.replaceAll(id, '').replace(/"(instance|requestId)":"[^"]*"/g, '');
    const [hidden, unknown] = await Promise.all([CLIENTS.jordan, UNKNOWN].map((id) => peerwork.as('max').get(`/v1/clients/${id}`)));
    expect([hidden!.status, plain(hidden!.text, CLIENTS.jordan)]).toEqual([404, plain(unknown!.text, UNKNOWN)]);
  });

  it('lets whoever is named change things as before, and nobody else', async () => {
    await restrict(peerwork, 'jordan', ['ana']);
    const setback = { occurredAt: new Date().toISOString(), kind: 'return-to-use' };
    const answers = await Promise.all((['ana', 'sue'] as const).map((who) => peerwork.as(who).post(`/v1/clients/${CLIENTS.jordan}/setbacks`, setback)));
    expect(answers.map(({ status }) => status)).toEqual([201, 404]);
  });

  it('is said anew, and each name keeps who added it and when it went', async () => {
    const { id } = await restrict(peerwork, 'jordan', ['ana', 'sue']);
    const changed = await priya().put(`/v1/restrictions/${id}/readers`, { accountIds: [CAST.ana.id, CAST.max.id] }, { version: 1 });
    expect(changed.status).toBe(200);
    expect(changed.body.readers.map(({ name, removedBy }: { name: string; removedBy: string | null }) => [name, removedBy])).toEqual([
      ['Ana', null],
      ['Sue', CAST.priya.id],
      ['Max', null],
    ]);
    expect(await readersOf(peerwork, 'jordan')).toEqual(['ana', 'max']);
    expect((await peerwork.trail(id)).at(-1)).toMatchObject({ action: 'restriction.changed', facts: { added: [CAST.max.id], removed: [CAST.sue.id] } });
  });

  it('never opens what somebody did not see before', async () => {
    const answer = await priya().post(path, restricting(['ana', 'otto', 'ada']));
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      ['1', '2'].map((at) => ({ pointer: `#/accountIds/${at}`, detail: 'is no enabled account that reaches this client' })),
    ]);
    await restrict(peerwork, 'sam', ['ben']);
    expect(await readersOf(peerwork, 'jordan')).not.toContain('ben');
  });

  it('takes effect on whoever loses the client meanwhile: being named is not enough', async () => {
    await restrict(peerwork, 'jordan', ['nadia']);
    await peerwork.rows(`set session_replication_role = replica; update app.care_team_members set ends_at = now() where account_id = '${CAST.nadia.id}'`);
    expect(await readersOf(peerwork, 'jordan')).toEqual([]);
    await peerwork.rows(`update app.care_team_members set ends_at = null where account_id = '${CAST.nadia.id}'; set session_replication_role = origin`);
  });

  it('hides the record from the client himself, whatever he is named as', async () => {
    const { id } = await restrict(peerwork, 'jordan', ['ana'], { staffAccountId: CAST.sue.id });
    await peerwork.rows(`set session_replication_role = replica`);
    await peerwork.rows(
      `insert into app.restriction_readers (id, restriction_id, client_id, account_id, added_at, added_by, version) values (gen_random_uuid(), $1, $2, $3, now(), $4, 1)`,
      [id, CLIENTS.jordan, CAST.sue.id, CAST.priya.id],
    );
    await peerwork.rows(`set session_replication_role = origin`);
    expect(await readersOf(peerwork, 'jordan')).toEqual(['ana']);
  });

  it.each<[string, Who[], object]>([
    ['names-himself', ['ana', 'priya'], {}],
    ['names-the-client', ['ana', 'sue'], { staffAccountId: CAST.sue.id }],
  ])('is refused: %s', async (slug, readers, more) => {
    const answer = await priya().post(path, restricting(readers, more));
    expect([answer.status, answer.body.type.split('/').at(-1)]).toEqual([409, slug]);
    const { id } = await restrict(peerwork, 'jordan', ['ana'], more);
    const changed = await priya().put(`/v1/restrictions/${id}/readers`, { accountIds: readers.map((who) => CAST[who].id) }, { version: 1 });
    expect([changed.status, changed.body.type.split('/').at(-1)]).toEqual([409, slug]);
  });

  it.each<[string, object, string]>([
    ['nobody named', { accountIds: [] }, '#/accountIds'],
    ['an account that is not there', { accountIds: [UNKNOWN] }, '#/accountIds/0'],
    ['no reason', { reason: 'short' }, '#/reason'],
    ['a staff account that is not there', { staffAccountId: UNKNOWN }, '#/staffAccountId'],
  ])('is refused with %s', async (_, more, pointer) => {
    const answer = await priya().post(path, { ...restricting(['ana']), ...more });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
  });

  it('stands once: of two at the same moment one is made, and whoever does not see the client learns nothing of it', async () => {
    const answers = await Promise.all(['a', 'b'].map(() => priya().post(path, restricting(['ana']))));
    const [made, refused] = answers.sort((one, other) => one.status - other.status);
    // Whoever comes after the other's commit does not find the client any more.
    expect([made!.status, refused!.status === 404 ? 'not-found' : refused!.body.type.split('/').at(-1)]).toEqual([
      201,
      refused!.status === 404 ? 'not-found' : 'already-restricted',
    ]);
    expect((await priya().post(path, restricting(['ana']))).status).toBe(404);
  });

  it('is lifted once, and changes no more then', async () => {
    const made = await restrict(peerwork, 'jordan', ['ana']);
    const lifted = await lift(peerwork, made);
    expect((await lift(peerwork, lifted.body)).body.type).toMatch(/restriction-lifted$/);
    const named = await priya().put(`/v1/restrictions/${made.id}/readers`, { accountIds: [CAST.ana.id] }, { version: 2 });
    expect([named.status, named.body.type]).toEqual([409, expect.stringMatching(/restriction-lifted$/)]);
  });

  it('wants the version that was read', async () => {
    const { id } = await restrict(peerwork, 'jordan', ['ana']);
    const body = { accountIds: [CAST.ana.id] };
    expect((await priya().put(`/v1/restrictions/${id}/readers`, body)).status).toBe(428);
    expect((await priya().put(`/v1/restrictions/${id}/readers`, body, { version: 2 })).status).toBe(412);
  });

  it('is the privacy officer’s alone', async () => {
    const { id } = await restrict(peerwork, 'jordan', ['ana']);
    for (const who of ['ana', 'sue', 'nadia', 'max', 'ada'] as const) {
      const api = peerwork.as(who);
      const answers = await Promise.all([api.post(path, restricting(['ana'])), api.get('/v1/restrictions'), api.get(`/v1/restrictions/${id}`)]);
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    }
  });

  it('is listed by client and by whether it stands, for whoever keeps them and does not see the client', async () => {
    const made = await restrict(peerwork, 'jordan', ['ana']);
    await lift(peerwork, await restrict(peerwork, 'sam', ['ben']));
    const ids = async (query: string) => (await priya().get(`/v1/restrictions?${query}`)).body.items.map(({ clientId }: { clientId: string }) => clientId);
    expect(await ids('')).toEqual([CLIENTS.sam, CLIENTS.jordan]);
    expect(await ids('standing=true')).toEqual([CLIENTS.jordan]);
    expect(await ids('standing=false')).toEqual([CLIENTS.sam]);
    expect(await ids(`clientId=${CLIENTS.jordan}`)).toEqual([CLIENTS.jordan]);
    expect((await priya().get(`/v1/restrictions/${made.id}`)).body.clientCode).toBe('PW-TEST-JORDAN');
  });
});

describe('P2-12 around a restricted client', () => {
  const person = { legalName: { given: 'Jordan', family: 'Testperson' }, birthDate: '1990-01-01' };

  it('the warning about duplicates says nothing of him', async () => {
    const before = await peerwork.as('sue').post('/v1/clients', person);
    expect([before.status, before.body.possibleDuplicates]).toEqual([409, [CLIENTS.jordan]]);
    await restrict(peerwork, 'jordan', ['ana']);
    expect((await peerwork.as('sue').post('/v1/clients', person)).status).toBe(201);
  });

  it('a search, a list and a report do not have him', async () => {
    await restrict(peerwork, 'jordan', ['ana']);
    for (const who of ['sue', 'max', 'priya'] as const) {
      const api = peerwork.as(who);
      const answers = [
        await api.post('/v1/clients/search', { name: 'Jordan' }),
        await api.get('/v1/clients?limit=100'),
        await api.get('/v1/reports/caseload/clients?limit=100'),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(answers.filter(({ text }) => text.includes(CLIENTS.jordan))).toEqual([]);
    }
  });

  it('who was named and who looked stays before the privacy officer', async () => {
    await restrict(peerwork, 'jordan', ['ana']);
    await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}`);
    const { body } = await priya().get(`/v1/audit-events?clientId=${CLIENTS.jordan}&limit=5`);
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual(expect.arrayContaining(['restriction.made', 'GET /v1/clients/:id']));
  });

  it('a device hears that he is gone, and of the restriction nothing', async () => {
    const { next } = (await peerwork.as('sue').get('/v1/changes')).body;
    const [ana] = [(await peerwork.as('ana').get('/v1/changes')).body];
    await restrict(peerwork, 'jordan', ['ana']);
    const { changes } = await heardOf(peerwork, 'sue', next, 1);
    expect(changes).toMatchObject([{ kind: 'client', id: CLIENTS.jordan, change: 'no-longer-yours' }]);
    expect((await peerwork.as('ana').get(`/v1/changes?since=${ana.next}`)).body.changes).toEqual([]);
  });
});
