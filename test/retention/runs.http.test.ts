import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { verifySignedNotes } from '../../src/modules/session-note/index.ts';
import { signedNote } from '../disclosure/held.ts';
import { active, complete, recipient } from '../consent/given.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import {
  age,
  asOwner,
  ATTESTATION,
  attested,
  begun,
  confirmed,
  day,
  former,
  HOLD,
  lineOf,
  linesOf,
  placed,
  previewed,
  runner,
  typeOf,
  untilSomebodyWaits,
} from './former.ts';

const peerwork = launch();
const purgedOf = async (id: string) => Number((await peerwork.rows('select count(purged_at) as n from app.clients where id = $1', [id]))[0]!['n']);
const progress = async (id: string) => (await peerwork.as('max').get(`/v1/purges/${id}`)).body;
const errorsIn = ({ body }: { body: any }) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

async function beside<T>(body: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: peerwork.ownerUrl });
  await db.connect();
  try {
    return await body(db);
  } finally {
    await db.end();
  }
}

describe('while a purge runs', () => {
  it('a hold that was placed after the confirmation keeps its client, and the others go', async () => {
    const [held, gone] = [await former(peerwork), await former(peerwork)];
    const id = await begun(peerwork);
    expect((await placed(peerwork, held)).status).toBe(201);
    await runner(peerwork).round();
    expect(await lineOf(peerwork, id, held)).toMatchObject({ outcome: 'kept', because: 'legal-hold', reasons: [{}, {}] });
    expect(await lineOf(peerwork, id, gone)).toMatchObject({ outcome: 'destroyed' });
    expect(await progress(id)).toMatchObject({ state: 'done', counts: { clients: 2, destroyed: 1, kept: 1 } });
    expect((await peerwork.trail(held)).at(-1)).toMatchObject({ action: 'client.not-purged', client_ids: [held], facts: { because: 'legal-hold' } });
    expect([await purgedOf(held), await purgedOf(gone)]).toEqual([0, 1]);
  });

  it('a hold that is under way is waited for', async () => {
    const client = await former(peerwork);
    const id = await begun(peerwork);
    await beside(async (db) => {
      await db.query('begin');
      await db.query(
        `insert into app.legal_holds (id, client_id, matter, reason, asked_by, holds_from, placed_by, created_at, version) values ($1, $2, 'x', 'y', 'z', current_date, $3, now(), 1)`,
        [uuid(), client, CAST.priya.id],
      );
      await db.query(`insert into app.audit_events (id, kind, action) values ($1, 'change', 'legal-hold.placed')`, [uuid()]);
      const round = runner(peerwork).round();
      await untilSomebodyWaits(peerwork);
      await db.query('commit');
      await round;
    });
    expect(await lineOf(peerwork, id, client)).toMatchObject({ outcome: 'kept', because: 'legal-hold' });
    expect(await purgedOf(client)).toBe(0);
  });

  it('a hold that comes too late finds nobody', async () => {
    const client = await former(peerwork);
    const id = await begun(peerwork);
    const answer = await beside(async (db) => {
      await db.query('begin');
      await db.query('select from app.client_contact_points where client_id = $1 for update', [client]);
      const round = runner(peerwork).round();
      await untilSomebodyWaits(peerwork);
      const asked = peerwork.as('priya').post(`/v1/clients/${client}/legal-holds`, HOLD);
      await untilSomebodyWaits(peerwork, 2);
      await db.query('commit');
      await round;
      return asked;
    });
    expect(typeOf(answer)).toBe('404 not-found');
    expect(await lineOf(peerwork, id, client)).toMatchObject({ outcome: 'destroyed' });
    expect(await peerwork.rows('select from app.legal_holds where client_id = $1', [client])).toEqual([]);
  });

  it('whoever was admitted again meanwhile, or is to be kept longer by now, is kept', async () => {
    const [back, covered] = [await former(peerwork), await former(peerwork)];
    const id = await begun(peerwork);
    await asOwner(
      peerwork,
      [
        `insert into app.episodes (id, client_id, admitted_at, admitted_by, created_at, version) values ($1, $2, now(), $3, now(), 1)`,
        [uuid(), back, CAST.max.id],
      ],
      [
        `insert into app.client_coverages (id, client_id, payer, starts_on, ends_on, end_reason, added_by, ended_by, created_at, version) values ($1, $2, 'nc-medicaid', $3::date - 9, $3, 'other', $4, $4, now(), 1)`,
        [uuid(), covered, day(100), CAST.max.id],
      ],
    );
    await runner(peerwork).round();
    expect(await lineOf(peerwork, id, back)).toMatchObject({ outcome: 'kept', because: 'open-episode' });
    expect(await lineOf(peerwork, id, covered)).toMatchObject({ outcome: 'kept', because: 'kept-longer' });
  });

  it('it may end after any client, and goes on where it was', async () => {
    const clients = [await former(peerwork), await former(peerwork), await former(peerwork)];
    const id = await begun(peerwork);
    await runner(peerwork).round(1);
    expect(await progress(id)).toMatchObject({ state: 'running', endedAt: null, counts: { clients: 3, planned: 2, destroyed: 1 } });
    const { tally } = runner(peerwork) as unknown as { tally: { job: { backlog(): Promise<{ waiting: number }> } } };
    expect(await tally.job.backlog()).toMatchObject({ waiting: 2, oldestAt: expect.any(Date) });
    await runner(peerwork).round();
    expect(await progress(id)).toMatchObject({ state: 'done', endedAt: expect.any(String), counts: { clients: 3, planned: 0, destroyed: 3 } });
    for (const client of clients) expect(await purgedOf(client)).toBe(1);
  });

  it('whatever number of processes run it, each client is destroyed once and it ends once', async () => {
    const clients: string[] = [];
    while (clients.length < 6) clients.push(await former(peerwork));
    const id = await begun(peerwork);
    await Promise.all(Array.from({ length: 4 }, () => runner(peerwork).round()));
    expect(await progress(id)).toMatchObject({ state: 'done', counts: { destroyed: 6 } });
    for (const client of clients) expect((await peerwork.trail(client)).map(({ action }) => action)).toEqual(['client.purged']);
    expect((await peerwork.trail(id)).filter(({ action }) => action === 'purge.ended')).toHaveLength(1);
  });

  it('two purges that name one client destroy him once', async () => {
    const client = await former(peerwork);
    const [first, second] = [await begun(peerwork), await begun(peerwork)];
    await runner(peerwork).round();
    expect(await lineOf(peerwork, first, client)).toMatchObject({ outcome: 'destroyed' });
    expect(await lineOf(peerwork, second, client)).toMatchObject({ outcome: 'kept', because: 'destroyed-already' });
  });
});

describe('a preview', () => {
  it('names nobody who is held, in care, or to be kept to its day', async () => {
    const [held, inCare, recent, past] = [
      await former(peerwork),
      await former(peerwork, { discharged: null }),
      await former(peerwork, { created: day(900), discharged: day(800) }),
      await former(peerwork),
    ];
    await placed(peerwork, held);
    const { body } = await previewed(peerwork);
    const named = (await linesOf(peerwork, body.id)).map(({ clientId }) => clientId);
    expect([held, inCare, recent, past].map((client) => named.includes(client))).toEqual([false, false, false, true]);
    const { body: early } = await previewed(peerwork, { asOf: day(12_000) });
    expect(early.counts.clients).toBe(0);
    expect(errorsIn(await previewed(peerwork, { asOf: day(-2) }))).toEqual(['#/asOf']);
  });

  it('is good for a week, must be known, and is stood for in words', async () => {
    await former(peerwork);
    const { body: preview } = await previewed(peerwork);
    expect(errorsIn(await attested(peerwork, UNKNOWN))).toEqual(['#/previewId']);
    expect(errorsIn(await peerwork.as('priya').post('/v1/purges', { previewId: preview.id, attestation: 'yes' }))).toEqual(['#/attestation']);
    const { body: fresh } = await previewed(peerwork);
    const { body: stood } = await attested(peerwork, fresh.id);
    await asOwner(peerwork, [`update app.purges set created_at = now() - interval '8 days' where id = any ($1)`, [[preview.id, fresh.id]]]);
    expect(typeOf(await attested(peerwork, preview.id))).toBe('409 preview-too-old');
    expect(typeOf(await confirmed(peerwork, stood))).toBe('409 preview-too-old');
  });

  it('is for privacy officer and program manager, each in his part', async () => {
    for (const who of ['max', 'sue', 'ana', 'nadia', 'ada'] as const) {
      expect(typeOf(await peerwork.as(who).post('/v1/purges/previews', {}))).toBe('403 role-may-not');
      expect(typeOf(await peerwork.as(who).post('/v1/purges', { previewId: UNKNOWN, attestation: ATTESTATION }))).toBe('403 role-may-not');
    }
    for (const who of ['sue', 'ana', 'nadia', 'ada'] as const)
      for (const path of ['', `/${UNKNOWN}`, `/${UNKNOWN}/clients`]) expect(typeOf(await peerwork.as(who).get(`/v1/purges${path}`))).toBe('403 role-may-not');
    for (const path of ['', '/clients']) expect(typeOf(await peerwork.as('max').get(`/v1/purges/${UNKNOWN}${path}`))).toBe('404 not-found');
    expect(typeOf(await confirmed(peerwork, { id: UNKNOWN, version: 1 }))).toBe('404 not-found');
  });

  it('is made once under one key', async () => {
    const key = 'one-preview-and-no-more';
    const [first, again] = [
      await peerwork.as('priya').post('/v1/purges/previews', {}, { key }),
      await peerwork.as('priya').post('/v1/purges/previews', {}, { key }),
    ];
    expect([first.status, again.body.id]).toEqual([201, first.body.id]);
  });

  it('two who confirm at once: one of them does', async () => {
    await former(peerwork);
    const { body: preview } = await previewed(peerwork);
    const { body: purge } = await attested(peerwork, preview.id);
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirmed(peerwork, purge)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    expect((await peerwork.trail(purge.id)).filter(({ action }) => action === 'purge.confirmed')).toHaveLength(1);
    await runner(peerwork).round();
  });
});

describe('the trail', () => {
  it('knows the signed notes of a record that was destroyed, and misses those of others', async () => {
    const clinic = await recipient(peerwork);
    await active(peerwork, complete(clinic.id));
    await signedNote(peerwork);
    const verify = async () => {
      const auditor = new pg.Client({ connectionString: peerwork.ownerUrl, options: '-c role=app_auditor' });
      await auditor.connect();
      return verifySignedNotes(auditor).finally(() => auditor.end());
    };
    expect(await verify()).toEqual({ notes: 1, finding: null });
    const [{ id }] = (await peerwork.rows<{ id: string }>('select id from app.session_notes where client_id = $1', [CLIENTS.jordan])) as [{ id: string }];
    const elsewhere = 'ffffffff-0000-7000-8000-000000000001';
    await asOwner(peerwork, [`update app.session_notes set id = $2 where id = $1`, [id, elsewhere]]);
    expect((await verify()).finding).toEqual({ noteId: id, what: 'was signed and is gone' });
    await asOwner(peerwork, [`update app.session_notes set id = $1 where id = $2`, [id, elsewhere]]);
    await age(peerwork, CLIENTS.jordan);
    const purge = await begun(peerwork);
    await runner(peerwork).round();
    expect(await lineOf(peerwork, purge, CLIENTS.jordan)).toMatchObject({ outcome: 'destroyed' });
    expect(await peerwork.rows('select from app.session_notes where client_id = $1', [CLIENTS.jordan])).toEqual([]);
    expect(await verify()).toEqual({ notes: 0, finding: null });
  });
});
