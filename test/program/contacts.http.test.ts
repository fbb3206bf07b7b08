import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { MIGRATIONS } from '../../migrations/index.ts';
import { CreateContactPolicies1760000024000 } from '../../migrations/1760000024000-create-contact-policies.ts';
import { overlapping } from '../client/overlap.ts';
import { down, up } from '../proof/migration-steps.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, EPISODES, UNKNOWN, type Who } from '../support/cast.ts';
import { cloneDatabase } from '../support/database.ts';

const peerwork = launch({ POOL_SIZE: '20' });
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
const day = (ahead: number) => new Date(Date.now() + ahead * 24 * HOUR).toISOString().slice(0, 10);
const owner = (statements: string) => peerwork.rows(`set session_replication_role = replica; ${statements}; set session_replication_role = origin`);
const refused = (slug: string, status = 409) => ({ status, body: { type: `/problems/${slug}` } });
const faulty = (pointer: string) => ({ status: 422, body: { errors: [{ pointer }] } });
const held = (answers: Answer[]) => answers.map(({ status }) => status).sort();

describe('a contact policy', () => {
  const PHASES = [
    { fromDay: 0, intervalDays: 2 },
    { fromDay: 31, intervalDays: 5 },
  ];
  const terms = { source: 'The handbook, section 3', phases: PHASES, firstContactWithinHours: 24, afterSetbackWithinHours: 48, afterTransitionWithinHours: 36 };
  const add = (who: Who, more: object = {}, program = 'therapy') =>
    peerwork.as(who).post(`/v1/programs/${program}/contact-policies`, { validFrom: day(0), ...terms, ...more });
  const list = async (who: Who = 'ana') => (await peerwork.as(who).get('/v1/programs/therapy/contact-policies')).body.items;
  const program = async () => (await peerwork.as('ada').get('/v1/programs/therapy')).body;

  afterEach(() =>
    owner(`delete from app.contact_policies where version > 1; update app.programs set contact_interval_days = 7, version = 1 where code = 'therapy'`),
  );

  it('is there to begin with, and says what it assumes', async () => {
    expect(await list()).toMatchObject([
      {
        ...{ programCode: 'therapy', version: 1, validFrom: '1900-01-01', source: expect.stringContaining('Assumed') },
        phases: [
          { fromDay: 0, intervalDays: 3 },
          { fromDay: 31, intervalDays: 7 },
          { fromDay: 91, intervalDays: 14 },
          { fromDay: 366, intervalDays: 30 },
        ],
        ...{ firstContactWithinHours: 72, afterSetbackWithinHours: 72, afterTransitionWithinHours: 72 },
      },
    ]);
  });

  it('is added as a version, which the program shows from its day on', async () => {
    const { status, body } = await add('max');
    expect({ status, body }).toMatchObject({ status: 201, body: { ...terms, programCode: 'therapy', version: 2, validFrom: day(0) } });
    for (const who of Object.keys(CAST) as Who[]) expect((await peerwork.as(who).get(`/v1/contact-policies/${body.id}`)).body).toEqual(body);
    expect(await list()).toMatchObject([{ id: body.id }, { version: 1 }]);
    expect(await program()).toMatchObject({ contactIntervalDays: 2, version: 2 });
    const later = await add('max', { validFrom: day(2), phases: [{ fromDay: 0, intervalDays: 9 }] });
    expect(later.body).toMatchObject({ version: 3 });
    expect(await program()).toMatchObject({ contactIntervalDays: 2, version: 2 });
    expect(await peerwork.trail(body.id)).toMatchObject([
      { action: 'contact-policy.added', account_id: CAST.max.id, facts: { program: 'therapy', version: 2, validFrom: day(0) } },
    ]);
    expect(await peerwork.rows(`select contact_interval_days from app.programs where code = 'therapy'`)).toEqual([{ contact_interval_days: 2 }]);
  });

  it('follows the one before on the same day, and begins before none', async () => {
    expect((await add('max')).status).toBe(201);
    expect((await add('max', { phases: [{ fromDay: 0, intervalDays: 4 }] })).body).toMatchObject({ version: 3 });
    expect(await program()).toMatchObject({ contactIntervalDays: 4, version: 3 });
    expect((await add('max', { validFrom: day(5) })).status).toBe(201);
    expect(await add('max', { validFrom: day(4) })).toMatchObject(faulty('#/validFrom'));
    expect(await add('max', { validFrom: day(-2) })).toMatchObject(faulty('#/validFrom'));
    expect(await list()).toHaveLength(4);
  });

  it('is never edited or deleted', async () => {
    await expect(peerwork.rows('update app.contact_policies set source = source')).rejects.toThrow();
    await expect(peerwork.rows('delete from app.contact_policies')).rejects.toThrow();
  });

  it('is changed by the interval of the program too, with the other terms kept', async () => {
    await add('max');
    const { body } = await peerwork.as('max').patch('/v1/programs/therapy', { contactIntervalDays: 11, name: 'Therapy' }, { version: 2 });
    expect(body).toMatchObject({ contactIntervalDays: 11, name: 'Therapy', version: 3 });
    const [policy] = await list();
    expect(policy).toMatchObject({ ...terms, version: 3, validFrom: day(0), source: expect.any(String), phases: [{ fromDay: 0, intervalDays: 11 }] });
    expect(await peerwork.trail(policy.id)).toMatchObject([{ action: 'contact-policy.added', facts: { version: 3 } }]);
    expect((await peerwork.as('max').patch('/v1/programs/therapy', { name: 'Individual and group therapy' }, { version: 3 })).body.contactIntervalDays).toBe(
      11,
    );
    expect(await list()).toHaveLength(3);
    await add('max', { validFrom: day(3) });
    const change = await peerwork.as('max').patch('/v1/programs/therapy', { contactIntervalDays: 12 }, { version: 4 });
    expect(change).toMatchObject(refused('policy-begins-later'));
    expect(await program()).toMatchObject({ contactIntervalDays: 11, version: 4 });
  });

  it('is one of two that are added at once, and hears of the other', async () => {
    const lock = `select from app.programs where code = 'therapy' for update`;
    const answers = await overlapping(peerwork, lock, [() => add('max'), () => add('max', { validFrom: day(1) })]);
    expect(held(answers)).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject(refused('policy-added-meanwhile'));
    expect(await list()).toHaveLength(2);
  });

  it.each(['ana', 'sue', 'nadia', 'priya', 'ada'] as const)('is not %s’s to add', async (who) => {
    expect(await add(who)).toMatchObject(refused('role-may-not', 403));
    expect(await list(who)).toHaveLength(1);
  });

  it.each<[object, string]>([
    [{ validFrom: '2026-02-30' }, '#/validFrom'],
    [{ source: '' }, '#/source'],
    [{ phases: [] }, '#/phases'],
    [{ phases: {} }, '#/phases'],
    [{ phases: [[]] }, '#/phases/0'],
    [{ phases: Array.from({ length: 13 }, (_, at) => ({ fromDay: at, intervalDays: 1 })) }, '#/phases'],
    [{ phases: [{ fromDay: 1, intervalDays: 1 }] }, '#/phases'],
    [{ phases: [PHASES[0], PHASES[0]] }, '#/phases/1/fromDay'],
    [{ phases: [{ fromDay: 0, intervalDays: 0 }] }, '#/phases/0/intervalDays'],
    [{ phases: [{ fromDay: 0, intervalDays: 367 }] }, '#/phases/0/intervalDays'],
    [{ phases: [{ fromDay: 0, intervalDays: 1, label: 'first' }] }, '#/phases/0/label'],
    [{ firstContactWithinHours: 0 }, '#/firstContactWithinHours'],
    [{ afterSetbackWithinHours: 8_785 }, '#/afterSetbackWithinHours'],
    [{ afterTransitionWithinHours: null }, '#/afterTransitionWithinHours'],
    [{ version: 7 }, '#/version'],
  ])('is refused as %j', async (more, pointer) => {
    expect(await add('max', more)).toMatchObject(faulty(pointer));
    expect(await list()).toHaveLength(1);
  });

  it('is of a program that is there', async () => {
    expect((await add('max', {}, 'no-such-program')).status).toBe(404);
    expect((await peerwork.as('max').get('/v1/programs/no-such-program/contact-policies')).status).toBe(404);
    expect((await peerwork.as('max').get(`/v1/contact-policies/${UNKNOWN}`)).status).toBe(404);
  });

  it('goes on with what a center had set, and follows the release before while both serve', async () => {
    const clone = await cloneDatabase();
    const db = new pg.Client({ connectionString: clone.url });
    await db.connect();
    const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(CreateContactPolicies1760000024000));
    for (let count = MIGRATIONS.length; count > before.length; count--) await down(clone.url, MIGRATIONS.slice(0, count));
    await db.query(
      `set session_replication_role = replica; update app.programs set contact_interval_days = 4 where code = 'therapy'; set session_replication_role = origin`,
    );
    await up(clone.url, MIGRATIONS);
    const phases = async () =>
      (await db.query(`select version, phase_days, phase_intervals from app.contact_policies where program_code = 'therapy' order by version`)).rows;
    expect(await phases()).toEqual([{ version: 1, phase_days: [0], phase_intervals: [4] }]);
    // As release 0.1.0 does it.
    await db.query(`begin; select set_config('app.recorded_in', pg_current_xact_id()::text, true), set_config('app.account_id', '${CAST.max.id}', true); set local role app_program_manager;
      update app.programs set name = name, contact_interval_days = 4, cosignature_required = true, version = version + 1 where code = 'therapy';
      update app.programs set name = name, contact_interval_days = 6, cosignature_required = true, version = version + 1 where code = 'therapy'; commit`);
    expect(await phases()).toEqual([
      { version: 1, phase_days: [0], phase_intervals: [4] },
      { version: 2, phase_days: [0], phase_intervals: [6] },
    ]);
    await db.end();
    await clone.drop();
  });
});

describe('a setback', () => {
  const record = (who: Who, more: object = {}, client = CLIENTS.jordan) =>
    peerwork.as(who).post(`/v1/clients/${client}/setbacks`, { occurredAt: ago(5), kind: 'emergency-visit', ...more });
  const cancel = (who: Who, { id, version }: { id: string; version: number }, body: object = { reason: 'Another client' }) =>
    peerwork.as(who).put(`/v1/setbacks/${id}/void`, body, { version });

  afterEach(() => owner('delete from app.setback_texts; delete from app.setbacks'));

  it('is recorded by who treats the client, and changes nothing about his place', async () => {
    const before = await peerwork.rows('select * from app.episodes order by id');
    const { status, body } = await record('ana', { note: 'He called from the ward' });
    expect({ status, body }).toMatchObject({ status: 201, body: { clientId: CLIENTS.jordan, kind: 'emergency-visit', recordedBy: CAST.ana.id, version: 1 } });
    for (const who of ['ana', 'sue', 'nadia'] as const)
      expect((await peerwork.as(who).get(`/v1/setbacks/${body.id}`)).body).toMatchObject({ note: 'He called from the ward', voidReason: null });
    const { items } = (await peerwork.as('sue').get(`/v1/clients/${CLIENTS.jordan}/setbacks`)).body;
    expect(items).toMatchObject([{ id: body.id, kind: 'emergency-visit' }]);
    expect(Object.keys(items[0])).not.toContain('note');
    expect(await peerwork.rows('select * from app.episodes order by id')).toEqual(before);
    expect(await peerwork.trail(body.id)).toMatchObject([
      { action: 'setback.recorded', account_id: CAST.ana.id, client_ids: [CLIENTS.jordan], facts: { setback: 'emergency-visit' } },
    ]);
    expect(JSON.stringify(await peerwork.trail(body.id))).not.toContain('ward');
  });

  it('is known to the privacy officer without its words, and to a program manager not at all', async () => {
    const { body } = await record('nadia', { note: 'He called from the ward' });
    expect((await peerwork.as('priya').get(`/v1/setbacks/${body.id}`)).body).toMatchObject({ id: body.id, note: null });
    for (const path of [`/v1/setbacks/${body.id}`, `/v1/clients/${CLIENTS.jordan}/setbacks`])
      for (const who of ['max', 'ada'] as const) expect(await peerwork.as(who).get(path)).toMatchObject(refused('role-may-not', 403));
    expect((await peerwork.as('ben').get(`/v1/setbacks/${body.id}`)).status).toBe(404);
  });

  it('is voided by its author or a supervisor, once', async () => {
    const { body } = await record('ana');
    expect(await cancel('nadia', body)).toMatchObject(refused('setback-others'));
    expect((await cancel('ben', body)).status).toBe(404);
    expect((await cancel('otto', body)).status).toBe(404);
    expect(await cancel('priya', body)).toMatchObject(refused('role-may-not', 403));
    expect((await peerwork.as('ana').put(`/v1/setbacks/${body.id}/void`, { reason: 'No' })).status).toBe(428);
    expect(await cancel('ana', body, { reason: '' })).toMatchObject(faulty('#/reason'));
    expect((await peerwork.as('ana').get(`/v1/setbacks/${body.id}`)).body).toEqual(body);
    const answers = await overlapping(peerwork, 'select from app.setbacks for update', [() => cancel('ana', body), () => cancel('sue', body)]);
    expect(held(answers)).toEqual([200, 412]);
    const { body: voided } = await peerwork.as('sue').get(`/v1/setbacks/${body.id}`);
    expect(voided).toMatchObject({ voidReason: 'Another client', voidedAt: expect.any(String), version: 2 });
    expect(await cancel('sue', voided)).toMatchObject(refused('setback-voided'));
    expect((await peerwork.trail(body.id)).map(({ action }) => action)).toEqual(['setback.recorded', 'setback.voided']);
    const own = await record('nadia');
    expect((await cancel('nadia', own.body)).status).toBe(200);
  });

  it.each<[Who, object, object]>([
    ['ana', { occurredAt: ago(-1) }, faulty('#/occurredAt')],
    ['ana', { occurredAt: '2026-01-01T00:00:00' }, faulty('#/occurredAt')],
    ['ana', { kind: 'relapse' }, faulty('#/kind')],
    ['ana', { note: null }, faulty('#/note')],
    ['ana', { note: 'x'.repeat(2_001) }, faulty('#/note')],
    ['ana', { recordedBy: CAST.ben.id }, faulty('#/recordedBy')],
    ['ben', {}, refused('not-found', 404)],
    ['otto', {}, refused('not-found', 404)],
    ['max', {}, refused('role-may-not', 403)],
    ['priya', {}, refused('role-may-not', 403)],
    ['ada', {}, refused('role-may-not', 403)],
  ])('is refused %s with %j', async (who, more, answer) => {
    expect(await record(who, more)).toMatchObject(answer);
    expect(await peerwork.rows('select from app.setbacks')).toHaveLength(0);
  });
});

describe('a hold', () => {
  const begin = (who: Who, more: object = {}, client: string = CLIENTS.jordan) =>
    peerwork.as(who).post(`/v1/clients/${client}/contact-holds`, { kind: 'asked-for-space', reason: 'Calls when he is ready', from: ago(5), ...more });
  const end = (who: Who, { id, version }: { id: string; version: number }, body: object = {}) =>
    peerwork.as(who).put(`/v1/contact-holds/${id}/ending`, body, { version });
  const discharge = (at: string) => peerwork.as('sue').put(`/v1/episodes/${EPISODES.jordan}/discharge`, { at, reason: 'left' }, { version: 1 });

  afterEach(() =>
    owner(`delete from app.contact_holds; update app.stays set ends_at = null, version = 1; update app.assignments set ends_at = null, end_reason = null, ended_by = null, version = 1;
           update app.episodes set discharged_at = null, discharge_reason = null, discharged_by = null, version = 1`),
  );

  it('is begun and ended by who treats the client, with a trail', async () => {
    const { status, body } = await begin('ana', { expectedEndOn: day(7) });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { clientId: CLIENTS.jordan, kind: 'asked-for-space', reason: 'Calls when he is ready', expectedEndOn: day(7), endsAt: null, version: 1 },
    });
    for (const who of ['ana', 'sue', 'nadia', 'max', 'priya'] as const) {
      expect((await peerwork.as(who).get(`/v1/contact-holds/${body.id}`)).body).toEqual(body);
      const { items } = (await peerwork.as(who).get(`/v1/clients/${CLIENTS.jordan}/contact-holds`)).body;
      expect(items).toMatchObject([{ id: body.id }]);
      expect(Object.keys(items[0])).not.toContain('reason');
    }
    expect((await peerwork.as('ben').get(`/v1/contact-holds/${body.id}`)).status).toBe(404);
    expect(await end('sue', body, { at: ago(6) })).toMatchObject(faulty('#/at'));
    expect(await end('sue', body, { at: ago(-1) })).toMatchObject(faulty('#/at'));
    expect(await end('nadia', body)).toMatchObject(refused('role-may-not', 403));
    expect((await end('otto', body)).status).toBe(404);
    expect((await peerwork.as('ana').get(`/v1/contact-holds/${body.id}`)).body).toEqual(body);
    const answers = await overlapping(peerwork, 'select from app.contact_holds for update', [() => end('ana', body), () => end('max', body)]);
    expect(held(answers)).toEqual([200, 412]);
    expect(await end('ana', { ...body, version: 2 })).toMatchObject(refused('hold-ended'));
    expect((await peerwork.trail(body.id)).map(({ action }) => action)).toEqual(['contact-hold.begun', 'contact-hold.ended']);
    expect(JSON.stringify(await peerwork.trail(body.id))).not.toContain('ready');
    expect((await begin('max', { from: undefined })).status).toBe(201);
  });

  it('is one at a time', async () => {
    const answers = await overlapping(peerwork, 'lock app.contact_holds in exclusive mode', [
      () => begin('ana'),
      () => begin('sue', { from: ago(3) }),
      () => begin('max', { kind: 'hospital' }),
    ]);
    expect(held(answers)).toEqual([201, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) expect(answer).toMatchObject(refused('hold-open'));
    expect(await peerwork.rows('select from app.contact_holds')).toHaveLength(1);
  });

  it('ends with the discharge, and is nobody’s to wait for outside of care', async () => {
    const { body } = await begin('ana');
    expect(await discharge(ago(6))).toMatchObject(refused('hold-starts-later'));
    const at = ago(1);
    expect((await discharge(at)).status).toBe(200);
    expect((await peerwork.as('max').get(`/v1/contact-holds/${body.id}`)).body).toMatchObject({ endsAt: at, version: 2 });
    expect((await peerwork.trail(body.id)).at(-1)).toMatchObject({ action: 'contact-hold.ended', account_id: CAST.sue.id });
    expect(await begin('max')).toMatchObject(refused('no-open-episode'));
  });

  it.each<[Who, object, object]>([
    ['ana', { from: ago(-1) }, faulty('#/from')],
    ['ana', { from: ago(24 * 101) }, faulty('#/from')],
    ['ana', { expectedEndOn: day(-2) }, faulty('#/expectedEndOn')],
    ['ana', { expectedEndOn: '2026-13-01' }, faulty('#/expectedEndOn')],
    ['ana', { kind: 'vacation' }, faulty('#/kind')],
    ['ana', { reason: undefined }, faulty('#/reason')],
    ['ana', { endsAt: ago(1) }, faulty('#/endsAt')],
    ['ben', {}, refused('not-found', 404)],
    ['otto', {}, refused('not-found', 404)],
    ['nadia', {}, refused('role-may-not', 403)],
    ['priya', {}, refused('role-may-not', 403)],
    ['ada', {}, refused('role-may-not', 403)],
  ])('is refused %s with %j', async (who, more, answer) => {
    expect(await begin(who, more)).toMatchObject(answer);
    expect(await peerwork.rows('select from app.contact_holds')).toHaveLength(0);
  });
});
