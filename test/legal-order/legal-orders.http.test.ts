import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { day, typeOf } from '../consent/given.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { court, decide, decided, honoured, recorded, subpoena, withOrder } from './served.ts';

const peerwork = launch();
const errorsIn = ({ body }: Answer) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer.slice(2)).sort();
const record = (body: object, who: Who = 'priya') => peerwork.as(who).post('/v1/legal-orders', body);
const count = async () => Number((await peerwork.rows('select count(*) as n from app.legal_orders'))[0]!['n']);
const PDF = Buffer.from('%PDF-1.7 an order');

describe('a legal order', () => {
  it('is written down, completed, reviewed and decided about, each with its reason and on the trail', async () => {
    const { id: recipientId } = await court(peerwork);
    const made = await record(subpoena());
    expect(made).toMatchObject({ status: 201, body: { ...subpoena(), status: 'recorded', rule: null, categories: [], steps: [], paper: null, version: 1 } });
    const { id } = made.body;
    const { clientId: _client, ...whole } = withOrder(recipientId, { from: day(-60), to: day(-1) });
    const changed = await peerwork.as('priya').patch(`/v1/legal-orders/${id}`, whole, { version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { ...whole, clientId: CLIENTS.jordan, version: 2 } });
    const cleared = await peerwork.as('priya').patch(`/v1/legal-orders/${id}`, { from: null }, { version: 2 });
    expect(cleared.body).toMatchObject({ from: null, to: day(-1), version: 3 });
    const reviewed = await decide(peerwork, { id, version: 3 }, 'under-review');
    const decidedOn = await decide(peerwork, { id, version: 4 }, 'honoured');
    expect([reviewed.body.status, decidedOn.body.status, decidedOn.body.version]).toEqual(['under-review', 'honoured', 5]);
    const { steps } = decidedOn.body as { steps: { decision: string; reason: string; decidedBy: string }[] };
    expect(steps.map(({ decision, reason, decidedBy }) => [decision, reason, decidedBy])).toEqual([
      ['under-review', 'Counsel says so', CAST.priya.id],
      ['honoured', 'Counsel says so', CAST.priya.id],
    ]);
    expect(decidedOn.body.honouredAt).not.toBeNull();
    expect((await peerwork.as('max').get(`/v1/legal-orders/${id}`)).body).toEqual(decidedOn.body);
    const [row] = (await peerwork.as('max').get('/v1/legal-orders?limit=1')).body.items;
    expect(Object.entries(row).every(([name, value]) => JSON.stringify(decidedOn.body[name]) === JSON.stringify(value))).toBe(true);
    expect((await peerwork.trail(id)).map(({ action, client_ids, facts }) => [action, client_ids, facts])).toEqual([
      ['legal-order.recorded', [CLIENTS.jordan], { order: 'subpoena' }],
      ['legal-order.changed', [CLIENTS.jordan], { fields: Object.keys(whole) }],
      ['legal-order.changed', [CLIENTS.jordan], { fields: ['from'] }],
      ['legal-order.decided', [CLIENTS.jordan], { decision: 'under-review' }],
      ['legal-order.decided', [CLIENTS.jordan], { decision: 'honoured' }],
    ]);
  });

  it('is kept of nobody as well, and then opens nothing', async () => {
    const { clientId: _, ...bare } = subpoena({ kind: 'court-order', rule: '2.67' });
    const order = await decided(peerwork, bare, 'under-review');
    expect(errorsIn(await decide(peerwork, order, 'honoured'))).toEqual(
      ['caseNumber', 'categories', 'clientId', 'expiresOn', 'findings', 'hearingOn', 'kind', 'noticeGivenOn', 'recipientId', 'rule'].sort(),
    );
    expect((await decide(peerwork, order, 'refused')).body.status).toBe('refused');
    expect((await peerwork.trail(order.id)).flatMap(({ client_ids }) => client_ids)).toEqual([]);
  });

  it('P2-10 is not honoured as a bare subpoena, nor as an order without one', async () => {
    const { id: recipientId } = await court(peerwork);
    for (const kind of ['subpoena', 'court-order', 'warrant', 'administrative-order', 'other']) {
      const order = await decided(peerwork, withOrder(recipientId, { kind }), 'under-review');
      const answer = await decide(peerwork, order, 'honoured');
      expect([answer.status, ...errorsIn(answer)]).toEqual([422, 'kind']);
    }
  });

  it('has expired after its last day, and is withdrawn all the same', async () => {
    const { id: recipientId } = await court(peerwork);
    const order = await honoured(peerwork, withOrder(recipientId, { expiresOn: day(0) }));
    await peerwork.rows(`begin; set local session_replication_role = replica; update app.legal_orders set expires_at = now() where id = '${order.id}'; commit`);
    expect((await peerwork.as('priya').get(`/v1/legal-orders/${order.id}`)).body.status).toBe('expired');
    expect((await decide(peerwork, order, 'withdrawn')).body.status).toBe('withdrawn');
  });

  it('keeps the paper that was served', async () => {
    const { id } = await recorded(peerwork, subpoena());
    const attach = (content: Buffer, version: number, who: Who = 'priya') =>
      peerwork.as(who).put(`/v1/legal-orders/${id}/paper`, { content: content.toString('base64') }, { version });
    expect((await peerwork.as('priya').get(`/v1/legal-orders/${id}/paper`)).status).toBe(404);
    expect(errorsIn(await attach(Buffer.from('words'), 1))).toEqual(['content']);
    const contentHash = createHash('sha256').update(PDF).digest('hex');
    expect(await attach(PDF, 1)).toMatchObject({
      status: 200,
      body: { version: 2, paper: { mediaType: 'application/pdf', contentHash, attachedBy: CAST.priya.id } },
    });
    const file = await peerwork.as('max').get(`/v1/legal-orders/${id}/paper`);
    expect([file.status, file.text, file.headers.get('content-type')]).toEqual([200, PDF.toString(), 'application/pdf']);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="legal-order-${id}.pdf"`);
    expect((await peerwork.looks(file))[0]!.client_ids).toEqual([CLIENTS.jordan]);
    expect((await peerwork.trail(id)).at(-1)).toMatchObject({ action: 'legal-order.paper-attached', facts: { contentHash } });
    await decide(peerwork, { id, version: 2 }, 'withdrawn');
    expect(typeOf(await attach(PDF, 3))).toBe('409 legal-order-decided');
  });

  it('is decided about by the privacy officer, read by the manager, and unknown to everybody else', async () => {
    const order = await recorded(peerwork, subpoena());
    for (const who of ['ana', 'sue', 'nadia', 'ada', 'max'] as const) {
      const isReader = who === 'max';
      const answers = [
        await record(subpoena(), who),
        await decide(peerwork, order, 'under-review', who),
        await peerwork.as(who).patch(`/v1/legal-orders/${order.id}`, { issuer: 'Another' }, { version: 1 }),
        await peerwork.as(who).get(`/v1/legal-orders/${order.id}`),
        await peerwork.as(who).get('/v1/legal-orders'),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, isReader ? 200 : 403, isReader ? 200 : 403]);
    }
    // Nor do those who treat the client hear of it by the way.
    const { next } = (await peerwork.as('ana').get('/v1/changes')).body;
    const more = await recorded(peerwork, subpoena());
    expect((await peerwork.as('ana').get(`/v1/changes?since=${next}`)).text).not.toContain(more.id);
  });

  it('is refused in the wrong shape, and then nothing is kept', async () => {
    const before = await count();
    expect(errorsIn(await record({ kind: 'letter' }))).toEqual(['issuer', 'kind', 'receivedBy', 'servedOn']);
    expect(errorsIn(await record(subpoena({ servedOn: day(2) })))).toEqual(['servedOn']);
    expect(errorsIn(await record(subpoena({ from: day(-1), to: day(-2) })))).toEqual(['to']);
    expect(errorsIn(await record(subpoena({ rule: '2.67' })))).toEqual(['rule']);
    expect(errorsIn(await record(subpoena({ categories: ['counseling-notes'] })))).toEqual(['categories/0']);
    for (const more of [{ clientId: UNKNOWN }, { recipientId: UNKNOWN }]) expect((await record(subpoena(more))).status).toBe(404);
    expect(await count()).toBe(before);
    const order = await recorded(peerwork, subpoena());
    expect(typeOf(await decide(peerwork, order, 'honoured'))).toBe('409 legal-order-not-so');
    expect(typeOf(await decide(peerwork, { ...order, version: 9 }, 'under-review'))).toBe('412 stale-version');
    expect((await peerwork.as('priya').put(`/v1/legal-orders/${order.id}/decision`, { decision: 'under-review' }, { version: 1 })).status).toBe(422);
    expect((await decide(peerwork, { id: UNKNOWN, version: 1 }, 'under-review')).status).toBe(404);
  });

  it('is decided about once when two decide at the same moment', async () => {
    const order = await decided(peerwork, subpoena(), 'under-review');
    const both = await peerwork.rows('begin').then(async () => {
      await peerwork.rows('select from app.legal_orders where id = $1 for update', [order.id]);
      const asking = ['refused', 'withdrawn'].map((decision) => decide(peerwork, order, decision));
      for (;;) {
        const [{ n } = { n: 0 }] = await peerwork.rows<{ n: number }>(`select count(distinct pid)::integer as n from pg_locks where not granted`);
        if (n >= 2) break;
        await new Promise((next) => setTimeout(next, 20));
      }
      await peerwork.rows('commit');
      return Promise.all(asking);
    });
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const [{ n }] = (await peerwork.rows('select count(*)::integer as n from app.legal_order_steps where order_id = $1', [order.id])) as [{ n: number }];
    expect(n).toBe(2);
  });

  it('stays as it is in the database as well, whoever tries', async () => {
    const { id: recipientId } = await court(peerwork);
    const { id } = await honoured(peerwork, withOrder(recipientId));
    const tries: [string, string][] = [
      [`update app.legal_orders set categories = '{session-notes}', version = version + 1 where id = $1`, 'does not change'],
      [`update app.legal_orders set status = 'recorded', version = version + 1 where id = $1`, 'does not change'],
      [`delete from app.legal_orders where id = $1`, 'never deleted'],
    ];
    for (const [text, refusal] of tries) await expect(peerwork.rows(text, [id])).rejects.toThrow(refusal);
    const { id: bare } = await decided(peerwork, subpoena(), 'under-review');
    await expect(peerwork.rows(`update app.legal_orders set status = 'honoured', version = version + 1 where id = $1`, [bare])).rejects.toThrow(
      'legal_orders_honoured',
    );
  });
});
