import { beforeAll, describe, expect, it } from '@jest/globals';
import { recipient, typeOf } from '../consent/given.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { readIn } from './held.ts';

const peerwork = launch();
beforeAll(async () => {
  await import('../../src/modules/session-note/note-pages.ts');
});

const CRIME = {
  ...{ ground: 'crime-against-staff', recipientName: 'Officer Kim', recipientAffiliation: 'Springfield Police', disclosedBy: 'Sue Park' },
  ...{ told: ['circumstances', 'patient-status', 'name', 'address', 'last-known-whereabouts'], justification: 'He hit the night staff' },
};
const report = (more: object = {}, who: Who = 'sue', clientId: string = CLIENTS.jordan, key?: string) =>
  peerwork
    .as(who)
    .post(`/v1/clients/${clientId}/authority-reports`, { ...CRIME, disclosedAt: new Date(Date.now() - 60_000).toISOString(), ...more }, key ? { key } : {});
const count = async () => (await peerwork.rows('select count(*)::integer as n from app.disclosures'))[0]!['n'];

describe('a report to an authority', () => {
  it('P2-15 of a crime on the premises or against staff says what the law lets it say, and is in the accounting', async () => {
    const made = await report();
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ clientId: CLIENTS.jordan, recipientId: null, purpose: 'report-to-authority', basis: 'crime-report', reportGround: 'crime-against-staff' },
        ...{ status: 'sent', categories: [], manifest: [], told: CRIME.told, justification: CRIME.justification, emergency: null, notice: null },
        ...{ recipientName: 'Officer Kim', recipientAffiliation: 'Springfield Police', disclosedBy: 'Sue Park', requestedBy: CAST.sue.id },
      },
    });
    expect(await peerwork.trail(made.body.id)).toEqual([
      {
        ...{ action: 'disclosure.reported-to-authority', account_id: CAST.sue.id, client_ids: [CLIENTS.jordan] },
        facts: { ground: 'crime-against-staff', told: CRIME.told },
      },
    ]);
    const [listed] = (await peerwork.as('priya').get(`/v1/clients/${CLIENTS.jordan}/disclosures`)).body.items;
    expect(listed).toMatchObject({ id: made.body.id, purpose: 'report-to-authority', basis: 'crime-report' });
    const account = await readIn(peerwork, `/v1/clients/${CLIENTS.jordan}/disclosures`, 'ana');
    for (const words of ['Springfield Police', 'crime-against-staff', 'last-known-whereabouts']) expect(account).toContain(words);
    const log = await peerwork.as('priya').get(`/v1/clients/${CLIENTS.jordan}/access-log`);
    expect(log.text).toContain('a report to the police or to whoever protects children');
  });

  it('P2-15 of the abuse of a child names the child as well, which no report of a crime may', async () => {
    expect(await report({ ground: 'child-abuse', told: ['circumstances', 'child'] }, 'priya')).toMatchObject({
      status: 201,
      body: { basis: 'child-abuse-report', told: ['circumstances', 'child'], requestedBy: CAST.priya.id },
    });
    expect(await report({ told: ['circumstances', 'child'] })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/told/1' }] } });
  });

  it('P2-15 takes nothing of the record along and opens nothing: what is asked for afterwards needs what it always needs', async () => {
    const { body } = await report({ ground: 'child-abuse', told: ['circumstances'] });
    expect(typeOf(await peerwork.as('sue').get(`/v1/disclosures/${body.id}/content`))).toBe('409 disclosure-without-content');
    const police = await recipient(peerwork, { name: 'Springfield Police', kind: 'legal', coveredEntity: false });
    for (const purpose of ['legal', 'other'])
      expect(
        typeOf(await peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/disclosures`, { recipientId: police.id, purpose, categories: ['attendance'] })),
      ).toBe('409 not-covered');
  });

  it.each([
    [{ told: [] }, '#/told'],
    [{ told: ['diagnosis'] }, '#/told/0'],
    [{ told: ['circumstances', 'session-notes'] }, '#/told/1'],
    [{ categories: ['attendance'] }, '#/categories'],
    [{ ground: 'suspicion' }, '#/ground'],
    [{ justification: '' }, '#/justification'],
    [{ justification: undefined }, '#/justification'],
    [{ recipientAffiliation: undefined }, '#/recipientAffiliation'],
    [{ disclosedBy: undefined }, '#/disclosedBy'],
    [{ disclosedAt: new Date(Date.now() + 3_600_000).toISOString() }, '#/disclosedAt'],
  ])('P2-15 refuses %j, and then nothing is kept', async (more, pointer) => {
    const before = await count();
    expect(await report(more)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await count()).toBe(before);
  });

  it('P2-15 is made by supervisors for their people and by the privacy officer, and by nobody else', async () => {
    for (const who of ['ana', 'nadia', 'max', 'ada'] as const) expect(typeOf(await report({}, who))).toBe('403 role-may-not');
    const [hidden, unknown] = await Promise.all([report({}, 'otto'), report({}, 'otto', UNKNOWN)]);
    expect([hidden.status, unknown.status]).toEqual([404, 404]);
    expect((await report({}, 'priya', CLIENTS.riley)).status).toBe(201);
  });

  it('P2-15 says no more in the database either, whoever writes there', async () => {
    const { body } = await report();
    const copy = (changes: string) =>
      peerwork.rows(
        `insert into app.disclosures select (jsonb_populate_record(null::app.disclosures, to_jsonb(d) || jsonb_build_object('id', gen_random_uuid()) || $2::jsonb)).* from app.disclosures d where d.id = $1`,
        [body.id, changes],
      );
    for (const changes of [
      { told: ['circumstances', 'child'] },
      { told: ['circumstances', 'goals'] },
      { told: [] },
      { categories: ['attendance'] },
      { justification: null },
      { report_ground: 'child-abuse' },
      { manifest: [{ kind: 'notes', ids: [], fields: [] }] },
    ])
      await expect(copy(JSON.stringify(changes))).rejects.toMatchObject({ constraint: 'disclosures_report' });
    await peerwork.rows('begin');
    await peerwork.rows(`select set_config('role', 'app_peer_specialist', true), set_config('app.account_id', $1, true)`, [CAST.ana.id]);
    await expect(
      peerwork.rows(
        `insert into app.disclosures (id, client_id, purpose, categories, status, basis, manifest, recipient_name, recipient_affiliation, disclosed_by, disclosed_at, requested_by, requested_at, sent_at, version, report_ground, told, justification)
         values (gen_random_uuid(), $1, 'report-to-authority', '{}', 'sent', 'crime-report', '[]', 'x', 'x', 'x', now(), $2, now(), now(), 1, 'threat', '{name}', 'x')`,
        [CLIENTS.jordan, CAST.ana.id],
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await peerwork.rows('rollback');
  });

  it('is made once for one key', async () => {
    const before = await count();
    const disclosedAt = new Date(Date.now() - 60_000).toISOString();
    const [first, again] = [
      await report({ disclosedAt }, 'sue', CLIENTS.jordan, 'reported-only-once'),
      await report({ disclosedAt }, 'sue', CLIENTS.jordan, 'reported-only-once'),
    ];
    expect([first.status, again.status, again.body.id, await count()]).toEqual([201, 201, first.body.id, before + 1]);
  });
});
