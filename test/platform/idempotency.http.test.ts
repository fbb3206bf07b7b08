import { describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { person, registerAnas } from '../client/person.ts';
import { launch } from '../support/app.ts';
import { ASSIGNMENTS, CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { invite, PASSWORD } from '../support/invite.ts';

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

  it('is the same request only with all that lies deeper, and with lists in their order', async () => {
    const key = 'phone-1-attempt-0009';
    const phone = { kind: 'phone', value: '+1 555 0109', okToCall: true };
    const email = { kind: 'email', value: 'robin@home.example' };
    const { legalName, birthDate } = person();
    const first = await peerwork.as('max').post('/v1/clients', { legalName, birthDate, contactPoints: [phone, email] }, { key });
    const { given, family } = legalName;
    const turned = { okToCall: true, value: '+1 555 0109', kind: 'phone' };
    const same = { contactPoints: [turned, email], birthDate, legalName: { family, given } };
    const again = await peerwork.as('max').post('/v1/clients', same, { key });
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
    for (const other of [
      { contactPoints: [email, phone] },
      { contactPoints: [phone, { ...email, value: 'r@home.example' }] },
      { legalName: { given, family: 'Else' } },
    ])
      expect(await peerwork.as('max').post('/v1/clients', { ...same, ...other }, { key })).toMatchObject({
        status: 422,
        body: { type: '/problems/idempotency-key-reused' },
      });
  });

  it('is refused for another client, and stands for itself on another route', async () => {
    const key = 'phone-1-attempt-0010';
    const { id } = await registerAnas(peerwork);
    const first = await peerwork.as('ana').post(path, goal('Learn to swim'), { key });
    const elsewhere = await peerwork.as('ana').post(`/v1/clients/${id}/goals`, goal('Learn to swim'), { key });
    expect([first.status, elsewhere.status, elsewhere.body.type]).toEqual([201, 422, '/problems/idempotency-key-reused']);
    expect(await goals('Learn to swim')).toBe(1);
    const client = await peerwork.as('max').post('/v1/clients', person(), { key });
    const wish = { peerSpecialistId: CAST.ana.specialistId, role: 'primary', reason: 'intake' };
    const assigned = await peerwork.as('max').post(`/v1/clients/${client.body.id}/assignments`, wish, { key });
    expect([client.status, assigned.status, assigned.headers.get('idempotency-replayed')]).toEqual([201, 201, null]);
  });

  it('about many things has each outcome again', async () => {
    const key = 'phone-1-attempt-0011';
    const wish = { notes: [{ id: UNKNOWN, version: 1 }] };
    const first = await peerwork.as('sue').post('/v1/cosignatures', wish, { key });
    const again = await peerwork.as('sue').post('/v1/cosignatures', wish, { key });
    expect(first).toMatchObject({ status: 200, body: { results: [{ id: UNKNOWN, outcome: 'refused' }] } });
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([200, first.body, 'true']);
  });

  it('of a device has each effect once, and is refused where one became another', async () => {
    const tried = { id: uuid(), logAttempt: { clientId: CLIENTS.jordan, outcome: 'no-show', modality: 'phone' } };
    const send = async (operation: object) => (await peerwork.as('ana').post('/v1/batches', { operations: [operation] })).body.results;
    expect(await send(tried)).toMatchObject([{ id: tried.id, outcome: 'done' }]);
    expect(await send(tried)).toMatchObject([{ id: tried.id, outcome: 'known' }]);
    const other = { ...tried, logAttempt: { ...tried.logAttempt, outcome: 'unreachable' } };
    expect(await send(other)).toMatchObject([{ id: tried.id, outcome: 'refused', problem: { type: '/problems/idempotency-key-reused' } }]);
  });

  it('of a visitor has one effect as well, and is refused with another body', async () => {
    const key = 'phone-1-attempt-0013';
    const { email } = await invite(peerwork, 'clinician');
    const signIn = (more = {}) => peerwork.as(null).post('/v1/session', { email, password: PASSWORD, ...more }, { key });
    const [first, again, other] = [await signIn(), await signIn(), await signIn({ device: 'd'.repeat(43) })];
    expect([first.status, again.status, other.status, other.body.type]).toEqual([201, 201, 422, '/problems/idempotency-key-reused']);
    expect(again.body.token).toBe(first.body.token);
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

  it.each([['x'.repeat(16)], ['x'.repeat(128)], ['with a space inside']])('is taken with the key %s', async (key) => {
    expect((await peerwork.as('ana').post(path, goal('Paint the fence'), { key })).status).toBe(201);
  });

  it.each([['too-short'], ['x'.repeat(15)], ['x'.repeat(129)], ['sixteen-but-ünicode'], ['ünicode-and-sixteen-more'], ['sixteen-more-and-ü']])(
    'is refused with the key %s',
    async (key) => {
      const headers = { 'idempotency-key': Buffer.from(key, 'utf8').toString('latin1') };
      const { status, body } = await peerwork.as('ana').post(path, goal(), { headers });
      expect([status, body.type]).toEqual([422, '/problems/bad-idempotency-key']);
    },
  );

  it('is told to wait while the first one runs', async () => {
    const key = 'phone-1-attempt-0006';
    const holder = new pg.Client({ connectionString: peerwork.ownerUrl });
    await holder.connect();
    await holder.query('begin; lock table app.goals in share mode');
    const first = peerwork.as('ana').post(path, goal('Read at night'), { key });
    for (let waiting = 0; waiting === 0; await wait(10))
      waiting = (await peerwork.rows(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).length;
    const second = await peerwork.as('ana').post(path, goal('Read at night'), { key });
    const other = await peerwork.as('max').post('/v1/clients', person(), { key: 'phone-1-attempt-0012' });
    await holder.query('commit');
    await holder.end();
    expect([second.status, second.body.type, second.headers.get('retry-after')]).toEqual([409, '/problems/request-in-flight', '1']);
    expect(other.status).toBe(201);
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
    const nothing = await peerwork.as('ana').post(path, { ...goal(), statement: null }, { key: `${key}-b` });
    expect([refused.status, mended.status, nothing.status]).toEqual([422, 201, 422]);
  });
});
