import { beforeAll, describe, expect, it } from '@jest/globals';
import { active, AGREEMENT, complete, day, recipient, tpo, typeOf } from '../consent/given.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { agreedGoal, groupNote, readIn, signedNote } from './held.ts';

const peerwork = launch();
let clinic: { id: string };
beforeAll(async () => {
  // What prints takes jest seconds to load, in which nobody else would be heard.
  await import('../../src/modules/session-note/note-pages.ts');
  clinic = await recipient(peerwork);
});

const ask = (more: object, who: Who = 'ana', clientId = CLIENTS.jordan, key?: string) =>
  peerwork.as(who).post(`/v1/clients/${clientId}/disclosures`, { recipientId: clinic.id, purpose: 'treatment', categories: ['goals'], ...more }, { key });
const content = (id: string, who: Who = 'ana') => peerwork.as(who).get(`/v1/disclosures/${id}/content`);
const rowOf = async (id: string) => (await peerwork.rows('select * from app.disclosures where id = $1', [id]))[0]!;
const count = async () => Number((await peerwork.rows('select count(*) as n from app.disclosures'))[0]!['n']);
const errorsIn = ({ body }: Answer) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer.slice(2)).sort();
const revoke = (id: string, who: Who = 'ana') => peerwork.as(who).put(`/v1/consents/${id}/revocation`, { how: 'oral' }, { version: 2 });

describe('a disclosure', () => {
  it('P2-11 has its line and its manifest before anything leaves, and holds what its categories allow and no more', async () => {
    const [goal, note, inGroup] = [await agreedGoal(peerwork), await signedNote(peerwork), await groupNote(peerwork)];
    const consent = await active(peerwork, complete(clinic.id));
    const asked = await ask({ categories: ['demographics', 'attendance', 'goals', 'session-notes', 'group'], from: day(-60), to: day(0) });
    expect(asked).toMatchObject({ status: 201, body: { status: 'authorised', basis: 'consent', consentId: consent.id, consentVersion: 2, sentAt: null } });
    const { id, manifest } = asked.body;
    expect(await rowOf(id)).toMatchObject({ status: 'authorised', manifest, sent_at: null, notice: '2.32-a2', purpose: 'treatment', recipient_id: clinic.id });
    const lineOf = (kind: string) => manifest.find((each: { kind: string }) => each.kind === kind);
    expect(lineOf('goals')).toEqual({ kind: 'goals', ids: [goal], fields: ['statement', 'domain', 'status', 'agreedOn', 'targetOn', 'endedOn'] });
    expect([lineOf('notes').ids, lineOf('groupNotes').ids, lineOf('sessions').ids]).toEqual([[note], [inGroup], [note, inGroup].sort()]);
    const sent = await content(id);
    expect(sent).toMatchObject({ status: 200, body: { disclosureId: id, recipientName: 'Harbor Family Clinic', purpose: 'treatment' } });
    const { demographics, stays, sessions, goals, notes, groupNotes } = sent.body;
    const parts: Record<string, { id: string }[]> = { demographics, stays, sessions, goals, notes, groupNotes };
    for (const { kind, ids, fields } of manifest as { kind: string; ids: string[]; fields: string[] }[]) {
      expect(parts[kind]!.map((row) => row.id)).toEqual(ids);
      for (const part of parts[kind]!) expect(Object.keys(part).sort()).toEqual(['id', ...fields].sort());
    }
    expect(notes[0]).toMatchObject({ intervention: 'Listened', response: 'Relieved', plan: 'Again', authorName: 'Ana' });
    expect(await rowOf(id)).toMatchObject({ status: 'sent', version: 2 });
    expect((await peerwork.trail(id)).map(({ action, client_ids, facts }) => [action, client_ids, facts])).toEqual([
      [
        'disclosure.authorised',
        [CLIENTS.jordan],
        expect.objectContaining({ recipientId: clinic.id, purpose: 'treatment', basis: 'consent', consentId: consent.id, notice: '2.32-a2' }),
      ],
      ['disclosure.sent', [CLIENTS.jordan], { recipientId: clinic.id, format: 'json' }],
    ]);
    const narrow = await ask({ categories: ['goals'] });
    const little = (await content(narrow.body.id)).body;
    expect([little.goals.length, little.demographics, little.notes, little.sessions, little.stays, little.groupNotes]).toEqual([1, [], [], [], [], []]);
    const early = await ask({ categories: ['session-notes', 'attendance'], to: day(-30) });
    const before = (await content(early.body.id)).body;
    expect([before.notes, before.sessions, before.stays.length]).toEqual([[], [], 1]);
  });

  it('holds nothing that was written after it was authorised, and no draft', async () => {
    await active(peerwork, complete(clinic.id));
    const { body } = await ask({ categories: ['session-notes', 'goals'] });
    const late = await agreedGoal(peerwork);
    const sent = await content(body.id);
    expect(sent.body.goals.map(({ id }: { id: string }) => id)).not.toContain(late);
    const drafts = await peerwork.rows(`select id from app.session_notes where status not in ('signed', 'cosigned')`);
    for (const { id } of drafts) expect(sent.text).not.toContain(id);
  });

  it('P2-08 carries a statement of 42 CFR 2.32 and the scope of the consent, as JSON and on paper', async () => {
    const consent = await active(peerwork, complete(clinic.id));
    const { body } = await ask({});
    const sent = await content(body.id);
    expect(sent.body.notice).toEqual({ version: '2.32-a2', text: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.' });
    expect(sent.body.scope).toEqual({
      ...{ basis: 'consent', consentId: consent.id, kind: 'named-recipient', categories: complete('').categories, purposes: ['treatment'] },
      ...{ signedOn: day(-1), expiresOn: day(90), expiresWith: null, legalOrderId: null, reference: null },
    });
    // Fetched again, it is on the access log alone.
    expect((await content(body.id)).status).toBe(200);
    expect((await peerwork.trail(body.id)).map(({ action }) => action)).toEqual(['disclosure.authorised', 'disclosure.sent']);
    const { id: onPaper } = (await ask({})).body;
    const words = await readIn(peerwork, `/v1/disclosures/${onPaper}/content`, 'ana');
    for (const each of [
      '42 CFR part 2 prohibits unauthorized use or disclosure',
      'Scope of the consent',
      'named-recipient',
      'Harbor Family Clinic',
      consent.id,
    ])
      expect(words).toContain(each);
    expect((await peerwork.trail(onPaper)).at(-1)).toMatchObject({ action: 'disclosure.sent', facts: { format: 'pdf' } });
  });

  it('P2-09 tells a covered entity under a consent for treatment that it may disclose further, and nobody else', async () => {
    const lay = await recipient(peerwork, { name: 'A friend', kind: 'treating-provider', coveredEntity: false });
    await active(peerwork, { ...tpo(), recipientIds: [clinic.id, lay.id], recipientClasses: [] }, 'ben', CLIENTS.sam);
    const [one, other] = [await ask({}, 'ben', CLIENTS.sam), await ask({ recipientId: lay.id }, 'ben', CLIENTS.sam)];
    expect([one.body.notice, other.body.notice]).toEqual(['2.32-a1', '2.32-a2']);
    expect((await content(one.body.id, 'ben')).body.notice.text).toContain('You are a covered entity or business associate');
    expect((await content(other.body.id, 'ben')).body.notice.text).not.toContain('covered entity');
  });

  it('P2-06 is refused without a consent, and the attempt is kept', async () => {
    const stranger = await recipient(peerwork, { name: 'A stranger' });
    const before = await count();
    const key = 'a key for what is refused';
    const refused = await ask({ recipientId: stranger.id, why: 'He asked' }, 'ana', CLIENTS.jordan, key);
    expect([typeOf(refused), refused.body.missing]).toEqual(['409 not-covered', 'consent']);
    expect(await count()).toBe(before + 1);
    const { items } = (await peerwork.as('priya').get(`/v1/clients/${CLIENTS.jordan}/disclosures?limit=1`)).body;
    expect(items[0]).toMatchObject({ status: 'refused', basis: null, recipientId: stranger.id, requestedBy: CAST.ana.id });
    expect(await rowOf(items[0].id)).toMatchObject({ missing: 'consent', manifest: [], why: 'He asked', consent_id: null });
    expect((await peerwork.trail(items[0].id)).map(({ action }) => action)).toEqual(['disclosure.refused']);
    expect((await peerwork.looks(refused)).map(({ kind, status }) => [kind, status])).toEqual([['refusal', 409]]);
    const replayed = await ask({ recipientId: stranger.id, why: 'He asked' }, 'ana', CLIENTS.jordan, key);
    expect([typeOf(replayed), await count()]).toEqual(['409 not-covered', before + 1]);
    expect(typeOf(await content(items[0].id))).toBe('409 disclosure-not-open');
  });

  it('P2-06 is measured when it leaves: what has expired, or whose recipient has ended meanwhile, stays', async () => {
    const consent = await active(peerwork, complete(clinic.id), 'olive', CLIENTS.riley);
    const { body } = await ask({}, 'olive', CLIENTS.riley);
    await peerwork.rows(`begin; set local session_replication_role = replica; update app.consents set expires_at = now() where id = '${consent.id}'; commit`);
    expect(typeOf(await content(body.id, 'olive'))).toBe('409 not-covered');
    expect(await rowOf(body.id)).toMatchObject({ status: 'suspended' });
    expect((await peerwork.trail(body.id)).at(-1)).toMatchObject({ action: 'disclosure.withheld' });
    const gone = await recipient(peerwork, { name: 'Soon gone' });
    await active(peerwork, complete(gone.id), 'olive', CLIENTS.riley);
    const asked = await ask({ recipientId: gone.id }, 'olive', CLIENTS.riley);
    expect((await content(asked.body.id, 'olive')).status).toBe(200);
    await peerwork.as('max').put(`/v1/recipients/${gone.id}/ending`, {}, { version: 1 });
    expect(typeOf(await content(asked.body.id, 'olive'))).toBe('409 not-covered');
    expect(await rowOf(asked.body.id)).toMatchObject({ status: 'sent' });
  });

  it('P2-07 is suspended by the revocation in the same transaction, and what was sent stays on record', async () => {
    const consent = await active(peerwork, { ...complete(clinic.id), purposes: ['family-contact'] });
    const family = { purpose: 'family-contact' };
    const [sent, open] = [await ask(family), await ask(family)];
    expect((await content(sent.body.id)).status).toBe(200);
    expect((await revoke(consent.id, 'priya')).status).toBe(200);
    const [{ ended_at: at }] = (await peerwork.rows('select ended_at from app.consents where id = $1', [consent.id])) as [{ ended_at: Date }];
    expect([(await rowOf(sent.body.id))['status'], (await rowOf(open.body.id))['status']]).toEqual(['sent', 'suspended']);
    expect(Math.abs(+(await rowOf(open.body.id))['suspended_at'] - +at)).toBeLessThan(5_000);
    const [one, two] = await peerwork.rows(
      'select xmin::text as xmin from app.consents where id = $1 union all select xmin::text from app.disclosures where id = $2',
      [consent.id, open.body.id],
    );
    expect(one).toEqual(two);
    expect([typeOf(await content(open.body.id)), typeOf(await content(sent.body.id)), typeOf(await ask(family))]).toEqual([
      '409 disclosure-not-open',
      '409 not-covered',
      '409 not-covered',
    ]);
  });

  it('P2-07 is not downloaded after the commit of a revocation that it meets', async () => {
    const consent = await active(peerwork, { ...complete(clinic.id), purposes: ['family-contact'] });
    const { body } = await ask({ purpose: 'family-contact' });
    await peerwork.rows('begin');
    await peerwork.rows('select from app.disclosures where id = $1 for update', [body.id]);
    const revoking = revoke(consent.id);
    await waiting(1);
    const loading = content(body.id);
    await waiting(2);
    await peerwork.rows('commit');
    const [revoked, loaded] = await Promise.all([revoking, loading]);
    expect(revoked.status).toBe(200);
    // Whoever took the row first: the revocation, after which nothing leaves, or the download, which was before it.
    expect([typeOf(loaded), (await rowOf(body.id))['status']]).toEqual(
      loaded.status === 200 ? ['200 undefined', 'sent'] : ['409 disclosure-not-open', 'suspended'],
    );
    expect((await content(body.id)).status).toBe(409);
  });

  it('P2-12 tells of a client out of sight what it tells of one who does not exist', async () => {
    const bare = ({ status, text }: Answer) => [status, text];
    for (const [route, body] of [
      ['disclosures', { recipientId: clinic.id, purpose: 'treatment', categories: ['goals'] }],
      ['emergency-disclosures', EMERGENCY()],
    ] as const) {
      const [hidden, unknown] = [CLIENTS.jordan, UNKNOWN].map((id) => peerwork.as('ben').post(`/v1/clients/${id}/${route}`, body));
      expect(bare(await hidden!)).toEqual(bare(await unknown!));
      expect((await unknown!).status).toBe(404);
    }
    expect(bare(await peerwork.as('ben').get(`/v1/clients/${CLIENTS.jordan}/disclosures`))).toEqual(
      bare(await peerwork.as('ben').get(`/v1/clients/${UNKNOWN}/disclosures`)),
    );
    await active(peerwork, complete(clinic.id));
    const { body } = await ask({});
    expect(bare(await content(body.id, 'olive'))).toEqual(bare(await content(UNKNOWN, 'olive')));
    const refused = await ask({ purpose: 'research' });
    expect(refused.text).not.toMatch(/part 2|42 cfr|jordan|substance|patient/i);
  });

  it('P2-10 of a purpose in proceedings rests on a consent for them alone', async () => {
    const court = await recipient(peerwork, { name: 'District court', kind: 'legal', coveredEntity: false });
    await active(peerwork, complete(court.id));
    expect(typeOf(await ask({ recipientId: court.id, purpose: 'legal' }))).toBe('409 not-covered');
    await active(peerwork, { ...complete(court.id), kind: 'legal-proceedings', purposes: ['legal'] });
    expect((await ask({ recipientId: court.id, purpose: 'legal' })).status).toBe(201);
  });

  it('P2-14 to a service organisation rests on a live agreement, and never is a referral to treatment', async () => {
    const lab = await recipient(peerwork, { name: 'A lab', kind: 'qso', basis: 'qso', agreement: AGREEMENT });
    const lapsed = await recipient(peerwork, { name: 'Old lab', kind: 'qso', basis: 'qso', agreement: { ...AGREEMENT, validUntil: day(-2) } });
    const asked = await ask({ recipientId: lab.id, purpose: 'operations' });
    expect(asked.body).toMatchObject({ status: 'authorised', basis: 'qso', consentId: null, notice: '2.32-a2' });
    expect((await content(asked.body.id)).body.scope).toMatchObject({ basis: 'qso', consentId: null });
    for (const body of [
      { recipientId: lab.id, purpose: 'treatment' },
      { recipientId: lapsed.id, purpose: 'operations' },
    ])
      expect((await ask(body)).body).toMatchObject({ type: '/problems/not-covered', missing: 'agreement' });
  });

  it('P2-17 for an audit or research rests on an approval within its dates', async () => {
    const approval = { ...AGREEMENT, validUntil: day(30), approvedBy: 'A review board' };
    const [study, auditor] = [
      await recipient(peerwork, { name: 'A study', kind: 'other', basis: 'research', agreement: approval }),
      await recipient(peerwork, { name: 'Auditors', kind: 'other', basis: 'audit-evaluation', agreement: approval }),
    ];
    const over = await recipient(peerwork, { name: 'Over', kind: 'other', basis: 'research', agreement: { ...approval, validUntil: day(-2) } });
    expect((await ask({ recipientId: study.id, purpose: 'research' })).body.basis).toBe('research');
    expect((await ask({ recipientId: auditor.id, purpose: 'operations' })).body.basis).toBe('audit-evaluation');
    for (const body of [{ recipientId: study.id }, { recipientId: over.id, purpose: 'research' }]) expect(typeOf(await ask(body))).toBe('409 not-covered');
  });

  it('says why a recipient belongs to those whom a consent describes and does not name', async () => {
    await active(peerwork, tpo(), 'max', CLIENTS.casey);
    const before = await count();
    expect(errorsIn(await ask({}, 'sue', CLIENTS.casey))).toEqual(['why']);
    expect(await count()).toBe(before);
    expect((await ask({ why: 'Her clinic since 2024' }, 'sue', CLIENTS.casey)).body).toMatchObject({ status: 'authorised', why: 'Her clinic since 2024' });
  });

  it('is no manager’s, and the privacy officer reads of it without taking anything out', async () => {
    await active(peerwork, complete(clinic.id));
    for (const who of ['ana', 'sue', 'nadia'] as const) {
      const asked = await ask({}, who);
      expect([asked.status, (await content(asked.body.id, who)).status]).toEqual([201, 200]);
    }
    const { body } = await ask({});
    for (const who of ['max', 'priya', 'ada'] as const) expect([(await ask({}, who)).status, (await content(body.id, who)).status]).toEqual([403, 403]);
    expect((await peerwork.as('priya').get(`/v1/disclosures/${body.id}`)).body).toEqual(body);
    expect((await peerwork.as('max').get(`/v1/disclosures/${body.id}`)).status).toBe(403);
  });

  it('is refused in the wrong shape, and then nothing is kept', async () => {
    const before = await count();
    expect(errorsIn(await ask({ categories: [] }))).toEqual(['categories']);
    expect(errorsIn(await ask({ categories: ['counseling-notes'] }))).toEqual(['categories/0']);
    expect(errorsIn(await ask({ from: day(0), to: day(-1) }))).toEqual(['to']);
    expect(errorsIn(await ask({ purpose: 'gossip' }))).toEqual(['purpose']);
    expect((await ask({ recipientId: UNKNOWN })).status).toBe(404);
    expect(await count()).toBe(before);
  });

  it('stays as it is in the database as well, whoever tries', async () => {
    const [{ id }] = (await peerwork.rows(`select id from app.disclosures where status = 'sent' limit 1`)) as [{ id: string }];
    await expect(peerwork.rows(`update app.disclosures set why = 'x', version = version + 1 where id = $1`, [id])).rejects.toThrow('does not change');
    await expect(peerwork.rows(`delete from app.disclosures where id = $1`, [id])).rejects.toThrow('never deleted');
  });
});

const EMERGENCY = () => ({
  ...{ recipientName: 'Dr. Lee', recipientAffiliation: 'Harbor Hospital', disclosedBy: 'Ana', disclosedAt: new Date(Date.now() - 60_000).toISOString() },
  ...{ emergency: 'Found unresponsive', categories: ['demographics'] },
});

describe('in an emergency', () => {
  const told = (body: object, who: Who = 'ana') => peerwork.as(who).post(`/v1/clients/${CLIENTS.jordan}/emergency-disclosures`, body);

  it('P2-16 the record shows recipient, affiliation, discloser, time and nature, and lacks none of them', async () => {
    const facts = EMERGENCY();
    const answer = await told(facts);
    expect(answer).toMatchObject({
      status: 201,
      body: { ...facts, status: 'sent', basis: 'medical-emergency', purpose: 'medical-emergency', recipientId: null },
    });
    expect((await peerwork.trail(answer.body.id)).map(({ action, facts: said }) => [action, said])).toEqual([
      ['disclosure.told-in-emergency', { categories: ['demographics'] }],
    ]);
    const before = await count();
    for (const fact of ['recipientName', 'recipientAffiliation', 'disclosedBy', 'disclosedAt', 'emergency'] as const) {
      const { [fact]: _, ...others } = facts;
      expect(errorsIn(await told(others))).toEqual([fact]);
      expect(errorsIn(await told({ ...facts, [fact]: fact === 'disclosedAt' ? 'now' : ' ' }))).toEqual([fact]);
    }
    expect(errorsIn(await told({ ...facts, disclosedAt: new Date(Date.now() + 3_600_000).toISOString() }))).toEqual(['disclosedAt']);
    expect(await count()).toBe(before);
    expect((await told(facts, 'max')).status).toBe(403);
    expect(typeOf(await content(answer.body.id))).toBe('409 disclosure-without-content');
  });
});

describe('the accounting of disclosures', () => {
  it('P2-19 has what was sent, refused, suspended and told in an emergency, in pages and on paper', async () => {
    const path = `/v1/clients/${CLIENTS.jordan}/disclosures`;
    const first = await peerwork.as('ana').get(`${path}?limit=2`);
    const rest = await peerwork.as('ana').get(`${path}?limit=100&after=${first.body.next}`);
    const all = [...first.body.items, ...rest.body.items] as { id: string; status: string }[];
    expect(all.map(({ id }) => id)).toEqual(
      (await peerwork.rows(`select id from app.disclosures where client_id = $1 order by id desc`, [CLIENTS.jordan])).map(({ id }) => id),
    );
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['sent', 'authorised', 'refused', 'suspended']));
    const words = await readIn(peerwork, path, 'priya');
    for (const each of [...all.map(({ id }) => id), 'accounting of disclosures', 'Dr. Lee', 'Harbor Family Clinic']) expect(words).toContain(each);
    expect((await peerwork.as('max').get(path)).status).toBe(403);
  });
});

/** The statistics of a transaction stay what they were when it first looked; its locks do not. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    const [{ n } = { n: 0 }] = await peerwork.rows<{ n: number }>(`select count(distinct pid)::integer as n from pg_locks where not granted`);
    if (n >= count) return;
    await new Promise((next) => setTimeout(next, 20));
  }
}
