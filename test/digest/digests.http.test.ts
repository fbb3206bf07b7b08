import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DigestMaker } from '../../src/modules/digest/index.ts';
import { TaskRound } from '../../src/modules/task/index.ts';
import { launch } from '../support/app.ts';
import { ASSIGNMENTS, CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { drafted, signed } from '../session-note/session.ts';
import { met, second } from './second.ts';

// From midnight on Monday, so that there is a week whenever this runs.
const peerwork = launch({ DIGEST_HOUR: '0' });
const { sue, otto, ana, ben } = CAST;
let other: NestFastifyApplication;
beforeAll(async () => void (other = await second(peerwork)));
afterAll(() => other?.close());

async function planted(text: string, values: unknown[] = []): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(text, values);
  await peerwork.rows('set session_replication_role = origin');
}
const make = (app = peerwork.app) => app.get(DigestMaker).round();
const latest = async (who: 'sue' | 'otto') => (await peerwork.as(who).get('/v1/digests')).body.items[0];
const read = async (who: 'sue' | 'otto') => (await peerwork.as(who).get(`/v1/digests/${(await latest(who)).id}`)).body;

beforeEach(async () => {
  await planted('delete from app.digest_clients');
  await planted('delete from app.digests');
});

it('is made once for everybody who supervises somebody, and has the figures of the report of that day', async () => {
  await signed(peerwork, 'ana', 'jordan');
  await peerwork.app.get(TaskRound).reconcile();
  expect(await make()).toBe(2);
  expect(await make()).toBe(0);
  const digest = await read('sue');
  const query = `windowDays=7&supervisorId=${sue.id}`;
  const report = (await peerwork.as('sue').get(`/v1/reports/caseload?${query}`)).body;
  expect(digest).toMatchObject({ asOf: report.asOf, windowDays: 7, totals: report.totals, specialists: report.specialists, withheld: 0 });
  expect(digest.specialists.map(({ name }: { name: string }) => name)).toEqual(['Ana', 'Ben']);
  expect(new Date(`${digest.weekOn}T00:00:00Z`).getUTCDay()).toBe(1);

  const csv = (await peerwork.as('sue').get(`/v1/reports/caseload?${query}`, { headers: { accept: 'text/csv' } })).text;
  const [head, ...lines] = csv.replace('\ufeff', '').trim().split('\r\n');
  const all = Object.fromEntries(head!.split(',').map((column, at) => [column, lines.at(-1)!.split(',')[at]]));
  expect(all).toMatchObject({ Specialist: 'All', Contacts: `${digest.totals.contacts}`, 'Clients overdue': `${digest.totals.clientsOverdue}` });

  expect(digest.clients).toEqual([
    {
      ...{ clientId: CLIENTS.sam, code: 'PW-TEST-SAM', preferredName: null, peerSpecialistId: ben.specialistId, peerSpecialist: 'Ben' },
      ...{ reasons: ['overdue-contact'], overdueDays: expect.any(Number), notesUnsigned: 0 },
    },
  ]);
  expect(digest.tasks).toEqual([
    { kind: 'needs-peer', count: 1 },
    { kind: 'overdue-contact', count: 1 },
  ]);
  expect(digest).toMatchObject({ attention: 1, openTasks: 2 });
  expect(await peerwork.trail(digest.id)).toMatchObject([
    { action: 'digest.made', account_id: sue.id, facts: { week: digest.weekOn }, client_ids: [CLIENTS.sam] },
  ]);
});

it('knows only those whom its supervisor supervises on that day', async () => {
  await planted(`update app.supervisions set supervisor_id = $1 where peer_specialist_id = $2`, [otto.id, ben.specialistId]);
  await planted(
    `insert into app.cover_grants (id, supervisor_id, covered_by, starts_at, ends_at, reason, granted_by, created_at, version)
     values ($1, $2, $3, now() - interval '1 day', now() + interval '1 day', 'Holidays', $2, now(), 1)`,
    [UNKNOWN, otto.id, sue.id],
  );
  await make();
  const [sues, ottos] = [await read('sue'), await read('otto')];
  expect(sues.specialists.map(({ name }: { name: string }) => name)).toEqual(['Ana']);
  expect(ottos.specialists.map(({ name }: { name: string }) => name)).toEqual(['Ben', 'Olive']);
  expect(JSON.stringify(sues)).not.toMatch(/SAM|RILEY/);
  expect(ottos.clients.map(({ code }: { code: string }) => code).sort()).toEqual(['PW-TEST-RILEY', 'PW-TEST-SAM']);
  await planted(`update app.supervisions set supervisor_id = $1 where peer_specialist_id = $2`, [sue.id, ben.specialistId]);
  await planted(`delete from app.cover_grants`);
});

it('is not made for who has left, or supervises nobody', async () => {
  await planted(`update app.accounts set disabled_at = now() where id = $1`, [sue.id]);
  await planted(`update app.supervisions set ends_at = now() - interval '1 minute' where supervisor_id = $1`, [otto.id]);
  expect(await make()).toBe(0);
  await planted(`update app.accounts set disabled_at = null where id = $1`, [sue.id]);
  await planted(`update app.supervisions set ends_at = null where supervisor_id = $1`, [otto.id]);
});

it('names nobody any more who has left its sight, and counts whom it leaves out', async () => {
  await make();
  const before = await read('sue');
  expect(before.clients.map(({ clientId }: { clientId: string }) => clientId)).toContain(CLIENTS.sam);
  await planted(`update app.assignments set peer_specialist_id = $1 where id = $2`, [CAST.olive.specialistId, ASSIGNMENTS.sam]);
  const after = await read('sue');
  expect(JSON.stringify(after)).not.toContain('SAM');
  expect(after).toEqual({ ...before, clients: before.clients.filter(({ clientId }: { clientId: string }) => clientId !== CLIENTS.sam), withheld: 1 });
  const text = (await peerwork.as('sue').get(`/v1/digests/${before.id}`, { headers: { accept: 'text/plain' } })).text;
  expect(text).not.toContain('SAM');
  expect(text).toContain('1 more are not shown');
  await planted(`update app.assignments set peer_specialist_id = $1 where id = $2`, [ben.specialistId, ASSIGNMENTS.sam]);
  expect(await read('sue')).toEqual(before);
});

it('is read by its supervisor alone, in three forms, and looking is on the trail', async () => {
  await make();
  const { id } = await latest('sue');
  expect((await peerwork.as('otto').get(`/v1/digests/${id}`)).text).toBe((await peerwork.as('otto').get(`/v1/digests/${UNKNOWN}`)).text);
  for (const who of ['ana', 'nadia', 'priya', 'max', 'ada'] as const) {
    expect((await peerwork.as(who).get('/v1/digests')).status).toBe(403);
    expect((await peerwork.as(who).get(`/v1/digests/${id}`)).status).toBe(403);
  }
  const view = (await peerwork.as('sue').get(`/v1/digests/${id}`)).body;
  for (const [accept, type] of [
    ['text/plain', 'text/plain'],
    ['text/html,application/xhtml+xml;q=0.9', 'text/html'],
    ['*/*', 'application/json'],
  ] as const) {
    const answer = await peerwork.as('sue').get(`/v1/digests/${id}`, { headers: { accept } });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers.get('content-type')).toContain(type);
    for (const { code } of view.clients) expect(answer.text).toContain(code);
    expect((await peerwork.looks(answer))[0]!.client_ids.sort()).toEqual(view.clients.map(({ clientId }: { clientId: string }) => clientId).sort());
  }
  const page = await peerwork.as('sue').get('/v1/digests?limit=1');
  expect(page.body).toEqual({ items: [{ id, weekOn: view.weekOn, madeAt: view.madeAt, attention: view.attention, openTasks: view.openTasks }], next: null });
  expect((await peerwork.as('sue').get('/v1/digests?weekOn=2026-11-23')).status).toBe(422);
});

it('is made once though two processes are at it', async () => {
  const made = await met(peerwork, 'digests', [() => make(), () => make(other)]);
  expect(made.reduce((sum, one) => sum + one)).toBe(2);
  expect(await peerwork.rows('select supervisor_id from app.digests order by 1')).toEqual([{ supervisor_id: sue.id }, { supervisor_id: otto.id }]);
});

it('does not keep others from theirs when it fails for one', async () => {
  await peerwork.rows(`create function app.fails() returns trigger language plpgsql as $$ begin if new.supervisor_id = '${sue.id}' then raise exception 'no'; end if; return new; end $$;
                       create trigger fails before insert on app.digests for each row execute function app.fails(); grant execute on function app.fails() to public`);
  expect(await make()).toBe(1);
  await peerwork.rows('drop trigger fails on app.digests; drop function app.fails()');
  expect(await peerwork.as('sue').get('/v1/digests')).toMatchObject({ body: { items: [] } });
  expect(await make()).toBe(1);
});

it('names twenty at the most, whom nobody reached for longest', async () => {
  const many = Array.from({ length: 25 }, (_, at) => `01900000-0000-7000-8000-0000009${String(at).padStart(5, '0')}`);
  await planted(
    `insert into app.clients (id, code, given_name, family_name, birth_date, languages, registered_by, created_at, version)
    select id, 'PW-MANY-' || n, 'Many', 'Testperson', '1990-01-01', '{en}', $2, now(), 1 from unnest($1::uuid[]) with ordinality as many (id, n)`,
    [many, CAST.max.id],
  );
  await planted(
    `insert into app.episodes (id, client_id, admitted_at, admitted_by, created_at, version) select id, id, now() - interval '60 days', $2, now(), 1 from unnest($1::uuid[]) id`,
    [many, CAST.max.id],
  );
  await planted(
    `insert into app.stays (id, client_id, episode_id, program_code, starts_at, started_by, created_at, version)
    select id, id, id, 'supportive-living', now() - interval '60 days', $2, now(), 1 from unnest($1::uuid[]) id`,
    [many, CAST.max.id],
  );
  await planted(
    `insert into app.assignments (id, client_id, peer_specialist_id, role, starts_at, reason, assigned_by, created_at, version)
    select id, id, $3, 'primary', now() - interval '1 day' * (30 + n), 'intake', $2, now(), 1 from unnest($1::uuid[]) with ordinality as many (id, n)`,
    [many, CAST.max.id, ana.specialistId],
  );
  await make();
  const digest = await read('sue');
  expect(digest.clients).toHaveLength(20);
  expect(digest).toMatchObject({ attention: expect.any(Number), withheld: 0 });
  expect(digest.attention).toBe(
    (await peerwork.as('sue').get('/v1/reports/caseload/clients?windowDays=7&limit=100')).body.items.filter(
      (one: any) => one.overdueDays > 0 || one.notesUnsigned > 0,
    ).length,
  );
  const days = digest.clients.map(({ overdueDays }: { overdueDays: number }) => overdueDays);
  expect(days).toEqual([...days].sort((a, b) => b - a));
  await planted(`delete from app.digest_clients`);
  for (const table of ['assignments', 'stays', 'episodes']) await planted(`delete from app.${table} where client_id = any ($1::uuid[])`, [many]);
  await planted(`delete from app.clients where id = any ($1::uuid[])`, [many]);
});

it('tells of notes that lie unsigned', async () => {
  const note = await drafted(peerwork, 'ana', 'jordan');
  await planted(`update app.session_notes set started_at = started_at - interval '30 hours', ended_at = ended_at - interval '30 hours' where id = $1`, [
    note.id,
  ]);
  await make();
  expect((await read('sue')).clients.find(({ clientId }: { clientId: string }) => clientId === CLIENTS.jordan)).toMatchObject({
    reasons: ['notes-unsigned'],
    notesUnsigned: 1,
  });
});
