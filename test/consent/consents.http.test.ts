import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, EPISODES, UNKNOWN, type Who } from '../support/cast.ts';
import { active, AGREEMENT, complete, day, draft, recipient, tpo, typeOf } from './given.ts';

const peerwork = launch();
const stateOf = async (id: string) => (await peerwork.rows('select * from app.consents where id = $1', [id]))[0];
const errorsIn = (body: any) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer.slice(2)).sort();
const activate = (id: string, who: Who = 'ana') => peerwork.as(who).put(`/v1/consents/${id}/activation`, {}, { version: 1 });

describe('recipients', () => {
  it('are registered, changed and ended, and each change is on the trail', async () => {
    const member = await recipient(peerwork);
    const made = await peerwork.as('priya').post('/v1/recipients', {
      ...{ name: 'County Exchange', kind: 'intermediary', coveredEntity: false, basis: 'consent', address: '1 Main Street', memberIds: [member.id] },
    });
    expect(made).toMatchObject({ status: 201, body: { kind: 'intermediary', address: '1 Main Street', memberIds: [member.id], agreement: null, version: 1 } });
    const { id } = made.body;
    const changed = await peerwork.as('max').patch(`/v1/recipients/${id}`, { name: 'County Health Exchange', address: null }, { version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { name: 'County Health Exchange', address: null, memberIds: [member.id], version: 2 } });
    expect((await peerwork.as('ana').get(`/v1/recipients/${id}`)).body).toEqual(changed.body);
    const { address: _address, payer: _payer, agreement: _agreement, memberIds: _members, ...row } = changed.body;
    expect((await peerwork.as('nadia').get('/v1/recipients?limit=1')).body.items).toEqual([row]);
    const ended = await peerwork.as('max').put(`/v1/recipients/${id}/ending`, {}, { version: 2 });
    expect(ended.body.endedAt).not.toBeNull();
    expect(typeOf(await peerwork.as('max').put(`/v1/recipients/${id}/ending`, {}, { version: 3 }))).toBe('409 recipient-ended');
    expect(typeOf(await peerwork.as('max').patch(`/v1/recipients/${id}`, { name: 'Again' }, { version: 3 }))).toBe('409 recipient-ended');
    expect((await peerwork.trail(id)).map(({ action, facts }) => [action, facts])).toEqual([
      ['recipient.added', { recipient: 'intermediary', basis: 'consent' }],
      ['recipient.changed', { fields: ['name', 'address'] }],
      ['recipient.ended', {}],
    ]);
  });

  it('P2-14 a service organisation has its agreement, an audit and research the approval with its dates', async () => {
    const faults = async (more: object) => {
      const answer = await peerwork.as('max').post('/v1/recipients', { name: 'Somebody', kind: 'other', coveredEntity: false, basis: 'consent', ...more });
      return [answer.status, ...errorsIn(answer.body)];
    };
    expect(await faults({ kind: 'qso' })).toEqual([422, 'agreement']);
    expect(await faults({ basis: 'qso' })).toEqual([422, 'agreement', 'basis']);
    expect(await faults({ basis: 'research' })).toEqual([422, 'agreement']);
    expect(await faults({ basis: 'audit-evaluation', agreement: AGREEMENT })).toEqual([422, 'agreement/approvedBy', 'agreement/validUntil']);
    expect(await faults({ agreement: { ...AGREEMENT, validUntil: day(-31) } })).toEqual([422, 'agreement/validUntil']);
    expect(await faults({ memberIds: [UNKNOWN] })).toEqual([422, 'memberIds']);
    expect(await faults({ kind: 'intermediary', memberIds: [UNKNOWN] })).toEqual([422, 'memberIds/0']);
    const approved = await recipient(peerwork, { kind: 'other', basis: 'research', agreement: { ...AGREEMENT, validUntil: day(30), approvedBy: 'IRB' } });
    expect((await peerwork.as('sue').get(`/v1/recipients/${approved.id}`)).body.agreement).toEqual({ ...AGREEMENT, validUntil: day(30), approvedBy: 'IRB' });
  });
});

describe('a consent', () => {
  it('is captured as a draft, completed, activated, and then stays as it is', async () => {
    const { id: clinic } = await recipient(peerwork);
    const { id } = await draft(peerwork, { kind: 'named-recipient', discloser: 'Somebody' });
    const { kind, ...elements } = complete(clinic);
    const changed = await peerwork.as('ana').patch(`/v1/consents/${id}`, elements, { version: 1 });
    expect(changed).toMatchObject({
      status: 200,
      body: { ...elements, kind, status: 'draft', version: 2, activatedAt: null, form: null, clientId: CLIENTS.jordan },
    });
    const activated = await peerwork.as('ana').put(`/v1/consents/${id}/activation`, {}, { version: 2 });
    expect(activated).toMatchObject({ status: 200, etag: '"3"', body: { status: 'active', version: 3 } });
    expect((await peerwork.as('priya').get(`/v1/consents/${id}`)).body).toEqual(activated.body);
    expect(typeOf(await peerwork.as('ana').patch(`/v1/consents/${id}`, { discloser: 'Another' }, { version: 3 }))).toBe('409 consent-not-draft');
    expect(typeOf(await peerwork.as('ana').put(`/v1/consents/${id}/activation`, {}, { version: 3 }))).toBe('409 consent-not-draft');
    const [row] = (await peerwork.as('max').get(`/v1/clients/${CLIENTS.jordan}/consents?limit=1`)).body.items;
    expect(Object.entries(row).every(([name, value]) => JSON.stringify(activated.body[name]) === JSON.stringify(value))).toBe(true);
    expect((await peerwork.trail(id)).map(({ action, client_ids, facts }) => [action, client_ids, facts])).toEqual([
      ['consent.captured', [CLIENTS.jordan], { consent: 'named-recipient' }],
      ['consent.changed', [CLIENTS.jordan], { fields: Object.keys(elements) }],
      ['consent.activated', [CLIENTS.jordan], { consent: 'named-recipient' }],
    ]);
  });

  it('P2-01 does not become active without each of its elements, and each that is missing is named', async () => {
    const { id } = await draft(peerwork, { kind: 'named-recipient' });
    const before = await stateOf(id);
    const answer = await activate(id);
    expect([typeOf(answer), errorsIn(answer.body)]).toEqual([
      '422 invalid-request',
      ['categories', 'discloser', 'expiresOn', 'purposes', 'recipientIds', 'revocationStatement', 'signature', 'signedOn', 'signer'],
    ]);
    expect(await stateOf(id)).toEqual(before);
    const { id: clinic } = await recipient(peerwork);
    for (const element of ['discloser', 'revocationStatement', 'expiresOn', 'signature', 'signer', 'signedOn']) {
      const { id: one } = await draft(peerwork, { ...complete(clinic), [element]: null });
      expect(errorsIn((await activate(one)).body)).toEqual([element]);
    }
    for (const element of ['categories', 'recipientIds', 'purposes']) {
      const { id: one } = await draft(peerwork, { ...complete(clinic), [element]: [] });
      expect(errorsIn((await activate(one)).body)).toEqual([element]);
    }
  });

  it.each([
    ['signedOn', { signedOn: day(2) }],
    ['expiresOn', { expiresOn: day(-2) }],
    ['expiresWith', { expiresWith: 'none', expiresOn: null }],
    ['expiresWith', { expiresWith: 'final-disposition', expiresOn: null }],
    ['purposeWords', { purposes: ['other'] }],
    ['recipientClasses', { recipientClasses: ['treating-providers'] }],
    ['revocableFrom', { revocableFrom: day(30) }],
  ])('P2-01 is not activated with a %s that cannot be: %j', async (element, more) => {
    const { id: clinic } = await recipient(peerwork);
    const { id } = await draft(peerwork, { ...complete(clinic), ...more });
    expect(errorsIn((await activate(id)).body)).toEqual([element]);
  });

  it('P2-02 names a class only for treatment, payment and operations, and then carries both statements', async () => {
    const { id } = await draft(peerwork, { ...tpo(), redisclosureStatement: null, refusalStatement: null });
    expect(errorsIn((await activate(id)).body)).toEqual(['redisclosureStatement', 'refusalStatement']);
    const { id: wide } = await draft(peerwork, { ...tpo(), purposes: ['treatment', 'research'] });
    expect(errorsIn((await activate(wide)).body)).toEqual(['purposes']);
    expect(await active(peerwork, tpo())).toMatchObject({ status: 'active', recipientClasses: ['treating-providers'], expiresWith: 'none' });
  });

  it('P2-03 for an intermediary names it and its members, or those who treat', async () => {
    const clinic = await recipient(peerwork);
    const exchange = await recipient(peerwork, { name: 'Exchange', kind: 'intermediary', memberIds: [clinic.id] });
    const through = { ...complete(exchange.id), kind: 'intermediary' };
    for (const [more, faults] of [
      [{ recipientIds: [clinic.id] }, ['recipientIds']],
      [{}, ['recipientClasses']],
      [{ recipientClasses: ['health-plans'] }, ['recipientClasses']],
    ] as const) {
      const { id } = await draft(peerwork, { ...through, ...more });
      expect(errorsIn((await activate(id)).body)).toEqual(faults);
    }
    await active(peerwork, { ...through, recipientClasses: ['treating-providers'] });
    await active(peerwork, { ...through, recipientIds: [exchange.id, clinic.id] });
  });

  it('P2-04 for counseling notes covers nothing else, and no other one covers them', async () => {
    const { id: clinic } = await recipient(peerwork);
    const { id } = await draft(peerwork, { ...complete(clinic), kind: 'counseling-notes', categories: ['counseling-notes', 'goals'] });
    expect(errorsIn((await activate(id)).body)).toEqual(['categories']);
    const { id: other } = await draft(peerwork, { ...tpo(), categories: ['counseling-notes', 'goals'] });
    expect(errorsIn((await activate(other)).body)).toEqual(['categories']);
    await active(peerwork, { ...complete(clinic), kind: 'counseling-notes', categories: ['counseling-notes'] });
  });

  it('P2-05 for proceedings is combined with no other one', async () => {
    const court = await recipient(peerwork, { name: 'District court', kind: 'legal', coveredEntity: false });
    const { id } = await draft(peerwork, { ...complete(court.id), kind: 'legal-proceedings', purposes: ['legal', 'treatment'] });
    expect(errorsIn((await activate(id)).body)).toEqual(['purposes']);
    const { id: other } = await draft(peerwork, { ...complete(court.id), purposes: ['legal'] });
    expect(errorsIn((await activate(other)).body)).toEqual(['purposes']);
    await active(peerwork, { ...complete(court.id), kind: 'legal-proceedings', purposes: ['legal'] });
  });

  it('P2-25 signed by a personal representative says who that is and what to the client', async () => {
    const { id: clinic } = await recipient(peerwork);
    const signed = { ...complete(clinic), signer: 'personal-representative' };
    const { id } = await draft(peerwork, signed);
    expect(errorsIn((await activate(id)).body)).toEqual(['signerName', 'signerRelationship']);
    expect(await active(peerwork, { ...signed, signerName: 'Pat Doe', signerRelationship: 'Guardian' })).toMatchObject({ signerRelationship: 'Guardian' });
  });

  it('P2-29 given to criminal justice stands until its day, or the final disposition', async () => {
    const court = await recipient(peerwork, { name: 'Drug court', kind: 'legal', coveredEntity: false });
    const standing = { ...complete(court.id), kind: 'criminal-justice', revocableFrom: day(30), expiresOn: null, expiresWith: 'final-disposition' };
    const { id } = await active(peerwork, standing);
    const refused = await peerwork.as('ana').put(`/v1/consents/${id}/revocation`, { how: 'oral' }, { version: 2 });
    expect([typeOf(refused), refused.body.revocableFrom]).toEqual(['409 consent-irrevocable', day(30)]);
    const { id: successor } = await draft(peerwork, { ...standing, supersedes: id });
    expect(typeOf(await activate(successor))).toBe('409 consent-irrevocable');
    const early = await peerwork.as('ana').put(`/v1/consents/${id}/revocation`, { how: 'oral', finalDispositionOn: day(3) }, { version: 2 });
    expect(errorsIn(early.body)).toEqual(['finalDispositionOn']);
    const revoked = await peerwork.as('ana').put(`/v1/consents/${id}/revocation`, { how: 'oral', finalDispositionOn: day(-1) }, { version: 2 });
    expect(revoked.body.status).toBe('revoked');
    const passed = await active(peerwork, { ...standing, revocableFrom: day(-1) });
    expect((await peerwork.as('ana').put(`/v1/consents/${passed.id}/revocation`, { how: 'oral' }, { version: 2 })).status).toBe(200);
  });

  it('is superseded by one of its kind and client, at the same instant', async () => {
    const { id: clinic } = await recipient(peerwork);
    const former = await active(peerwork, complete(clinic));
    const next = await active(peerwork, { ...complete(clinic), supersedes: former.id });
    const [old, now] = [await stateOf(former.id), await stateOf(next.id)];
    expect([old!['status'], old!['ended_at'], old!['version']]).toEqual(['superseded', now!['activated_at'], 3]);
    expect((await peerwork.trail(former.id)).at(-1)).toMatchObject({ action: 'consent.superseded', facts: { successorId: next.id } });
    const { id: late } = await draft(peerwork, { ...complete(clinic), supersedes: former.id });
    expect(typeOf(await activate(late))).toBe('409 consent-not-active');
    const { id: other } = await draft(peerwork, { ...tpo(), supersedes: next.id });
    expect(typeOf(await activate(other))).toBe('409 consent-of-another-kind');
    expect((await stateOf(other))!['status']).toBe('draft');
    const foreign = await peerwork.as('ben').post(`/v1/clients/${CLIENTS.sam}/consents`, { ...complete(clinic), supersedes: next.id });
    expect(errorsIn(foreign.body)).toEqual(['supersedes']);
  });

  it('is revoked in writing or by word, by whoever captures consents and by the privacy officer', async () => {
    const { id: clinic } = await recipient(peerwork);
    for (const who of ['ana', 'sue', 'nadia', 'max', 'priya'] as const) {
      const { id } = await active(peerwork, complete(clinic));
      const answer = await peerwork.as(who).put(`/v1/consents/${id}/revocation`, { how: 'oral', reason: 'Said so' }, { version: 2 });
      expect(answer).toMatchObject({ status: 200, body: { status: 'revoked', revokedHow: 'oral', revokeReason: 'Said so', version: 3 } });
      expect(typeOf(await peerwork.as(who).put(`/v1/consents/${id}/revocation`, { how: 'oral' }, { version: 3 }))).toBe('409 consent-not-active');
      expect((await peerwork.trail(id)).at(-1)).toMatchObject({ action: 'consent.revoked', account_id: CAST[who].id, facts: { how: 'oral' } });
    }
    const { id } = await active(peerwork, complete(clinic));
    for (const at of [new Date(Date.now() + 3_600_000), new Date(Date.now() - 3_600_000)]) {
      const answer = await peerwork.as('ana').put(`/v1/consents/${id}/revocation`, { how: 'written', at: at.toISOString() }, { version: 2 });
      expect([answer.status, ...errorsIn(answer.body)]).toEqual([422, 'at']);
    }
    const { id: unsigned } = await draft(peerwork, complete(clinic));
    expect(typeOf(await peerwork.as('ana').put(`/v1/consents/${unsigned}/revocation`, { how: 'oral' }, { version: 1 }))).toBe('409 consent-not-active');
  });

  it('expires with its last day, and with the treatment that it was given for', async () => {
    const { id: clinic } = await recipient(peerwork);
    const { id } = await active(peerwork, complete(clinic));
    await peerwork.rows(
      `begin; set local session_replication_role = replica; update app.consents set expires_at = now() - interval '1 second' where id = '${id}'; commit`,
    );
    expect((await peerwork.as('ana').get(`/v1/consents/${id}`)).body.status).toBe('expired');
    const treated = await active(peerwork, { ...tpo(), expiresWith: 'end-of-treatment' }, 'olive', CLIENTS.riley);
    expect((await stateOf(treated.id))!['episode_id']).toBe(EPISODES.riley);
    const at = new Date(Date.now() - 1000).toISOString();
    expect((await peerwork.as('otto').put(`/v1/episodes/${EPISODES.riley}/discharge`, { at, reason: 'completed' }, { version: 1 })).status).toBe(200);
    expect((await peerwork.as('max').get(`/v1/consents/${treated.id}`)).body.status).toBe('expired');
    const { id: late } = await draft(peerwork, { ...tpo(), expiresWith: 'end-of-treatment' }, 'max', CLIENTS.riley);
    expect(errorsIn((await activate(late, 'max')).body)).toEqual(['expiresWith']);
  });

  it('keeps the signed form with its hash, and gives it back', async () => {
    const { id: clinic } = await recipient(peerwork);
    const { id } = await draft(peerwork, complete(clinic));
    expect((await peerwork.as('ana').get(`/v1/consents/${id}/form`)).status).toBe(404);
    const attach = (content: Buffer, version: number) =>
      peerwork.as('ana').put(`/v1/consents/${id}/form`, { content: content.toString('base64') }, { version });
    for (const [nth, [type, content]] of [
      ['application/pdf', Buffer.from('%PDF-1.7 a form')],
      ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2])],
      ['image/png', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(4 * 1024 * 1024, 7)])],
    ].entries() as IterableIterator<[number, [string, Buffer]]>) {
      const answer = await attach(content, nth + 1);
      const contentHash = createHash('sha256').update(content).digest('hex');
      expect([answer.status, answer.body.form, answer.body.version]).toMatchObject([200, { mediaType: type, contentHash, attachedBy: CAST.ana.id }, nth + 2]);
      const file = await fetch(`${peerwork.url}/v1/consents/${id}/form`, { headers: { authorization: `Bearer ${CAST.priya.token}` } });
      expect([file.status, file.headers.get('content-type')]).toEqual([200, type]);
      expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="consent-${id}.${type.split('/')[1]}"`);
      expect((await peerwork.trail(id)).at(-1)).toMatchObject({ action: 'consent.form-attached', facts: { contentHash } });
    }
    for (const content of [Buffer.from('GIF89a'), Buffer.from('MZ nothing')]) expect(errorsIn((await attach(content, 4)).body)).toEqual(['content']);
    expect(errorsIn((await peerwork.as('ana').put(`/v1/consents/${id}/form`, { content: 'no base64!' }, { version: 4 })).body)).toEqual(['content']);
    expect(typeOf(await attach(Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(5 * 1024 * 1024)]), 4))).toBe('422 invalid-request');
    expect(await tooLong(`/v1/consents/${id}/form`)).toBe(413);
    await peerwork.as('ana').put(`/v1/consents/${id}/activation`, {}, { version: 4 });
    await peerwork.as('ana').put(`/v1/consents/${id}/revocation`, { how: 'oral' }, { version: 5 });
    expect(typeOf(await attach(Buffer.from('%PDF-late'), 6))).toBe('409 consent-not-active');
  });

  it('is each role’s to capture and to read as far as the client is, and to others as if it were not there', async () => {
    const { id: clinic } = await recipient(peerwork);
    for (const who of ['ana', 'sue', 'nadia', 'max'] as const) await active(peerwork, complete(clinic), who);
    const { id } = await active(peerwork, complete(clinic));
    const unknown = await peerwork.as('ben').get(`/v1/consents/${UNKNOWN}`);
    for (const who of ['ben', 'olive', 'otto'] as const)
      expect((await peerwork.as(who).get(`/v1/consents/${id}`)).text).toBe(
        unknown.text.replace(/"instance":"[^"]*"/, unknown.text.match(/"instance":"[^"]*"/)![0]),
      );
    expect((await peerwork.as('ben').post(`/v1/clients/${CLIENTS.jordan}/consents`, complete(clinic))).status).toBe(404);
    expect((await peerwork.as('priya').post(`/v1/clients/${CLIENTS.jordan}/consents`, complete(clinic))).status).toBe(403);
    expect((await peerwork.as('ada').get(`/v1/consents/${id}`)).status).toBe(403);
    expect((await peerwork.as('ana').post('/v1/recipients', { name: 'Mine', kind: 'other', coveredEntity: false, basis: 'consent' })).status).toBe(403);
  });

  it('is activated once by two who press at the same time', async () => {
    const { id: clinic } = await recipient(peerwork);
    const { id } = await draft(peerwork, complete(clinic));
    await peerwork.rows('begin');
    await peerwork.rows('select from app.consents where id = $1 for update', [id]);
    const both = [activate(id, 'ana'), activate(id, 'sue')];
    await waiting(2);
    await peerwork.rows('commit');
    expect((await Promise.all(both)).map(typeOf).sort()).toEqual(['200 undefined', '412 stale-version']);
    expect((await peerwork.trail(id)).filter(({ action }) => action === 'consent.activated')).toHaveLength(1);
  });

  it('that was activated does not change in the database either', async () => {
    const { id: clinic } = await recipient(peerwork);
    const { id } = await active(peerwork, complete(clinic));
    for (const change of [
      `categories = '{goals}'`,
      `signed_on = current_date`,
      `status = 'draft', activated_at = null, activated_by = null`,
      `expires_at = null`,
    ])
      await expect(peerwork.rows(`update app.consents set ${change}, version = version + 1 where id = $1`, [id])).rejects.toThrow(
        'a consent that was activated does not change',
      );
    await expect(peerwork.rows('delete from app.consents where id = $1', [id])).rejects.toThrow('never deleted');
    await expect(
      peerwork.rows(
        `insert into app.consents (id, client_id, kind, status, categories, recipient_ids, recipient_classes, purposes, activated_at, activated_by, captured_by, created_at, version)
        values ($1, $2, 'tpo', 'active', '{}', '{}', '{}', '{}', now(), $3, $3, now(), 1)`,
        [uuid(), CLIENTS.jordan, CAST.ana.id],
      ),
    ).rejects.toThrow('consents_elements');
  });
});

/** Nothing of it need be sent to be refused. */
const tooLong = (path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers = { authorization: `Bearer ${CAST.ana.token}`, 'content-type': 'application/json', 'if-match': '"4"', 'content-length': '7200000' };
    const sent = request(`${peerwork.url}${path}`, { method: 'PUT', headers }, ({ statusCode }) => {
      resolve(statusCode);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.flushHeaders();
  });

/** The statistics of a transaction stay what they were when it first looked; its locks do not. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    const [{ n } = { n: 0 }] = await peerwork.rows<{ n: number }>(`select count(distinct pid)::integer as n from pg_locks where not granted`);
    if (n >= count) return;
    await new Promise((next) => setTimeout(next, 20));
  }
}
