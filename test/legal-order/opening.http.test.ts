import { beforeAll, describe, expect, it } from '@jest/globals';
import { active, complete, day, typeOf } from '../consent/given.ts';
import { agreedGoal, readIn } from '../disclosure/held.ts';
import { type Answer, launch } from '../support/app.ts';
import { CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { court, decide, decided, honoured, withOrder } from './served.ts';

const peerwork = launch();
let recipientId: string;
beforeAll(async () => {
  // What prints takes jest seconds to load, in which nobody else would be heard.
  await import('../../src/modules/session-note/note-pages.ts');
});

const ask = (more: object = {}, who: Who = 'ana', clientId = CLIENTS.jordan) =>
  peerwork.as(who).post(`/v1/clients/${clientId}/disclosures`, { recipientId, purpose: 'legal', categories: ['goals'], ...more });
const content = (id: string, who: Who = 'ana') => peerwork.as(who).get(`/v1/disclosures/${id}/content`);
const stateOf = async (id: string) => (await peerwork.rows('select status from app.disclosures where id = $1', [id]))[0]!['status'];
const fresh = async () => (recipientId = (await court(peerwork)).id);

describe('an order that is honoured', () => {
  it('P2-10 lets what it names go to whom it names, and is named wherever that is told of', async () => {
    await fresh();
    const goal = await agreedGoal(peerwork);
    const order = await honoured(peerwork, withOrder(recipientId));
    const asked = await ask();
    const orderReference = '42 CFR 2.64, Harbor District Court, 26-CV-1042';
    const relied = { basis: 'legal-order', consentId: null, legalOrderId: order.id, notice: '2.32-a2', orderReference };
    expect(asked).toMatchObject({ status: 201, body: { status: 'authorised', purpose: 'legal', ...relied } });
    expect(asked.body.manifest.map(({ kind, ids }: { kind: string; ids: string[] }) => [kind, ids.includes(goal)])).toEqual([['goals', true]]);
    const sent = await content(asked.body.id);
    expect(sent.body.scope).toEqual({
      ...{ basis: 'legal-order', consentId: null, legalOrderId: order.id, reference: orderReference, kind: 'subpoena-with-order' },
      ...{ categories: ['attendance', 'goals'], purposes: ['legal'], signedOn: null, expiresOn: day(30), expiresWith: null },
    });
    expect(sent.body.notice).toEqual({ version: '2.32-a2', text: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.' });
    const paper = await readIn(peerwork, `/v1/disclosures/${asked.body.id}/content`, 'ana');
    for (const words of ['Scope of the order', orderReference, order.id, 'Harbor District Court']) expect(paper).toContain(words);
    const { items } = (await peerwork.as('priya').get(`/v1/clients/${CLIENTS.jordan}/disclosures?limit=1`)).body;
    expect(items[0]).toMatchObject({ id: asked.body.id, status: 'sent', basis: 'legal-order', legalOrderId: order.id });
    const account = await readIn(peerwork, `/v1/clients/${CLIENTS.jordan}/disclosures`, 'priya');
    for (const words of [orderReference, order.id]) expect(account).toContain(words);
    const [authorised] = await peerwork.trail(asked.body.id);
    expect(authorised!.facts).toMatchObject({ basis: 'legal-order', legalOrderId: order.id, consentId: null });
  });

  it('P2-10 lets nothing into proceedings from a session whose person has not just proved that he is there', async () => {
    await fresh();
    await agreedGoal(peerwork);
    await honoured(peerwork, withOrder(recipientId));
    const { id } = (await ask()).body;
    const proved = (when: string) =>
      peerwork.rows(`set session_replication_role = replica; update app.sessions set stepped_up_at = ${when}; set session_replication_role = origin`);
    await proved(`clock_timestamp() - interval '6 minutes'`);
    const [json, pdf] = [await content(id), await peerwork.as('ana').get(`/v1/disclosures/${id}/content`, { headers: { accept: 'application/pdf' } })];
    expect([typeOf(json), typeOf(pdf), await stateOf(id)]).toEqual(['403 step-up-required', '403 step-up-required', 'authorised']);
    await proved(`now() + interval '2 hours'`);
    expect([(await content(id)).status, await stateOf(id)]).toEqual([200, 'sent']);
  });

  it('P2-10 lets out nothing else, to nobody else, of nobody else, for no other purpose and of no other days', async () => {
    await fresh();
    const { id: other } = await court(peerwork, { name: 'Another court' });
    await honoured(peerwork, withOrder(recipientId, { from: day(-30), to: day(-2) }));
    const window = { from: day(-30), to: day(-2) };
    expect((await ask(window)).status).toBe(201);
    expect((await ask({ from: day(-10), to: day(-9) })).status).toBe(201);
    const beyond: object[] = [
      { ...window, categories: ['goals', 'session-notes'] },
      { ...window, categories: ['demographics'] },
      { ...window, recipientId: other },
      { ...window, purpose: 'treatment' },
      { ...window, purpose: 'other' },
      { ...window, from: day(-31) },
      { ...window, to: day(-1) },
      { from: day(-30) },
      { to: day(-2) },
      {},
    ];
    for (const more of beyond) expect([more, (await ask(more)).body]).toMatchObject([more, { type: '/problems/not-covered', missing: 'consent' }]);
    for (const [who, client] of [
      ['ben', 'sam'],
      ['olive', 'riley'],
    ] as const)
      expect(typeOf(await ask(window, who, CLIENTS[client]))).toBe('409 not-covered');
  });

  it.each([['recorded'], ['under-review'], ['contested'], ['refused'], ['withdrawn']])('P2-10 opens nothing while it is %s', async (status) => {
    await fresh();
    const way = { recorded: [], 'under-review': ['under-review'], withdrawn: ['under-review', 'honoured', 'withdrawn'] }[status] ?? ['under-review', status];
    await decided(peerwork, withOrder(recipientId), ...way);
    expect(typeOf(await ask())).toBe('409 not-covered');
  });

  it('P2-10 of another section opens something as well, and a warrant does with an order', async () => {
    for (const more of [{ rule: '2.65' }, { rule: '2.66', noticeGivenOn: null, hearingOn: null }, { kind: 'warrant-with-order' }]) {
      await fresh();
      await honoured(peerwork, withOrder(recipientId, more));
      expect((await ask()).body).toMatchObject({ status: 'authorised', basis: 'legal-order' });
    }
  });

  it('P2-06 is asked again when it leaves: withdrawn or contested meanwhile it suspends what was to leave, in the same transaction', async () => {
    for (const decision of ['withdrawn', 'contested']) {
      await fresh();
      const order = await honoured(peerwork, withOrder(recipientId));
      const [sent, open] = [(await ask()).body.id, (await ask()).body.id];
      expect((await content(sent)).status).toBe(200);
      expect((await decide(peerwork, order, decision)).status).toBe(200);
      expect([await stateOf(sent), await stateOf(open)]).toEqual(['sent', 'suspended']);
      const [one, two] = await peerwork.rows(
        'select xmin::text as xmin from app.legal_orders where id = $1 union all select xmin::text from app.disclosures where id = $2',
        [order.id, open],
      );
      expect(one).toEqual(two);
      const again = await content(sent);
      expect([typeOf(again), again.body.missing, typeOf(await content(open))]).toEqual(['409 not-covered', 'legal-order', '409 disclosure-not-open']);
    }
  });

  it('P2-06 opens nothing after its last day, and what was to leave stays', async () => {
    await fresh();
    const order = await honoured(peerwork, withOrder(recipientId));
    const { id } = (await ask()).body;
    await peerwork.rows(`begin; set local session_replication_role = replica; update app.legal_orders set expires_at = now() where id = '${order.id}'; commit`);
    const late = await content(id);
    expect([typeOf(late), late.body.missing, await stateOf(id)]).toEqual(['409 not-covered', 'legal-order', 'suspended']);
    expect(typeOf(await ask())).toBe('409 not-covered');
  });

  it('P2-10 stands beside a consent for proceedings, which is relied on first', async () => {
    await fresh();
    const order = await honoured(peerwork, withOrder(recipientId));
    const onOrder = (await ask()).body;
    const consent = await active(peerwork, { ...complete(recipientId), kind: 'legal-proceedings', purposes: ['legal'] });
    const onConsent = (await ask()).body;
    expect([onOrder.legalOrderId, onConsent.consentId, onConsent.legalOrderId]).toEqual([order.id, consent.id, null]);
    // Neither leaves on the strength of the other.
    expect((await peerwork.as('ana').put(`/v1/consents/${consent.id}/revocation`, { how: 'oral' }, { version: 2 })).status).toBe(200);
    expect([typeOf(await content(onConsent.id)), (await content(onOrder.id)).status]).toEqual(['409 disclosure-not-open', 200]);
  });

  it('P2-13 opens nothing to whoever may not see the client, and no route shows it to whoever discloses', async () => {
    await fresh();
    const order = await honoured(peerwork, withOrder(recipientId));
    expect((await ask({}, 'ben')).status).toBe(404);
    const seen = async (who: 'ana' | 'ben') => {
      await peerwork.rows('begin');
      await peerwork.rows(`select set_config('app.account_id', (select id::text from app.accounts where name = $1), true)`, [who === 'ana' ? 'Ana' : 'Ben']);
      await peerwork.rows(`select set_config('role', 'app_peer_specialist', true)`);
      const rows = await peerwork.rows('select id from app.legal_orders where id = $1', [order.id]);
      const findings = await peerwork
        .rows('savepoint one; select 1')
        .then(() => peerwork.rows('select findings from app.legal_orders').catch((error: Error) => error.message));
      await peerwork.rows('rollback');
      return [rows.length, findings];
    };
    expect(await seen('ana')).toEqual([1, 'permission denied for table legal_orders']);
    expect(await seen('ben')).toEqual([0, 'permission denied for table legal_orders']);
  });
});

describe('the refusal letter', () => {
  const bare = ({ status, text }: Answer) => [status, text];

  it('P2-12 is the same whoever is asked about, and confirms and denies nothing', async () => {
    const letter = await peerwork.as('priya').get('/v1/refusal-letter');
    expect(letter).toMatchObject({
      status: 200,
      body: { title: 'Demo Recovery Center: answer to your request', datedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    });
    for (const who of ['ana', 'sue', 'nadia', 'max'] as const) expect(bare(await peerwork.as(who).get('/v1/refusal-letter'))).toEqual(bare(letter));
    // There is nothing that it could take a name from.
    const named = await Promise.all([CLIENTS.jordan, UNKNOWN].map((id) => peerwork.as('priya').get(`/v1/refusal-letter?clientId=${id}`)));
    expect(named.map(bare)).toEqual([bare(named[0]!), bare(named[0]!)]);
    for (const { status } of named) expect([400, 422]).toContain(status);
    expect(letter.text).toContain('neither confirm nor deny');
    expect(letter.text).not.toMatch(/jordan|testperson|42 cfr|part 2|substance|addiction/i);
    expect((await peerwork.looks(letter))[0]!.client_ids).toEqual([]);
    expect((await peerwork.as('ada').get('/v1/refusal-letter')).status).toBe(403);
    const paper = await readIn(peerwork, '/v1/refusal-letter', 'priya');
    for (const paragraph of letter.body.paragraphs) expect(paper).toContain(paragraph);
    expect(paper).not.toMatch(/42 cfr|part 2/i);
  });
});
