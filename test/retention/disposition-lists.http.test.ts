import { beforeAll, describe, expect, it } from '@jest/globals';
import { complete, recipient } from '../consent/given.ts';
import { restrict } from '../restriction/restricted.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { asOwner, former, placed, previewed, retention, typeOf, yearsAgo } from './former.ts';
import { asked, consented, counted, errorsIn, type Line, linesOf, type Query, siteDay, totalled } from './programs-end.ts';

const peerwork = launch();
let successor: string;
let other: string;

/** Three of each, and each of them consented to something. */
beforeAll(async () => {
  successor = (await recipient(peerwork, { name: 'Harbor Recovery' })).id;
  other = (await recipient(peerwork)).id;
  const [past, kept] = [{}, { created: yearsAgo(3), discharged: yearsAgo(2) }];
  for (const facts of [past, kept, past, kept]) await consented(peerwork, await former(peerwork, facts), successor);
  for (const facts of [past, kept, past]) await consented(peerwork, await former(peerwork, facts), other);
  await consented(peerwork, await former(peerwork), successor, { categories: ['demographics'] });
  await placed(peerwork, await former(peerwork));
  await consented(peerwork, CLIENTS.riley, successor);
});

/** By the records themselves: their holds, treatments and consents, and the day that the client's own page says. */
async function naively(clientId: string, successorId: string | null): Promise<string> {
  const consents = await peerwork.rows(`select * from app.consents where client_id = $1 and status = 'active'`, [clientId]);
  const lets = ({ recipient_ids, purposes, categories, expires_at, expires_with }: Record<string, any>) =>
    recipient_ids.includes(successorId) &&
    purposes.includes('treatment') &&
    complete('').categories.every((one) => categories.includes(one)) &&
    (expires_at === null || expires_at > new Date()) &&
    expires_with !== 'end-of-treatment';
  if (consents.some(lets)) return 'transfer';
  const { keptUntil, isHeld, isInCare } = (await retention(peerwork, clientId)).body;
  return isHeld || isInCare || keptUntil >= siteDay(peerwork) ? 'keep-sealed' : 'destroy';
}

describe('the list', () => {
  it('P2-28 has everybody once, as a second computation has it, and the totals count the same', async () => {
    for (const successorId of [successor, other, null]) {
      const query: Query = successorId ? { successorId } : {};
      const lines = await linesOf(peerwork, query);
      const clients = await peerwork.rows<{ id: string }>('select id from app.clients order by id desc');
      expect(lines.map(({ clientId }) => clientId)).toEqual(clients.map(({ id }) => id));
      const naive: Record<string, string> = {};
      for (const { id } of clients) naive[id] = await naively(id, successorId);
      expect(Object.fromEntries(lines.map(({ clientId, disposition }) => [clientId, disposition]))).toEqual(naive);
      const { body } = await totalled(peerwork, query);
      expect(body).toEqual({ asOf: siteDay(peerwork), successorId, ...counted(lines) });
      if (successorId === successor) expect(Math.min(body.transfer, body.keepSealed, body.destroy, body.open)).toBeGreaterThan(0);
    }
  });

  it('P2-28 comes in pages and narrowed, and neither skips nor repeats', async () => {
    const all = await linesOf(peerwork, { successorId: successor });
    expect(await linesOf(peerwork, { successorId: successor, limit: '2' })).toEqual(all);
    for (const disposition of ['transfer', 'keep-sealed', 'destroy']) {
      const narrowed = await linesOf(peerwork, { successorId: successor, disposition, limit: '2' });
      expect(narrowed).toEqual(all.filter((line: Line) => line.disposition === disposition));
      expect(narrowed.length).toBeGreaterThan(2);
    }
  });

  it('P2-28 destroys, where nobody takes over, exactly whom a purge finds', async () => {
    const { body } = await previewed(peerwork);
    const found = (await peerwork.as('priya').get(`/v1/purges/${body.id}/clients?limit=100`)).body.items.map(({ clientId }: Line) => clientId);
    const lines = await linesOf(peerwork, { disposition: 'destroy' });
    expect(found.sort()).toEqual(lines.map(({ clientId }) => clientId).sort());
  });

  it('P2-28 is a file of all, with its label, for a spreadsheet', async () => {
    const lines = await linesOf(peerwork, { successorId: successor, disposition: 'keep-sealed' });
    const file = await asked(peerwork, { successorId: successor, disposition: 'keep-sealed', limit: '1' }, 'priya', 'text/csv');
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="record-dispositions-${siteDay(peerwork)}.csv"`);
    const [head, ...rows] = file.text.replace('\uFEFF', '').trim().split('\r\n');
    expect(head).toBe('Code,Disposition,In care,Kept until,Label,Consent,Version of the consent,Legal holds,Reasons,Client');
    expect(rows).toHaveLength(lines.length);
    for (const [at, { clientId, code, isOpen, label }] of lines.entries()) {
      expect(rows[at]).toMatch(new RegExp(`^${code},keep-sealed,${isOpen ? 'yes' : 'no'},.*,${clientId}$`));
      if (label) expect(rows[at]).toContain(label);
    }
  });

  it('P2-28 leaves its row on the trail with everybody whom it showed, as a file too', async () => {
    const page = await asked(peerwork, { limit: '2' });
    const [look] = await peerwork.looks(page);
    expect(look).toMatchObject({ kind: 'access', action: 'GET /v1/record-dispositions', account_id: CAST.priya.id, status: 200 });
    expect([...look!.client_ids].sort()).toEqual(page.body.items.map(({ clientId }: Line) => clientId).sort());
    const [ofFile] = await peerwork.looks(await asked(peerwork, {}, 'priya', 'text/csv'));
    expect(ofFile!.client_ids).toHaveLength((await linesOf(peerwork)).length);
    const [ofTotals] = await peerwork.looks(await totalled(peerwork));
    expect(ofTotals).toMatchObject({ kind: 'access', action: 'GET /v1/record-dispositions/totals', client_ids: [] });
    const { body } = await peerwork.as('priya').get(`/v1/clients/${page.body.items[0].clientId}/access-log`);
    expect(body.items[0]).toMatchObject({ what: expect.arrayContaining(['what becomes of the records when the program ends']) });
  });

  it('P2-28 is the privacy officer’s alone', async () => {
    for (const who of ['ana', 'ben', 'olive', 'sue', 'otto', 'nadia', 'max', 'ada'] as const)
      for (const ask of [asked, totalled]) expect(typeOf(await ask(peerwork, {}, who))).toBe('403 role-may-not');
    expect(typeOf(await asked(peerwork, {}, 'max', 'text/csv'))).toBe('403 role-may-not');
    expect(typeOf(await peerwork.as(null).get('/v1/record-dispositions'))).toBe('401 sign-in-first');
  });

  it('says what is wrong with what is asked', async () => {
    for (const ask of [asked, totalled]) {
      expect(errorsIn(await ask(peerwork, { successorId: UNKNOWN }))).toEqual(['#/successorId is no registered recipient']);
      expect(errorsIn(await ask(peerwork, { successorId: CLIENTS.jordan }))).toEqual(['#/successorId is no registered recipient']);
      expect(errorsIn(await ask(peerwork, { successorId: 'harbor' }))[0]).toMatch(/^#\/successorId /);
      expect(errorsIn(await ask(peerwork, { on: '2026-02-30' }))[0]).toMatch(/^#\/on /);
    }
    expect(errorsIn(await asked(peerwork, { disposition: 'burn' }))[0]).toMatch(/^#\/disposition /);
    expect(errorsIn(await asked(peerwork, { limit: '101' }))[0]).toMatch(/^#\/limit /);
    expect(typeOf(await asked(peerwork, { after: 'x' }))).toBe('422 bad-cursor');
    expect(errorsIn(await totalled(peerwork, { disposition: 'transfer' }))[0]).toMatch(/^#\/disposition /);
  });

  it('P2-28 does not tell of whom is hidden from whoever asks, nor of whom is destroyed', async () => {
    const { body: before } = await totalled(peerwork);
    await restrict(peerwork, 'sam', ['max']);
    const gone = await former(peerwork);
    await asOwner(peerwork, [`update app.clients set purged_at = now(), birth_date = null where id = $1`, [gone]]);
    const [page, totals] = [await linesOf(peerwork), await totalled(peerwork)];
    expect(page.map(({ clientId }) => clientId)).not.toContain(CLIENTS.sam);
    expect(page.map(({ clientId }) => clientId)).not.toContain(gone);
    expect(totals.body).toEqual({ ...before, clients: before.clients - 1, keepSealed: before.keepSealed - 1, open: before.open - 1 });
    const file = await asked(peerwork, {}, 'priya', 'text/csv');
    expect([file.text.includes('PW-TEST-SAM'), file.text.includes(gone), file.text.includes('PW-TEST-JORDAN')]).toEqual([false, false, true]);
  });
});
