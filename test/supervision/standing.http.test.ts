import { beforeAll, describe, expect, it } from '@jest/globals';
import { centerOf, seenBy } from '../access/center.ts';
import { launch } from '../support/app.ts';
import { CAST, UNKNOWN, type Who } from '../support/cast.ts';
import { overlapping } from '../client/overlap.ts';
import { day, drafted, sign } from './held.ts';
import { naiveStanding } from './naive-standing.ts';

const peerwork = launch();
const STANDING = '/v1/supervision-standing';
const POLICIES = '/v1/supervision-policies';
const READERS = ['ana', 'ben', 'olive', 'sue', 'otto', 'max'] as const;
const problem = (slug: string) => ({ type: `/problems/${slug}` });
const standing = async (who: Who, asOf?: string) => (await peerwork.as(who).get(`${STANDING}${asOf ? `?asOf=${asOf}` : ''}`)).body;
const ofAna = async (asOf?: string) =>
  (await standing('sue', asOf)).specialists.find(({ peerSpecialistId }: { peerSpecialistId: string }) => peerSpecialistId === CAST.ana.specialistId);
const at = (ago: number, minutes: number) => {
  const started = Date.parse(`${day(ago)}T09:00:00Z`);
  return { startedAt: new Date(started).toISOString(), endedAt: new Date(started + minutes * 60_000).toISOString() };
};
const terms = (more: object = {}) => ({
  ...{ validFrom: day(-1), source: 'The state, section 4', requiredMinutes: 120, mostDaysBetween: 7 },
  ...{ specialistsPerSupervisor: 1, clientsPerSpecialist: 1, warningDays: [7, 400, 60] },
  ...more,
});

describe('the standing', () => {
  beforeAll(async () => {
    for (const [ago, minutes, signers] of [
      [60, 50, 2],
      [30, 40, 2],
      [29, 30, 2],
      [10, 45, 2],
      [5, 20, 1],
      [4, 25, 0],
    ] as const) {
      const session = await drafted(peerwork, at(ago, minutes));
      const signed = signers > 0 ? (await sign(peerwork, 'sue', session)).body : session;
      if (signers > 1) await sign(peerwork, 'ana', signed);
    }
    const voided = await drafted(peerwork, at(3, 90));
    await peerwork.as('sue').put(`/v1/supervision-sessions/${voided.id}/void`, { reason: 'Entered in error' }, { version: 1 });
  });

  it('counts what both have signed in thirty days, and shows apart what is not signed', async () => {
    const { asOf, windowFrom, policy } = await standing('sue');
    expect([asOf, windowFrom, policy]).toEqual([day(0), day(29), expect.objectContaining({ version: 1, requiredMinutes: 60, warningDays: [90, 60, 30, 7] })]);
    expect(policy.source).toMatch(/Assumed: .*Compare with what your state asks for/);
    expect(await ofAna()).toMatchObject({
      ...{ name: 'Ana', supervisorId: CAST.sue.id, sessions: 2, minutes: 75, shortfallMinutes: 0, unsignedSessions: 2, unsignedMinutes: 45 },
      ...{ lastSupervisedOn: day(10), daysSinceLast: 10, daysOverdue: 0, clients: 1, clientsOverLimit: 0 },
    });
    expect(await ofAna(day(11))).toMatchObject({ sessions: 2, minutes: 70, unsignedSessions: 0, lastSupervisedOn: day(29), daysSinceLast: 18, daysOverdue: 4 });
    expect(await ofAna(day(31))).toMatchObject({ sessions: 1, minutes: 50, shortfallMinutes: 10, daysSinceLast: 29, daysOverdue: 15 });
    expect(await ofAna(day(70))).toMatchObject({ sessions: 0, shortfallMinutes: 60, lastSupervisedOn: null, daysSinceLast: null, daysOverdue: 330 - 14 });
    expect(await ofAna(day(101))).toMatchObject({ supervisorId: null, clients: 0 });
  });

  it("has for each his own, his team's, or the center's, and for nobody else", async () => {
    const names = async (who: Who) => (await standing(who)).specialists.map(({ name }: { name: string }) => name);
    expect(await Promise.all(READERS.map(names))).toEqual([['Ana'], ['Ben'], ['Olive'], ['Ana', 'Ben'], ['Olive'], ['Ana', 'Ben', 'Olive']]);
    expect((await standing('max')).supervisors).toEqual([
      { supervisorId: CAST.otto.id, name: 'Otto', specialists: 1, specialistsOverLimit: 0 },
      { supervisorId: CAST.sue.id, name: 'Sue', specialists: 2, specialistsOverLimit: 0 },
    ]);
    for (const who of ['nadia', 'priya', 'ada'] as const) expect((await peerwork.as(who).get(STANDING)).status).toBe(403);
    expect((await peerwork.as('max').get(STANDING)).text).not.toContain('calls');
  });

  it.each(['tomorrow', 'x'])('refuses %s', async (what) => {
    const answer = await peerwork.as('sue').get(`${STANDING}?asOf=${what === 'x' ? 'x' : day(-1)}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/asOf' }] } });
  });
});

describe('policies', () => {
  it('are added as versions by the program manager, and never edited', async () => {
    const added = await peerwork.as('max').post(POLICIES, terms());
    expect(added).toMatchObject({ status: 201, body: { ...terms({ warningDays: [400, 60, 7] }), version: 2 } });
    expect(await peerwork.trail(added.body.id)).toEqual([
      { action: 'supervision-policy.added', account_id: CAST.max.id, client_ids: [], facts: { version: 2, validFrom: day(-1) } },
    ]);
    expect((await peerwork.as('priya').get(POLICIES)).body.items.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect((await standing('sue')).policy.version).toBe(1);
    await expect(
      peerwork.rows(`begin; alter table app.supervision_policies no force row level security; update app.supervision_policies set required_minutes = 1`),
    ).rejects.toMatchObject({ code: 'PX502' });
    await peerwork.rows('rollback');
  });

  it('hold from their day on, and no earlier day is judged anew', async () => {
    await peerwork.rows(
      `set session_replication_role = replica; update app.supervision_policies set valid_from = '${day(20)}' where version = 2; set session_replication_role = origin`,
    );
    expect(await standing('sue')).toMatchObject({ policy: { version: 2 }, supervisors: [{ specialists: 2, specialistsOverLimit: 1 }] });
    expect(await ofAna()).toMatchObject({ shortfallMinutes: 45, daysOverdue: 3, credentialDaysLeft: 300, credentialWarning: '400' });
    expect((await standing('sue', day(21))).policy.version).toBe(1);
    expect(await ofAna(day(21))).toMatchObject({ shortfallMinutes: 0, credentialWarning: null });
  });

  it('begin after the newest and not in the past, and one of two at once is added', async () => {
    const count = () => peerwork.rows('select count(*)::integer as count from app.supervision_policies');
    const before = await count();
    for (const [more, pointer] of [
      [{ validFrom: day(1) }, '#/validFrom'],
      [{ warningDays: [7, 7] }, '#/warningDays/1'],
      [{ warningDays: [0] }, '#/warningDays/0'],
      [{ requiredMinutes: 1.5 }, '#/requiredMinutes'],
      [{ source: '' }, '#/source'],
    ] as const)
      expect(await peerwork.as('max').post(POLICIES, terms(more))).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    for (const who of ['ana', 'sue', 'nadia', 'priya', 'ada'] as const) expect((await peerwork.as(who).post(POLICIES, terms())).status).toBe(403);
    expect(await count()).toEqual(before);
    const lock = 'lock table app.supervision_policies in exclusive mode';
    const answers = await overlapping(
      peerwork,
      lock,
      [2, 3].map((ahead) => () => peerwork.as('max').post(POLICIES, terms({ validFrom: day(-ahead) }))),
    );
    expect(answers.map(({ status, body }) => [status, body.type]).sort()).toEqual([
      [201, undefined],
      [409, '/problems/policy-added-meanwhile'],
    ]);
    expect(await peerwork.as('max').post(POLICIES, terms({ validFrom: day(-2) }))).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/validFrom' }] },
    });
  });
});

describe('continuing education', () => {
  const of = (credential: string) => `/v1/credentials/${credential}/continuing-education`;
  const course = (more: object = {}) => ({ on: day(5), hours: 1.5, topic: 'Ethics', provider: 'Board', ...more });
  const kept = () => peerwork.rows('select * from app.continuing_education_entries order by id');
  let id: string;

  beforeAll(async () => {
    const paper = { kind: 'Recovery coach', issuer: 'Board', number: 'R-1', issuedOn: day(200), expiresOn: day(-30), continuingEducationHours: 10 };
    const added = await peerwork.as('ana').post(`/v1/peer-specialists/${CAST.ana.specialistId}/credentials`, paper);
    expect(added.body).toMatchObject({ continuingEducationHours: 10 });
    id = added.body.id;
  });

  it('is entered by the specialist, his supervisor or the manager, and withdrawn with a reason', async () => {
    const entered = await peerwork.as('ana').post(of(id), course());
    expect(entered.body).toEqual({
      ...{ ...course(), id: expect.any(String), credentialId: id, peerSpecialistId: CAST.ana.specialistId, addedBy: CAST.ana.id },
      ...{ withdrawnAt: null, withdrawnBy: null, withdrawalReason: null, version: 1 },
    });
    for (const who of ['sue', 'max'] as const) expect((await peerwork.as(who).post(of(id), course({ hours: 0.25 }))).status).toBe(201);
    const withdraw = (who: Who, version?: number) =>
      peerwork.as(who).put(`/v1/continuing-education/${entered.body.id}/withdrawal`, { reason: 'Twice' }, version ? { version } : {});
    for (const who of ['ben', 'otto'] as const) expect((await withdraw(who, 1)).status).toBe(404);
    for (const who of ['nadia', 'priya', 'ada'] as const) expect((await withdraw(who, 1)).status).toBe(403);
    expect([(await withdraw('sue')).status, (await withdraw('sue', 7)).status]).toEqual([428, 412]);
    expect(await withdraw('sue', 1)).toMatchObject({ status: 200, body: { ...course(), withdrawnBy: CAST.sue.id, withdrawalReason: 'Twice', version: 2 } });
    expect(await withdraw('ana', 2)).toMatchObject({ status: 409, body: problem('education-withdrawn') });
    const facts = { credentialId: id, peerSpecialistId: CAST.ana.specialistId };
    expect(await peerwork.trail(entered.body.id)).toEqual([
      { action: 'continuing-education.added', account_id: CAST.ana.id, client_ids: [], facts },
      { action: 'continuing-education.withdrawn', account_id: CAST.sue.id, client_ids: [], facts },
    ]);
    const listed = (await peerwork.as('priya').get(of(id))).body.items;
    expect(listed.map(({ hours, withdrawnAt }: { hours: number; withdrawnAt: string | null }) => [hours, withdrawnAt === null])).toEqual([
      [0.25, true],
      [0.25, true],
      [1.5, false],
    ]);
  });

  it('is refused to others, outside the time of the credential, and where it is no course', async () => {
    const before = await kept();
    for (const who of ['nadia', 'priya', 'ada'] as const) expect((await peerwork.as(who).post(of(id), course())).status).toBe(403);
    for (const who of ['ben', 'otto'] as const) expect((await peerwork.as(who).post(of(id), course())).status).toBe(404);
    expect((await peerwork.as('max').post(of(UNKNOWN), course())).status).toBe(404);
    for (const who of ['nadia', 'ada'] as const) expect((await peerwork.as(who).get(of(id))).status).toBe(403);
    for (const [more, pointer] of [
      [{ on: day(201) }, '#/on'],
      [{ on: day(-1) }, '#/on'],
      [{ hours: 0 }, '#/hours'],
      [{ hours: 100.5 }, '#/hours'],
      [{ topic: '' }, '#/topic'],
    ] as const)
      expect(await peerwork.as('ana').post(of(id), course(more))).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await kept()).toEqual(before);
  });

  it('counts for its credential, once that is verified', async () => {
    expect((await peerwork.as('sue').get('/v1/credentials/expiring?within=40')).body.items).toEqual([]);
    await peerwork.as('sue').put(`/v1/credentials/${id}/verification`, undefined, { version: 1 });
    const [expiring] = (await peerwork.as('sue').get('/v1/credentials/expiring?within=40')).body.items;
    expect(expiring).toMatchObject({
      ...{ id, name: 'Ana', kind: 'Recovery coach', expiresOn: day(-30), daysLeft: 30, warning: '60' },
      ...{ continuingEducationEarned: 0.5, continuingEducationRequired: 10 },
    });
    await peerwork.as('max').post(`/v1/credentials/${CAST.ana.specialistId}/continuing-education`, course({ hours: 3 }));
    expect(await ofAna()).toMatchObject({
      credentialId: CAST.ana.specialistId,
      continuingEducationEarned: 3,
      continuingEducationRequired: null,
      continuingEducationRemaining: null,
    });
  });
});

describe('GET /v1/credentials/expiring', () => {
  const list = async (who: Who, query = '') => (await peerwork.as(who).get(`/v1/credentials/expiring?within=400${query}`)).body;
  it("has one's own, one's team's or all, soonest first, page by page", async () => {
    const names = async (who: Who) => (await list(who)).items.map(({ name, daysLeft }: { name: string; daysLeft: number }) => [name, daysLeft]);
    expect(await names('ana')).toEqual([
      ['Ana', 30],
      ['Ana', 300],
    ]);
    expect(await names('ben')).toEqual([['Ben', 300]]);
    expect(await names('otto')).toEqual([['Olive', 300]]);
    expect(await names('max')).toEqual([
      ['Ana', 30],
      ['Ana', 300],
      ['Ben', 300],
      ['Olive', 300],
    ]);
    const first = await list('max', '&limit=3');
    const second = await list('max', `&limit=3&after=${first.next}`);
    expect([...first.items, ...second.items]).toEqual((await list('priya')).items);
    for (const who of ['nadia', 'ada'] as const) expect((await peerwork.as(who).get('/v1/credentials/expiring')).status).toBe(403);
    for (const wrong of ['within=-1', 'within=x', 'after=x']) expect((await peerwork.as('max').get(`/v1/credentials/expiring?${wrong}`)).status).toBe(422);
  });

  it('keeps what has expired until a later one of its kind takes its place', async () => {
    const paper = (number: string, issuedOn: string, expiresOn: string) =>
      peerwork.rows(
        `set session_replication_role = replica; insert into app.credentials (id, peer_specialist_id, kind, issuer, number, issued_on, expires_on, verified_at, verified_by, created_at, version)
         values (gen_random_uuid(), '${CAST.ben.specialistId}', 'First aid', 'Board', '${number}', '${issuedOn}', '${expiresOn}', now(), '${CAST.sue.id}', now(), 1); set session_replication_role = origin`,
      );
    await paper('A', day(300), day(2));
    expect((await list('ben')).items[0]).toMatchObject({ number: 'A', daysLeft: -2, warning: 'expired' });
    await paper('B', day(3), day(-700));
    expect((await list('ben')).items.map(({ number }: { number: string }) => number)).toEqual(['CPRS-ben']);
  });
});

it('is on every day and for everybody what a second computation says', async () => {
  const rows = await centerOf(peerwork);
  for (const who of READERS)
    for (const ago of [0, 1, 3, 4, 5, 9, 10, 19, 20, 21, 28, 29, 30, 31, 40, 59, 60, 61, 89, 99, 100, 101, 390, 401]) {
      const { specialists, supervisors } = await standing(who, day(ago));
      expect({ who, ago, specialists, supervisors }).toEqual({ who, ago, ...naiveStanding(seenBy(who, rows), day(ago)) });
    }
}, 60_000);
