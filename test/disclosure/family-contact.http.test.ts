import { beforeAll, describe, expect, it } from '@jest/globals';
import { active, complete, recipient, typeOf } from '../consent/given.ts';
import { untilSomebodyWaits } from '../retention/former.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { readIn } from './held.ts';

const peerwork = launch();
let brother: { id: string };
beforeAll(async () => {
  await import('../../src/modules/session-note/note-pages.ts');
  brother = await recipient(peerwork, { name: 'Pat, his brother', kind: 'family', coveredEntity: false });
});

const FAMILY = { purposes: ['family-contact'], categories: ['attendance', 'goals'] };
const agreed = () => active(peerwork, { ...complete(brother.id), ...FAMILY });
const ask = (more: object = {}, who: Who = 'ana') =>
  peerwork
    .as(who)
    .post(`/v1/clients/${CLIENTS.jordan}/disclosures`, { recipientId: brother.id, purpose: 'family-contact', categories: ['attendance'], ...more });
const now = () => new Date().toISOString();
const tell = (id: string, more: object = {}, { who = 'ana' as Who, version = 1 } = {}) =>
  peerwork.as(who).put(`/v1/disclosures/${id}/telling`, { toldAt: now(), categories: ['attendance'], ...more }, { version });
const revoke = (id: string) => peerwork.as('ana').put(`/v1/consents/${id}/revocation`, { how: 'oral' }, { version: 2 });
const statusOf = async (id: string) => (await peerwork.as('priya').get(`/v1/disclosures/${id}`)).body.status;

describe('contact with a family', () => {
  it('P2-06 is refused without the client’s consent to it, recorded with it, and refused again once it is revoked', async () => {
    expect(typeOf(await ask())).toBe('409 not-covered');
    const consent = await agreed();
    const granted = await ask();
    expect(granted).toMatchObject({
      status: 201,
      body: { status: 'authorised', purpose: 'family-contact', recipientName: 'Pat, his brother', consentId: consent.id },
    });
    expect([typeOf(await ask({ categories: ['session-notes'] })), typeOf(await ask({ purpose: 'treatment' }))]).toEqual(['409 not-covered', '409 not-covered']);
    const toldAt = now();
    const told = await tell(granted.body.id, { toldAt });
    expect(told).toMatchObject({ status: 200, body: { status: 'sent', sentAt: toldAt, toldAt, toldCategories: ['attendance'], version: 2 } });
    expect((await peerwork.trail(granted.body.id)).at(-1)).toEqual({
      ...{ action: 'disclosure.told', account_id: CAST.ana.id, client_ids: [CLIENTS.jordan] },
      facts: { recipientId: brother.id, categories: ['attendance'] },
    });
    const account = await readIn(peerwork, `/v1/clients/${CLIENTS.jordan}/disclosures`, 'priya');
    for (const words of ['Pat, his brother', 'family-contact', 'by word of mouth: attendance']) expect(account).toContain(words);
    const open = await ask();
    await revoke(consent.id);
    expect([await statusOf(granted.body.id), await statusOf(open.body.id), typeOf(await ask())]).toEqual(['sent', 'suspended', '409 not-covered']);
    expect(typeOf(await tell(open.body.id, {}, { version: 2 }))).toBe('409 disclosure-not-open');
  });

  it('is told once, of what was authorised, when it might be told', async () => {
    await agreed();
    const { body } = await ask({ categories: ['attendance', 'goals'] });
    const pointers = async (more: object) => {
      const answer = await tell(body.id, more);
      return [answer.status, (answer.body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)];
    };
    expect(await pointers({ categories: ['attendance', 'session-notes'] })).toEqual([422, ['#/categories/1']]);
    expect(await pointers({ categories: [] })).toEqual([422, ['#/categories']]);
    expect(await pointers({ categories: ['counseling-notes'] })).toEqual([422, ['#/categories/0']]);
    expect(await pointers({ toldAt: new Date(Date.now() + 3_600_000).toISOString() })).toEqual([422, ['#/toldAt']]);
    expect(await pointers({ toldAt: new Date(Date.now() - 3_600_000).toISOString() })).toEqual([422, ['#/toldAt']]);
    expect(await pointers({ toldAt: undefined })).toEqual([422, ['#/toldAt']]);
    expect(await statusOf(body.id)).toBe('authorised');
    const both = await Promise.all([tell(body.id), tell(body.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(typeOf(await tell(body.id, {}, { version: 2 }))).toBe('409 disclosure-sent');
    expect(typeOf(await peerwork.as('ana').get(`/v1/disclosures/${body.id}/content`))).toBe('409 disclosure-without-content');
  });

  it('is not told on the strength of what has expired when it was told, and the attempt suspends it', async () => {
    const { id: consentId } = await agreed();
    const { body } = await ask();
    expect(body.consentId).toBe(consentId);
    await peerwork.rows(`set session_replication_role = replica`);
    await peerwork.rows(`update app.consents set expires_at = now() - interval '1 second' where id = $1`, [consentId]);
    await peerwork.rows(`set session_replication_role = origin`);
    expect([typeOf(await tell(body.id)), await statusOf(body.id)]).toEqual(['409 not-covered', 'suspended']);
  });

  it('P2-07 is not told after the commit of a revocation that it meets', async () => {
    const consent = await agreed();
    const { body } = await ask();
    await peerwork.rows('begin');
    await peerwork.rows('select from app.disclosures where id = $1 for update', [body.id]);
    const revoking = revoke(consent.id);
    await untilSomebodyWaits(peerwork);
    const telling = tell(body.id);
    await untilSomebodyWaits(peerwork, 2);
    await peerwork.rows('commit');
    const [revoked, told] = await Promise.all([revoking, telling]);
    expect(revoked.status).toBe(200);
    // Whoever took the row first: the revocation, after which nothing is told, or the telling, which was before it.
    expect([told.status, await statusOf(body.id)]).toEqual(told.status === 200 ? [200, 'sent'] : [412, 'suspended']);
    const after = await tell(body.id, {}, { version: 2 });
    expect(typeOf(after)).toBe(told.status === 200 ? '409 disclosure-sent' : '409 disclosure-not-open');
  });

  it('is written down by those who see the client, and is not there for others', async () => {
    await agreed();
    const { body } = await ask();
    for (const who of ['ben', 'otto', 'olive'] as const) {
      const [hidden, unknown] = await Promise.all([tell(body.id, {}, { who }), tell(UNKNOWN, {}, { who })]);
      expect([hidden.status, unknown.status]).toEqual([404, 404]);
    }
    for (const who of ['max', 'priya', 'ada'] as const) expect(typeOf(await tell(body.id, {}, { who }))).toBe('403 role-may-not');
    expect((await peerwork.as('ana').put(`/v1/disclosures/${body.id}/telling`, { toldAt: now(), categories: ['attendance'] })).status).toBe(428);
    expect((await tell(body.id, {}, { who: 'sue' })).status).toBe(200);
  });
});
