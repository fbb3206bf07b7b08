import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { overlapping } from '../client/overlap.ts';
import { day, typeOf } from '../consent/given.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';

const peerwork = launch();
const TEXT = 'Federal law protects the confidentiality of your records.\n';
const add = (more: object = {}, who: Who = 'priya') => peerwork.as(who).post('/v1/notice-versions', { validFrom: day(0), text: TEXT, ...more });
const give = (who: Who, clientId: string, more: object = {}, key?: string) =>
  peerwork.as(who).post(`/v1/clients/${clientId}/notice-acknowledgements`, { method: 'in-person', outcome: 'acknowledged', ...more }, { key });
const given = (who: Who, clientId: string) => peerwork.as(who).get(`/v1/clients/${clientId}/notice-acknowledgements`);
const without = async (who: Who) =>
  (await peerwork.as(who).get('/v1/clients-without-notice?limit=100')).body.items as { clientId: string; lastVersion: number }[];
const idsOf = (items: { clientId: string }[]) => items.map(({ clientId }) => clientId).sort();
const everybody = async (ask: (who: Who) => Promise<Answer>) => {
  const answers: [string, number][] = [];
  for (const who of Object.keys(CAST) as Who[]) answers.push([who, (await ask(who)).status]);
  return Object.fromEntries(answers);
};
/** As if the version had been there for longer. */
const backdate = (version: number, validFrom: string) =>
  peerwork.rows(`set session_replication_role = replica; update app.notice_versions set valid_from = '${validFrom}' where version = ${version};
    set session_replication_role = origin`);

describe('the notice to patients', () => {
  beforeAll(async () => {
    expect(typeOf(await give('ana', CLIENTS.jordan))).toBe('409 no-notice-yet');
  });

  it('P2-22 is given in its version, with the day, the way and the answer, and who in care still lacks it is listed', async () => {
    expect(idsOf(await without('sue'))).toEqual([CLIENTS.jordan, CLIENTS.sam, CLIENTS.casey].sort());
    const first = await add();
    const contentHash = createHash('sha256').update(TEXT).digest('hex');
    expect(first).toMatchObject({ status: 201, body: { version: 1, validFrom: day(0), contentHash, text: TEXT, addedBy: CAST.priya.id } });
    const acknowledged = await give('ana', CLIENTS.jordan);
    expect(acknowledged).toMatchObject({
      status: 201,
      body: { clientId: CLIENTS.jordan, noticeId: first.body.id, noticeVersion: 1, givenOn: day(0), method: 'in-person', outcome: 'acknowledged', words: null },
    });
    expect((await peerwork.trail(acknowledged.body.id)).map(({ action, account_id, client_ids, facts }) => [action, account_id, client_ids, facts])).toEqual([
      ['notice-acknowledgement.recorded', CAST.ana.id, [CLIENTS.jordan], { noticeId: first.body.id, outcome: 'acknowledged' }],
    ]);
    expect((await peerwork.trail(first.body.id)).map(({ facts }) => facts)).toEqual([{ version: 1, validFrom: day(0), contentHash }]);
    expect(idsOf(await without('sue'))).toEqual([CLIENTS.sam, CLIENTS.casey].sort());
    await backdate(1, day(-20));
    expect(await give('ben', CLIENTS.sam, { givenOn: day(-10), outcome: 'refused', words: 'Would not sign' })).toMatchObject({ status: 201 });
    expect(idsOf(await without('sue'))).toEqual([CLIENTS.casey]);
    const second = await add({ text: `${TEXT}Since 2026 more so.` });
    expect(second.body.version).toBe(2);
    expect((await without('sue')).map(({ clientId, lastVersion }) => [clientId, lastVersion]).sort()).toEqual(
      [
        [CLIENTS.jordan, 1],
        [CLIENTS.sam, 1],
        [CLIENTS.casey, null],
      ].sort(),
    );
    // What was given before the second one held was the first.
    const late = await give('ana', CLIENTS.jordan, { givenOn: day(-5), method: 'mail', outcome: 'could-not', words: 'Letter came back' });
    expect(late.body.noticeVersion).toBe(1);
    expect((await given('ana', CLIENTS.jordan)).body.items.map(({ outcome, words }: { outcome: string; words: string }) => [outcome, words])).toEqual([
      ['could-not', 'Letter came back'],
      ['acknowledged', null],
    ]);
    const versions = (await peerwork.as('ana').get('/v1/notice-versions')).body.items;
    expect(versions.map(({ version, text }: { version: number; text?: string }) => [version, text])).toEqual([
      [2, undefined],
      [1, undefined],
    ]);
    expect((await peerwork.as('ana').get(`/v1/notice-versions/${first.body.id}`)).body.text).toBe(TEXT);
  });

  it('P2-22 is listed as missing to each for his own clients alone', async () => {
    expect(idsOf(await without('otto'))).toEqual([CLIENTS.riley]);
    expect(idsOf(await without('ben'))).toEqual([CLIENTS.sam]);
    expect(idsOf(await without('max'))).toEqual(Object.values(CLIENTS).sort());
    await peerwork.rows(`set session_replication_role = replica; update app.episodes set discharged_at = now(), discharge_reason = 'completed', discharged_by = '${CAST.max.id}'
      where client_id = '${CLIENTS.casey}'; set session_replication_role = origin`);
    expect(idsOf(await without('max'))).not.toContain(CLIENTS.casey);
    const pages = [await peerwork.as('max').get('/v1/clients-without-notice?limit=1')];
    while (pages.at(-1)!.body.next) pages.push(await peerwork.as('max').get(`/v1/clients-without-notice?limit=1&after=${pages.at(-1)!.body.next}`));
    expect(idsOf(pages.flatMap(({ body }) => body.items))).toEqual(idsOf(await without('max')));
  });

  it('is written by the privacy officer, given by whoever meets the client, and read by who may see him', async () => {
    expect(await everybody((who) => (who === 'priya' ? peerwork.as(who).get('/v1/notice-versions') : add({}, who)))).toEqual({
      ...{ ana: 403, ben: 403, olive: 403, sue: 403, otto: 403, nadia: 403, priya: 200, max: 403, ada: 403 },
    });
    expect(await everybody((who) => give(who, CLIENTS.jordan))).toEqual({
      ...{ ana: 201, ben: 404, olive: 404, sue: 201, otto: 404, nadia: 201, priya: 403, max: 201, ada: 403 },
    });
    expect(await everybody((who) => given(who, CLIENTS.jordan))).toEqual({
      ...{ ana: 200, ben: 404, olive: 404, sue: 200, otto: 404, nadia: 200, priya: 200, max: 200, ada: 403 },
    });
    expect(typeOf(await give('ana', UNKNOWN))).toBe('404 not-found');
  });

  it('refuses what cannot be meant', async () => {
    const pointersOf = ({ body }: Answer) => body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointersOf(await give('ana', CLIENTS.jordan, { outcome: 'refused' }))).toEqual(['#/words']);
    expect(pointersOf(await give('ana', CLIENTS.jordan, { givenOn: day(2) }))).toEqual(['#/givenOn']);
    expect(typeOf(await give('ana', CLIENTS.jordan, { givenOn: day(-90) }))).toBe('409 no-notice-yet');
    expect(pointersOf(await add({ validFrom: day(-2) }))).toEqual(['#/validFrom']);
    expect(pointersOf(await add({ validFrom: day(0) }))).toEqual(['#/validFrom']);
    expect(pointersOf(await add({ text: '  ' }))).toEqual(['#/text']);
  });

  it('is kept once for one key, and no version takes the place of another', async () => {
    const key = 'one notice, sent twice over';
    const [one, again] = [await give('ana', CLIENTS.jordan, {}, key), await give('ana', CLIENTS.jordan, {}, key)];
    expect([again.status, again.body.id]).toEqual([201, one.body.id]);
    const racing = await overlapping(peerwork, 'lock table app.notice_versions in exclusive mode', [
      () => add({ validFrom: day(3) }),
      () => add({ validFrom: day(4) }),
    ]);
    expect(racing.map(typeOf).sort()).toEqual(['201 undefined', '409 notice-added-meanwhile']);
  });

  it('never changes, not even for the owner', async () => {
    await expect(peerwork.rows(`update app.notice_versions set text = 'Another'`)).rejects.toThrow();
    await expect(peerwork.rows(`update app.notice_acknowledgements set outcome = 'acknowledged'`)).rejects.toThrow();
    await expect(peerwork.rows('delete from app.notice_acknowledgements')).rejects.toThrow();
  });
});
