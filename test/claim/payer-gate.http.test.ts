import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { active, complete, recipient, tpo, typeOf } from '../consent/given.ts';
import { asked, decide, withdraw } from '../privacy-request/asked.ts';
import { untilSomebodyWaits } from '../retention/former.ts';
import { daysAgo, type Note, signed } from '../session-note/session.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { asOwner, claimOf, consented, covered, day, payer, stateOf } from './payers.ts';

const peerwork = launch();
const DAYS = { from: day(10), to: day(0) };
const NOTICE = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.';
const NO_CONSENT = 'held no-consent:consent:author';
const exported = () => peerwork.as('max').post('/v1/claim-exports', DAYS);
const lines = async () => (await peerwork.as('max').get(`/v1/claim-lines?from=${DAYS.from}&to=${DAYS.to}`)).body.items as Record<string, any>[];
const accounting = async (clientId: string = CLIENTS.jordan, who: Who = 'ana') =>
  (await peerwork.as(who).get(`/v1/clients/${clientId}/disclosures?limit=100`)).body.items as Record<string, any>[];
const revoke = (id: string, version = 1) => peerwork.as('ana').put(`/v1/consents/${id}/revocation`, { how: 'written' }, { version });
/** What the payer is agreed to hear by nothing: each test says what by. */
const unconsented = () => asOwner(peerwork, `delete from app.consents`);

let code: string;
let note: Note;
let plan: string;
beforeAll(async () => {
  await asOwner(peerwork, 'update app.programs set cosignature_required = false');
  note = await signed(peerwork, 'ana', 'jordan', daysAgo(2));
});
beforeEach(async () => {
  await asOwner(peerwork, 'delete from app.disclosures; delete from app.claim_lines; delete from app.claim_exports; delete from app.privacy_requests');
  code = await payer(peerwork);
  await covered(peerwork, 'jordan', code);
  await unconsented();
  [{ id: plan }] = (await peerwork.rows<{ id: string }>('select id from app.recipients where payer = $1', [code])) as [{ id: string }];
});

describe('a line of a claim', () => {
  it('P2-06 stays in without a consent to what it says, to that payer, for payment, that has not ended', async () => {
    expect(await stateOf(peerwork, note.id)).toBe(NO_CONSENT);
    const paying = { ...complete(plan), purposes: ['payment'] };
    for (const wrong of [
      { ...paying, categories: ['goals', 'session-notes'] },
      { ...paying, purposes: ['treatment', 'operations'] },
      { ...paying, recipientIds: [(await recipient(peerwork)).id] },
      { ...tpo(), recipientClasses: ['treating-providers'] },
    ]) {
      await active(peerwork, wrong);
      expect(await stateOf(peerwork, note.id)).toBe(NO_CONSENT);
    }
    expect([await lines(), typeOf(await exported())]).toEqual([[], '409 nothing-to-export']);
    const consent = await active(peerwork, { ...paying, categories: ['attendance'] });
    expect(await stateOf(peerwork, note.id)).toBe('ready 2');
    await asOwner(peerwork, `update app.consents set expires_at = now() - interval '1 second' where id = $1`, [consent.id]);
    expect(await stateOf(peerwork, note.id)).toBe(NO_CONSENT);
    expect(await peerwork.rows('select from app.claim_lines')).toEqual([]);
    expect(await accounting()).toEqual([]);
  });

  it('says the same of it to everybody who sees the note', async () => {
    const answers = await Promise.all((['ana', 'sue', 'nadia', 'max', 'priya'] as const).map((who) => claimOf(peerwork, note.id, who)));
    for (const { status, body } of answers) expect([status, body]).toEqual([200, answers[0]!.body]);
  });

  it('stays in while nobody has said to whom the payer’s claims go', async () => {
    await consented(peerwork, 'jordan', code);
    expect(await stateOf(peerwork, note.id)).toBe('ready 2');
    const { version } = (await peerwork.as('max').get(`/v1/recipients/${plan}`)).body;
    expect((await peerwork.as('max').patch(`/v1/recipients/${plan}`, { payer: null }, { version })).body).toMatchObject({ payer: null });
    expect(await stateOf(peerwork, note.id)).toBe('held no-recipient:recipient:program-manager');
    expect([await lines(), typeOf(await exported())]).toEqual([[], '409 nothing-to-export']);
    await peerwork.as('max').patch(`/v1/recipients/${plan}`, { payer: code }, { version: version + 1 });
    expect(await stateOf(peerwork, note.id)).toBe('ready 2');
    await peerwork.as('max').put(`/v1/recipients/${plan}/ending`, {}, { version: version + 2 });
    expect(await stateOf(peerwork, note.id)).toBe('held no-recipient:recipient:program-manager');
  });

  it('P2-21 stays in where it was promised that it stays', async () => {
    await consented(peerwork, 'jordan', code);
    const request = await asked(peerwork, { kind: 'restriction', wish: 'They are not to know', recipientId: plan, purpose: 'payment', paidInFull: true });
    expect(await stateOf(peerwork, note.id)).toBe('ready 2');
    const accepted = await decide(peerwork, request, { words: 'Agreed' });
    expect([await stateOf(peerwork, note.id), typeOf(await exported())]).toEqual([NO_CONSENT, '409 nothing-to-export']);
    expect((await peerwork.as('max').get(`/v1/privacy-requests/${accepted.body.id}`)).status).toBe(403);
    await withdraw(peerwork, accepted.body);
    expect((await exported()).body).toMatchObject({ lines: 1 });
  });
});

describe('an export', () => {
  it('P2-19 is in the accounting of each client, with what it was and on what it rests, in the same work', async () => {
    const consentId = await consented(peerwork, 'jordan', code);
    const made = await exported();
    expect(made).toMatchObject({ status: 201, body: { lines: 1 } });
    const [line] = await peerwork.rows('select * from app.claim_lines');
    expect(line).toMatchObject({ note_id: note.id, basis: 'consent', consent_id: consentId });
    const told = await accounting();
    expect(told).toMatchObject([
      { clientId: CLIENTS.jordan, recipientId: plan, purpose: 'payment', categories: ['attendance'], status: 'sent', basis: 'consent', consentId },
    ]);
    const whole = await peerwork.as('priya').get(`/v1/disclosures/${told[0]!['id']}`);
    expect(whole.body).toMatchObject({
      ...{ claimExportId: made.body.id, recipientName: `Plan ${code}`, notice: '2.32-a2', requestedBy: CAST.max.id, sentAt: made.body.createdAt },
      ...{ from: DAYS.from, to: DAYS.to, why: null, toldAt: null },
      manifest: [{ kind: 'claim-lines', ids: [line!['id']], fields: expect.arrayContaining(['code', 'serviceOn', 'minutes', 'units']) }],
    });
    expect(await peerwork.trail(made.body.id)).toMatchObject([{ action: 'claim-export.made', facts: { lines: 1, disclosures: 1 } }]);
    expect(typeOf(await peerwork.as('ana').get(`/v1/disclosures/${told[0]!['id']}/content`))).toBe('409 disclosure-without-content');
    for (const statement of [`update app.disclosures set why = 'x'`, 'delete from app.disclosures'])
      await expect(peerwork.rows(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^PX50[12]$/) });
  });

  it('P2-08 carries the statement and the scope of the consent in each line, as JSON and as a file', async () => {
    const consentId = await consented(peerwork, 'jordan', code);
    const scope = `Consent of ${day(90)}: attendance; for payment`;
    const carried = { basis: 'consent', consentId, scope, notice: NOTICE };
    expect(await lines()).toMatchObject([{ ...carried, exportedAt: null }]);
    await exported();
    expect(await lines()).toMatchObject([{ ...carried, exportedAt: expect.any(String) }]);
    const { text } = await peerwork.as('max').get(`/v1/claim-lines?from=${DAYS.from}&to=${DAYS.to}`, { headers: { accept: 'text/csv' } });
    const [header, row, ...others] = text.trimEnd().split('\r\n');
    expect([header!.endsWith('Basis,Consent,Scope,Notice'), others]).toEqual([true, []]);
    expect(row).toContain(`consent,${consentId},${scope},${NOTICE}`);
  });

  it('P2-11 takes the lines of those alone who agreed, and says nothing of the others', async () => {
    await consented(peerwork, 'jordan', code);
    await covered(peerwork, 'sam', code);
    const ofSam = await signed(peerwork, 'ben', 'sam', daysAgo(2.5));
    await asOwner(peerwork, 'delete from app.consents where client_id = $1', [CLIENTS.sam]);
    expect((await exported()).body).toMatchObject({ lines: 1 });
    expect(await peerwork.rows('select client_id from app.claim_lines')).toEqual([{ client_id: CLIENTS.jordan }]);
    expect([await accounting(CLIENTS.sam, 'ben'), await stateOf(peerwork, ofSam.id)]).toEqual([[], NO_CONSENT]);
    await asOwner(peerwork, 'delete from app.client_coverages where client_id = $1', [CLIENTS.sam]);
  });

  it('says why a payer belongs to those whom a consent describes and does not name', async () => {
    await active(peerwork, { ...tpo(), recipientClasses: ['health-plans'] });
    expect(await stateOf(peerwork, note.id)).toBe('ready 2');
    await exported();
    const [{ why }] = (await peerwork.rows('select why from app.disclosures')) as [{ why: string }];
    expect(why).toBe('Pays for the client by the coverage on file');
  });

  it('P2-07 takes nothing of whoever has revoked, no correction either, and leaves what went before', async () => {
    const consentId = await consented(peerwork, 'jordan', code);
    await exported();
    const later = await signed(peerwork, 'ana', 'jordan', daysAgo(1));
    const gone = await signed(peerwork, 'ana', 'jordan', daysAgo(1.2));
    await exported();
    expect((await revoke(consentId)).status).toBe(200);
    await peerwork.as('sue').put(`/v1/session-notes/${gone.id}/void`, { reason: 'wrong client' }, { version: gone.version });
    await signed(peerwork, 'ana', 'jordan', daysAgo(1.4));
    expect((await lines()).map(({ noteId, exportedAt }) => [noteId, exportedAt !== null]).sort()).toEqual(
      [note.id, later.id, gone.id].map((id) => [id, true]).sort(),
    );
    expect(typeOf(await exported())).toBe('409 nothing-to-export');
    expect((await accounting()).map(({ status }) => status)).toEqual(['sent', 'sent']);
    await consented(peerwork, 'jordan', code);
    expect((await exported()).body).toMatchObject({ lines: 2, units: 2 });
    expect((await lines()).filter(({ noteId }) => noteId === gone.id).map(({ kind, units }) => [kind, units])).toEqual([
      ['correction', 0],
      ['original', 2],
    ]);
  });

  it('P2-07 takes nothing after a revocation that it meets', async () => {
    const consentId = await consented(peerwork, 'jordan', code);
    await peerwork.rows('begin');
    await peerwork.rows('set local session_replication_role = replica');
    await peerwork.rows(`update app.consents set status = 'revoked', ended_at = now(), ended_by = $2, revoked_how = 'oral', version = 2 where id = $1`, [
      consentId,
      CAST.ana.id,
    ]);
    const answer = exported();
    await untilSomebodyWaits(peerwork);
    await peerwork.rows('commit');
    expect(typeOf(await answer)).toBe('409 nothing-to-export');
    expect(await peerwork.rows('select from app.disclosures')).toEqual([]);
  });
});

describe('the recipient of a payer’s claims', () => {
  it('is one, and a payer', async () => {
    const add = (more: object) =>
      peerwork.as('max').post('/v1/recipients', { name: 'Another plan', kind: 'payer', coveredEntity: true, basis: 'consent', ...more });
    expect(typeOf(await add({ payer: code }))).toBe('409 payer-has-recipient');
    expect(await add({ kind: 'other', payer: 'new-payer' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/payer' }] } });
    expect(await add({ payer: 'Not a code' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/payer' }] } });
    const other = await add({ payer: 'new-payer' });
    expect([other.status, other.body.payer]).toEqual([201, 'new-payer']);
    expect(typeOf(await peerwork.as('priya').patch(`/v1/recipients/${other.body.id}`, { payer: code }, { version: 1 }))).toBe('409 payer-has-recipient');
    const both = await Promise.all([add({ payer: 'wanted-by-two' }), add({ payer: 'wanted-by-two' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    await peerwork.as('max').put(`/v1/recipients/${other.body.id}/ending`, {}, { version: 1 });
    expect((await add({ payer: 'new-payer' })).status).toBe(201);
  });
});
