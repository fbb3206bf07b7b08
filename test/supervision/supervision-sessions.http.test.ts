import { describe, expect, it } from '@jest/globals';
import { contentHash } from '../../src/modules/supervision/supervision-content.ts';
import { overlapping } from '../client/overlap.ts';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { complete, drafted, held, hour, hoursAgo, SESSIONS, sign } from './held.ts';

const peerwork = launch();
const problem = (slug: string) => ({ type: `/problems/${slug}` });
/** Everything that a refusal must leave as it is. */
const kept = () =>
  peerwork.rows(`select (select jsonb_agg(s order by id) from app.supervision_sessions s) as sessions, (select jsonb_agg(t order by session_id) from app.supervision_session_texts t) as texts,
    (select jsonb_agg(i order by id) from app.supervision_action_items i) as items, (select count(*) from app.supervision_session_signatures) as signatures`);

describe('a session of supervision', () => {
  it('is written by the supervisor, signed by each side once, and complete then', async () => {
    const wish = held();
    const answer = await peerwork.as('sue').post(SESSIONS, wish);
    expect(answer).toMatchObject({ status: 201, etag: '"1"' });
    const { id } = answer.body;
    const { actionItems, ...told } = wish;
    expect(answer.body).toEqual({
      ...{ ...told, id, specialistName: 'Ana', supervisorId: CAST.sue.id, supervisorName: 'Sue', minutes: 60, status: 'draft', version: 1 },
      actionItems: actionItems.map((item) => ({ dueOn: null, ...item, id: expect.any(String), doneAt: null, doneBy: null, version: 1 })),
      ...{ wordsWithheld: false, signatures: [], completedAt: null, voidedAt: null, voidedBy: null, voidReason: null, createdAt: expect.any(String) },
    });

    const first = await sign(peerwork, 'sue', answer.body);
    expect(first).toMatchObject({ status: 200, body: { status: 'partly-signed', completedAt: null, version: 2 } });
    expect(await sign(peerwork, 'sue', first.body)).toMatchObject({ status: 409, body: { ...problem('supervision-signed-already'), state: 'partly-signed' } });
    const second = await sign(peerwork, 'ana', first.body);
    expect(second).toMatchObject({ status: 200, body: { status: 'complete', completedAt: expect.any(String), version: 3 } });

    const hash = contentHash({
      ...{ ...wish, id, supervisorId: CAST.sue.id, kind: 'individual', competencies: ['crisis', 'communication'] },
      ...{ startedAt: new Date(wish.startedAt), endedAt: new Date(wish.endedAt), actionItems: actionItems.map((item) => ({ dueOn: null, ...item })) },
    }).toString('hex');
    expect(second.body.signatures).toEqual([
      { side: 'supervisor', accountId: CAST.sue.id, name: 'Sue', signedAt: expect.any(String), contentHash: hash },
      { side: 'peer-specialist', accountId: CAST.ana.id, name: 'Ana', signedAt: expect.any(String), contentHash: hash },
    ]);
    expect(await peerwork.trail(id)).toEqual([
      { action: 'supervision-session.held', account_id: CAST.sue.id, client_ids: [], facts: { peerSpecialistId: CAST.ana.specialistId } },
      {
        action: 'supervision-session.signed',
        account_id: CAST.sue.id,
        client_ids: [],
        facts: { side: 'supervisor', contentHash: hash, status: 'partly-signed' },
      },
      {
        action: 'supervision-session.signed',
        account_id: CAST.ana.id,
        client_ids: [],
        facts: { side: 'peer-specialist', contentHash: hash, status: 'complete' },
      },
    ]);
  });

  it('may be signed by the specialist first', async () => {
    const first = await sign(peerwork, 'ana', await drafted(peerwork));
    expect(first.body).toMatchObject({ status: 'partly-signed' });
    expect((await sign(peerwork, 'sue', first.body)).body).toMatchObject({ status: 'complete' });
  });

  it('is changed while neither has signed', async () => {
    const session = await drafted(peerwork);
    const wish = { ...hour(), kind: 'field-observation', competencies: ['growth'], summary: 'Watched an intake', actionItems: [{ what: 'Once more' }] };
    const changed = await peerwork.as('sue').patch(`${SESSIONS}/${session.id}`, wish, { version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { ...wish, actionItems: [{ what: 'Once more', dueOn: null }], version: 2 } });
    const { actionItems: _, ...others } = wish;
    expect(await peerwork.trail(session.id)).toMatchObject([
      {},
      { action: 'supervision-session.changed', facts: { fields: [...Object.keys(others).filter((name) => name !== 'summary'), 'summary', 'actionItems'] } },
    ]);
    expect((await peerwork.as('sue').patch(`${SESSIONS}/${session.id}`, { kind: 'individual' }, { version: 2 })).body).toMatchObject({
      ...{ kind: 'individual', summary: 'Watched an intake', version: 3 },
      actionItems: [{ what: 'Once more' }],
    });
    expect((await peerwork.as('sue').patch(`${SESSIONS}/${session.id}`, { summary: 'x' })).status).toBe(428);
    expect((await peerwork.as('sue').patch(`${SESSIONS}/${session.id}`, { summary: 'x' }, { version: 1 })).status).toBe(412);
  });

  it('is not changed after the first signature, by the API or beside it', async () => {
    const { body } = await sign(peerwork, 'ana', await drafted(peerwork));
    const before = await kept();
    const refused = await peerwork.as('sue').patch(`${SESSIONS}/${body.id}`, { summary: 'Something else' }, { version: 2 });
    expect(refused).toMatchObject({ status: 409, body: { ...problem('supervision-signed-already'), state: 'partly-signed' } });
    for (const change of [
      `update app.supervision_sessions set started_at = started_at - interval '1 minute', version = version + 1 where id = '${body.id}'`,
      `update app.supervision_sessions set status = 'draft', version = version + 1 where id = '${body.id}'`,
      `update app.supervision_session_texts set summary = 'x' where session_id = '${body.id}'`,
      `update app.supervision_action_items set what = 'x', version = version + 1 where session_id = '${body.id}'`,
      `delete from app.supervision_action_items where session_id = '${body.id}'`,
      `insert into app.supervision_action_items (id, session_id, position, what, version) values (gen_random_uuid(), '${body.id}', 9, 'x', 1)`,
    ])
      await expect(asOwner(change)).rejects.toMatchObject({ code: '23514' });
    await expect(asOwner(`update app.supervision_session_signatures set name = 'x' where session_id = '${body.id}'`)).rejects.toMatchObject({ code: 'PX502' });
    expect(await kept()).toEqual(before);
  });

  it('is voided with a reason when it was entered in error, and then written anew', async () => {
    const session = await complete(peerwork);
    const voided = await peerwork.as('sue').put(`${SESSIONS}/${session.id}/void`, { reason: 'Another day' }, { version: 3 });
    expect(voided).toMatchObject({
      status: 200,
      body: { status: 'voided', voidedBy: CAST.sue.id, voidReason: 'Another day', completedAt: session.completedAt, version: 4 },
    });
    expect((await peerwork.trail(session.id)).at(-1)).toMatchObject({
      action: 'supervision-session.voided',
      facts: { peerSpecialistId: CAST.ana.specialistId },
    });
    const again = () => peerwork.as('sue').put(`${SESSIONS}/${session.id}/void`, { reason: 'Another day' }, { version: 4 });
    for (const refused of [
      await again(),
      await sign(peerwork, 'ana', voided.body),
      await peerwork.as('sue').patch(`${SESSIONS}/${session.id}`, { kind: 'group' }, { version: 4 }),
    ])
      expect(refused).toMatchObject({ status: 409, body: problem('supervision-voided') });
    const { startedAt, endedAt } = session;
    expect((await peerwork.as('sue').post(SESSIONS, held({ startedAt, endedAt }))).status).toBe(201);
  });

  it('has things agreed upon that either of the two says are done', async () => {
    const draft = await drafted(peerwork);
    const done = (who: Who, item: { id: string; version: number }) =>
      peerwork.as(who).put(`/v1/supervision-action-items/${item.id}/completion`, undefined, { version: item.version });
    const [one, two] = draft.actionItems;
    expect(await done('ana', one)).toMatchObject({ status: 409, body: { ...problem('supervision-not-signed'), state: 'draft' } });
    await sign(peerwork, 'sue', draft);
    for (const who of ['ben', 'otto'] as const) expect(await done(who, one)).toMatchObject({ status: 404, body: problem('not-found') });
    expect(await done('ana', one)).toMatchObject({
      status: 200,
      body: { id: draft.id, actionItems: [{ doneAt: expect.any(String), doneBy: CAST.ana.id, version: 2 }, { doneAt: null }] },
    });
    expect(await done('sue', two)).toMatchObject({ status: 200, body: { actionItems: [{}, { doneBy: CAST.sue.id }] } });
    expect(await done('sue', { ...one, version: 2 })).toMatchObject({ status: 409, body: problem('action-item-done') });
    expect(await peerwork.trail(one.id)).toEqual([
      { action: 'supervision-action-item.done', account_id: CAST.ana.id, client_ids: [], facts: { sessionId: draft.id } },
    ]);
    expect((await peerwork.as('ana').get(`${SESSIONS}/${draft.id}`)).body.version).toBe(2);
  });
});

/** Past row security, but not past the rules: the change is rolled back. */
async function asOwner(text: string): Promise<unknown> {
  await peerwork.rows(
    'begin; alter table app.supervision_sessions no force row level security; alter table app.supervision_session_texts no force row level security; alter table app.supervision_action_items no force row level security; alter table app.supervision_session_signatures no force row level security',
  );
  try {
    return await peerwork.rows(text);
  } finally {
    await peerwork.rows('rollback');
  }
}

describe('who', () => {
  it('holds it: the supervisor at that time, or who stood in for him', async () => {
    const before = await kept();
    for (const who of ['ana', 'nadia', 'priya', 'max', 'ada'] as const) expect((await peerwork.as(who).post(SESSIONS, held())).status).toBe(403);
    const hidden = await peerwork.as('otto').post(SESSIONS, held());
    expect(hidden).toMatchObject({ status: 404, body: problem('not-found') });
    expect((await peerwork.as('otto').post(SESSIONS, held({ peerSpecialistId: UNKNOWN }))).text).toBe(hidden.text);
    expect(await peerwork.as('sue').post(SESSIONS, held({ startedAt: hoursAgo(101 * 24), endedAt: hoursAgo(101 * 24 - 1) }))).toMatchObject({
      ...{ status: 409, body: problem('not-supervising-then') },
    });
    expect(await kept()).toEqual(before);
    const cover = { supervisorId: CAST.sue.id, coveredBy: CAST.otto.id, from: hoursAgo(90), to: hoursAgo(-1), reason: 'Holidays' };
    const grant = (await peerwork.as('max').post('/v1/cover-grants', cover)).body;
    expect((await peerwork.as('otto').post(SESSIONS, held())).body).toMatchObject(problem('not-supervising-then'));
    const session = await drafted(peerwork, { startedAt: hoursAgo(80), endedAt: hoursAgo(79) }, 'otto');
    expect(session).toMatchObject({ supervisorId: CAST.otto.id, supervisorName: 'Otto' });
    await peerwork.as('max').put(`/v1/cover-grants/${grant.id}/ending`, {}, { version: 1 });
    // It stays his to sign, and its words his and hers.
    expect((await sign(peerwork, 'sue', session)).status).toBe(404);
    expect((await peerwork.as('sue').get(`${SESSIONS}/${session.id}`)).body).toMatchObject({ wordsWithheld: true, summary: null, actionItems: [] });
    const corrected = await peerwork.as('otto').patch(`${SESSIONS}/${session.id}`, { kind: 'field-observation' }, { version: 1 });
    expect(corrected).toMatchObject({ status: 200, body: { kind: 'field-observation' } });
    const beforeCover = { startedAt: hoursAgo(95), endedAt: hoursAgo(94) };
    expect((await peerwork.as('otto').patch(`${SESSIONS}/${session.id}`, beforeCover, { version: 2 })).body).toMatchObject(problem('not-supervising-then'));
    expect((await sign(peerwork, 'otto', corrected.body)).body).toMatchObject({ status: 'partly-signed', specialistName: 'Ana', summary: session.summary });
  });

  it('reads what of it', async () => {
    const session = await complete(peerwork);
    const read = (who: Who) => peerwork.as(who).get(`${SESSIONS}/${session.id}`);
    for (const who of ['ana', 'sue'] as const) expect((await read(who)).body).toEqual(session);
    const { summary: _s, actionItems: _a, wordsWithheld: _w, ...known } = session;
    expect((await read('priya')).body).toEqual({ ...known, summary: null, actionItems: [], wordsWithheld: true });
    const hidden = await read('ben');
    expect(hidden.status).toBe(404);
    for (const who of ['olive', 'otto'] as const) expect((await read(who)).text).toBe(hidden.text);
    for (const who of ['nadia', 'max', 'ada'] as const)
      expect([await read(who), await peerwork.as(who).get(SESSIONS)].map(({ status }) => status)).toEqual([403, 403]);
  });

  it('signs, changes and voids it', async () => {
    const session = await drafted(peerwork);
    const before = await kept();
    const change = (who: Who) => peerwork.as(who).patch(`${SESSIONS}/${session.id}`, { kind: 'group' }, { version: 1 });
    const end = (who: Who) => peerwork.as(who).put(`${SESSIONS}/${session.id}/void`, { reason: 'Wrong' }, { version: 1 });
    for (const who of ['ben', 'olive', 'otto'] as const) expect((await sign(peerwork, who, session)).status).toBe(404);
    for (const refused of [await change('otto'), await end('otto')]) expect(refused.status).toBe(404);
    for (const who of ['ana', 'nadia', 'priya', 'max', 'ada'] as const) expect([(await change(who)).status, (await end(who)).status]).toEqual([403, 403]);
    expect((await sign(peerwork, 'max', session)).status).toBe(403);
    const attest = (attestation: unknown) => peerwork.as('ana').put(`${SESSIONS}/${session.id}/signature`, { attestation }, { version: 1 });
    for (const attestation of [false, 'yes', undefined])
      expect(await attest(attestation)).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/attestation' }] } });
    expect(await kept()).toEqual(before);
  });
});

describe('the times', () => {
  it('do not overlap, but for a group that begins together', async () => {
    const { startedAt, endedAt } = hour();
    const at = { startedAt, endedAt };
    const ben = { ...at, peerSpecialistId: CAST.ben.specialistId };
    await drafted(peerwork, { ...at, kind: 'group' });
    expect(await peerwork.as('sue').post(SESSIONS, held(ben))).toMatchObject({ status: 409, body: problem('supervision-overlaps') });
    expect((await peerwork.as('sue').post(SESSIONS, held({ ...ben, kind: 'group' }))).status).toBe(201);
    expect((await peerwork.as('sue').post(SESSIONS, held({ ...at, kind: 'group' }))).body).toMatchObject(problem('supervision-overlaps'));
    const later = new Date(Date.parse(startedAt) + 60_000).toISOString();
    const third = { peerSpecialistId: CAST.olive.specialistId };
    await peerwork.rows(
      `set session_replication_role = replica; update app.supervisions set supervisor_id = '${CAST.sue.id}' where peer_specialist_id = '${third.peerSpecialistId}'`,
    );
    expect((await peerwork.as('sue').post(SESSIONS, held({ ...third, endedAt, startedAt: later, kind: 'group' }))).body).toMatchObject(
      problem('supervision-overlaps'),
    );
    await peerwork.rows(
      `update app.supervisions set supervisor_id = '${CAST.otto.id}' where peer_specialist_id = '${third.peerSpecialistId}'; set session_replication_role = origin`,
    );
    const apart = await drafted(peerwork);
    expect(await peerwork.as('sue').patch(`${SESSIONS}/${apart.id}`, at, { version: 1 })).toMatchObject({ status: 409, body: problem('supervision-overlaps') });
  });

  it('let one of several through that are written at once', async () => {
    const wish = held(hour());
    const lock = `lock table app.supervision_sessions in exclusive mode`;
    const answers = await overlapping(
      peerwork,
      lock,
      [1, 2, 3].map(() => () => peerwork.as('sue').post(SESSIONS, wish)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('let one of two signatures of one side through', async () => {
    const session = await drafted(peerwork);
    const lock = `select from app.supervision_sessions where id = '${session.id}' for update`;
    const answers = await overlapping(
      peerwork,
      lock,
      [1, 2].map(() => () => sign(peerwork, 'ana', session)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await peerwork.trail(session.id)).filter(({ action }) => action === 'supervision-session.signed')).toHaveLength(1);
  });

  it('of a change and a signature at once one is made', async () => {
    const session = await drafted(peerwork);
    const lock = `select from app.supervision_sessions where id = '${session.id}' for update`;
    const change = () => peerwork.as('sue').patch(`${SESSIONS}/${session.id}`, { summary: 'Another' }, { version: 1 });
    const answers = await overlapping(peerwork, lock, [change, () => sign(peerwork, 'ana', session)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

it.each([
  [{ endedAt: new Date(Date.now() + 600_000).toISOString(), startedAt: hoursAgo(1) }, '#/endedAt'],
  [{ startedAt: hoursAgo(-1), endedAt: hoursAgo(-2) }, '#/startedAt', '#/endedAt'],
  [{ startedAt: hoursAgo(30), endedAt: hoursAgo(17) }, '#/endedAt'],
  [{ startedAt: hoursAgo(30), endedAt: hoursAgo(30) }, '#/endedAt'],
  [{ kind: 'coffee' }, '#/kind'],
  [{ competencies: ['charm'] }, '#/competencies/0'],
  [{ competencies: ['crisis', 'crisis'] }, '#/competencies/1'],
  [{ summary: ' ' }, '#/summary'],
  [{ actionItems: [{ dueOn: '2026-01-01' }] }, '#/actionItems/0/what'],
  [{ actionItems: [{ what: 'x', dueOn: '2026-02-30' }] }, '#/actionItems/0/dueOn'],
  [{ actionItems: null }, '#/actionItems'],
  [{ status: 'complete' }, '#/status'],
])('refuses a session with %j', async (more, ...pointers) => {
  const before = await kept();
  const wish = { ...held(), startedAt: hoursAgo(20), endedAt: hoursAgo(19), ...more };
  const answer = await peerwork.as('sue').post(SESSIONS, wish);
  expect([answer.status, answer.body.errors?.map((error: { pointer: string }) => error.pointer)]).toEqual([422, pointers]);
  expect(await kept()).toEqual(before);
});

it('lists them newest first, without words, narrowed by specialist and time', async () => {
  await drafted(peerwork, { peerSpecialistId: CAST.ben.specialistId });
  const ids = async (who: Who, query = '') => (await peerwork.as(who).get(`${SESSIONS}?limit=100${query}`)).body.items.map(({ id }: { id: string }) => id);
  const stored = (where: string) =>
    peerwork.rows<{ id: string }>(`select id from app.supervision_sessions where ${where} order by id desc`).then((rows) => rows.map(({ id }) => id));
  const {
    rows: [mid],
  } = { rows: await peerwork.rows<{ at: Date }>('select percentile_disc(0.5) within group (order by started_at) as at from app.supervision_sessions') };
  const at = mid!.at.toISOString();
  expect(await ids('ana')).toEqual(await stored(`peer_specialist_id = '${CAST.ana.specialistId}'`));
  expect(await ids('sue')).toEqual(await stored('true'));
  expect(await ids('otto')).toEqual(await stored(`supervisor_id = '${CAST.otto.id}'`));
  expect(await ids('priya', `&peerSpecialistId=${CAST.ben.specialistId}`)).toEqual(await stored(`peer_specialist_id = '${CAST.ben.specialistId}'`));
  expect(await ids('sue', `&from=${at}`)).toEqual(await stored(`started_at >= '${at}'`));
  expect(await ids('sue', `&to=${at}`)).toEqual(await stored(`started_at < '${at}'`));
  const first = (await peerwork.as('sue').get(`${SESSIONS}?limit=2`)).body;
  const second = (await peerwork.as('sue').get(`${SESSIONS}?limit=2&after=${first.next}`)).body;
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual((await stored('true')).slice(0, 4));
  expect(Object.keys(first.items[0])).not.toContain('summary');
});
