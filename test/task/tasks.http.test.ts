import { beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { TaskRound } from '../../src/modules/task/index.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, EPISODES, UNKNOWN, type Who } from '../support/cast.ts';
import { agreedGoal, drafted, sign, signed } from '../session-note/session.ts';

const peerwork = launch();
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
const day = (days: number) => ago(days * 24).slice(0, 10);

type Task = { id: string; kind: string; subject: { kind: string; id: string }; clientId: string | null; closedBecause: string | null } & Record<
  string,
  unknown
>;

const round = () => peerwork.app.get(TaskRound).reconcile();
const listOf = async (who: Who, query = ''): Promise<Task[]> => (await peerwork.as(who).get(`/v1/tasks?limit=100${query}`)).body.items;
const kindsOf = async (who: Who, query = '') => (await listOf(who, query)).map(({ kind, subject }) => `${kind} ${subject.id}`).sort();
const find = async (who: Who, kind: string, id: string, query = '') => (await listOf(who, query)).find((task) => task.kind === kind && task.subject.id === id);
const openRows = (key: string) => peerwork.rows(`select * from app.tasks where dedupe_key = $1 and closed_at is null`, [key]);
const lastRow = async (key: string) => (await peerwork.rows(`select * from app.tasks where dedupe_key = $1 order by opened_at desc limit 1`, [key]))[0]!;

/** As if it had been so: past the rules, in the owner's name. */
async function planted(text: string, values: unknown[] = []): Promise<void> {
  await peerwork.rows('set session_replication_role = replica');
  await peerwork.rows(text, values);
  await peerwork.rows('set session_replication_role = origin');
}
const older = (table: string, columns: string[], id: string, hours: number) =>
  planted(`update app.${table} set ${columns.map((column) => `${column} = ${column} - interval '${hours} hours'`).join(', ')} where id = $1`, [id]);

async function movedToDetox(client: 'jordan' | 'sam'): Promise<{ id: string; version: number; clientId: string }> {
  await peerwork.as('max').post(`/v1/episodes/${EPISODES[client]}/stays`, { programCode: 'detox', at: ago(1), reason: 'A hard week' });
  return (await peerwork.as('sue').get(`/v1/hand-offs?clientId=${CLIENTS[client]}&status=open`)).body.items[0];
}

beforeEach(async () => {
  await planted(`delete from app.tasks`);
  await planted(`update app.session_notes set status = 'voided'`);
  await planted(`delete from app.quieted_kinds`);
});

describe('tasks', () => {
  it('are opened by the rules, once, and say to each what waits for him', async () => {
    expect(await round()).toMatchObject({ opened: expect.any(Number), closed: 0 });
    expect(await round()).toMatchObject({ opened: 0, closed: 0, moved: 0 });
    const { body } = await peerwork.as('ana').get('/v1/tasks');
    expect(body).toEqual({
      items: [
        {
          ...{ id: expect.any(String), kind: 'overdue-contact', words: 'Reach out: the next contact is past due' },
          ...{ subject: { kind: 'client', id: CLIENTS.jordan }, clientId: CLIENTS.jordan, code: 'PW-TEST-JORDAN', preferredName: null },
          ...{ dueAt: expect.any(String), overdue: true, openedAt: expect.any(String), closedAt: null, closedBecause: null, peerSpecialistId: null },
        },
      ],
      next: null,
    });
    const [recorded] = await peerwork.rows(
      `select account_id, facts, client_ids from app.audit_events where action = 'tasks.reconciled' order by id desc limit 1`,
    );
    expect(recorded).toMatchObject({ account_id: null, facts: { opened: 4, closed: 0, moved: 0 } });
    expect([...recorded!['client_ids']].sort()).toEqual(Object.values(CLIENTS).sort());
    expect(await kindsOf('sue')).toEqual([`needs-peer ${CLIENTS.casey}`]);
    expect(await kindsOf('otto')).toEqual([]);
    expect(await kindsOf('sue', `&peerSpecialistId=${CAST.ana.specialistId}`)).toEqual([`overdue-contact ${CLIENTS.jordan}`]);
  });

  it('are those of the report and of the placement queue', async () => {
    await round();
    const overdue = (await peerwork.as('sue').get('/v1/reports/caseload/clients')).body.items.filter(({ overdueDays }: any) => overdueDays > 0);
    const tasks = [CAST.ana, CAST.ben].map(({ specialistId }) => listOf('sue', `&kind=overdue-contact&peerSpecialistId=${specialistId}`));
    expect(
      (await Promise.all(tasks))
        .flat()
        .map(({ clientId }) => clientId)
        .sort(),
    ).toEqual(overdue.map(({ clientId }: any) => clientId).sort());
    const queue = (await peerwork.as('sue').get('/v1/placement-queue')).body.items;
    expect((await listOf('sue', '&kind=needs-peer')).map(({ clientId }) => clientId)).toEqual(queue.map(({ clientId }: any) => clientId));
  });

  it('follow the client to whom he is handed over, and say nothing to who had him', async () => {
    await round();
    const id = (await find('ana', 'overdue-contact', CLIENTS.jordan))!.id;
    const { body } = await peerwork.as('sue').post(`/v1/clients/${CLIENTS.jordan}/assignments`, {
      ...{ peerSpecialistId: CAST.ben.specialistId, role: 'primary', reason: 'Ana is away' },
    });
    expect(await listOf('ana')).toEqual([]);
    expect((await find('ben', 'overdue-contact', CLIENTS.jordan))!.id).toBe(id);
    await planted(`delete from app.assignments where id = $1`, [body.id]);
    await planted(
      `update app.assignments set ends_at = null, end_reason = null, ended_by = null, version = 1 where client_id = $1 and peer_specialist_id = $2 and role = 'primary'`,
      [CLIENTS.jordan, CAST.ana.specialistId],
    );
    expect((await find('ana', 'overdue-contact', CLIENTS.jordan))!.id).toBe(id);
  });

  it('end with the contact, at once, and come again as another one when the next is late', async () => {
    await round();
    const before = (await find('ben', 'overdue-contact', CLIENTS.sam))!;
    const note = await signed(peerwork, 'ben', 'sam');
    expect(await find('ben', 'overdue-contact', CLIENTS.sam)).toBeUndefined();
    expect((await find('ben', 'overdue-contact', CLIENTS.sam, '&closed=true'))!).toMatchObject({ id: before.id, closedBecause: 'cause-ended', overdue: true });
    await round();
    expect(await openRows(`overdue-contact:${CLIENTS.sam}`)).toEqual([]);
    await older('session_notes', ['started_at', 'ended_at', 'signed_at', 'created_at'], note.id, 60 * 24);
    await planted(`update app.session_notes set service_on = service_on - 60 where id = $1`, [note.id]);
    await round();
    const again = (await find('ben', 'overdue-contact', CLIENTS.sam))!;
    expect(again.id).not.toBe(before.id);
    expect(await peerwork.rows(`select from app.tasks where dedupe_key = $1`, [`overdue-contact:${CLIENTS.sam}`])).toHaveLength(2);
    await planted(`update app.session_notes set status = 'voided' where id = $1`, [note.id]);
  });

  it('do not end with an attempt, nor with a contact that was before', async () => {
    await round();
    const attempt = { outcome: 'no-show', modality: 'phone' };
    expect((await peerwork.as('olive').post(`/v1/clients/${CLIENTS.riley}/attempts`, attempt)).status).toBe(201);
    expect(await find('olive', 'overdue-contact', CLIENTS.riley)).toBeDefined();
    await round();
    expect(await find('olive', 'overdue-contact', CLIENTS.riley)).toBeDefined();
  });

  it('rest while the client is on leave', async () => {
    await round();
    const leave = (await peerwork.as('ana').post(`/v1/episodes/${EPISODES.jordan}/leaves`, { kind: 'hospital' })).body;
    expect(await round()).toMatchObject({ opened: 0, closed: 1 });
    expect(await lastRow(`overdue-contact:${CLIENTS.jordan}`)).toMatchObject({ closed_because: 'cause-ended' });
    expect((await peerwork.as('ana').put(`/v1/leaves/${leave.id}/return`, {}, { version: 1 })).status).toBe(200);
    await planted(`delete from app.leaves where id = $1`, [leave.id]);
  });

  it('end by another rule, and say so', async () => {
    await round();
    await planted(
      `insert into app.contact_policies (id, program_code, version, valid_from, source, phase_days, phase_intervals, first_contact_within_hours, after_setback_within_hours,
         after_transition_within_hours, created_at) values ($1, 'supportive-living', 99, $2, 'Another', '{0}', '{366}', 8784, 8784, 8784, clock_timestamp())`,
      [UNKNOWN, day(0)],
    );
    await round();
    expect(await lastRow(`overdue-contact:${CLIENTS.riley}`)).toMatchObject({ closed_because: 'rule-changed' });
    await planted(`delete from app.contact_policies where id = $1`, [UNKNOWN]);
    await round();
    expect(await openRows(`overdue-contact:${CLIENTS.riley}`)).toHaveLength(1);
  });

  it('are about notes from draft to co-signature, each for who is to act', async () => {
    const note = await drafted(peerwork, 'ana', 'jordan');
    await round();
    expect(await find('ana', 'unsigned-note', note.id)).toBeUndefined();
    await older('session_notes', ['started_at', 'ended_at', 'created_at'], note.id, 30);
    await round();
    expect(await find('ana', 'unsigned-note', note.id)).toMatchObject({
      peerSpecialistId: CAST.ana.specialistId,
      clientId: CLIENTS.jordan,
      subject: { kind: 'session-note' },
    });
    expect(await find('sue', 'unsigned-note', note.id)).toBeUndefined();
    expect(await find('sue', 'unsigned-note', note.id, `&peerSpecialistId=${CAST.ana.specialistId}`)).toBeDefined();
    expect((await sign(peerwork, 'ana', note, { lateReason: 'was away' })).body).toMatchObject({ status: 'pending-cosignature' });
    expect(await find('ana', 'unsigned-note', note.id)).toBeUndefined();

    await round();
    expect(await find('sue', 'cosignature', note.id)).toBeUndefined();
    await older('session_notes', ['signed_at'], note.id, 25);
    await round();
    expect(await find('sue', 'cosignature', note.id)).toBeDefined();
    expect(await find('ana', 'cosignature', note.id)).toBeUndefined();
    for (const who of ['otto', 'ben'] as const) expect(await find(who, 'cosignature', note.id)).toBeUndefined();
    expect((await peerwork.as('sue').put(`/v1/session-notes/${note.id}/return`, { reason: 'Say what comes next' }, { version: 2 })).status).toBe(200);
    expect(await find('sue', 'cosignature', note.id)).toBeUndefined();

    await round();
    expect((await listOf('ana')).filter(({ subject }) => subject.id === note.id).map(({ kind }) => kind)).toEqual(['returned-note']);
    const answered = await sign(peerwork, 'ana', { id: note.id, version: 3 }, { lateReason: 'was away' });
    expect(answered.status).toBe(200);
    expect(await find('ana', 'returned-note', note.id)).toBeUndefined();
  });

  it('of co-signing are for whoever supervises the author now, or stands in', async () => {
    const note = await signed(peerwork, 'ana', 'jordan');
    await older('session_notes', ['signed_at'], note.id, 25);
    await round();
    const cover = (await peerwork.as('sue').post('/v1/cover-grants', { supervisorId: CAST.sue.id, coveredBy: CAST.otto.id, to: ago(-24), reason: 'Holidays' }))
      .body;
    expect(await find('otto', 'cosignature', note.id)).toBeDefined();
    await planted(`delete from app.cover_grants where id = $1`, [cover.id]);
    expect(await find('otto', 'cosignature', note.id)).toBeUndefined();
    await planted(`update app.supervisions set supervisor_id = $1 where peer_specialist_id = $2`, [CAST.otto.id, CAST.ana.specialistId]);
    expect(await find('otto', 'cosignature', note.id)).toBeDefined();
    expect(await find('sue', 'cosignature', note.id)).toBeUndefined();
    await planted(`update app.supervisions set supervisor_id = $1 where peer_specialist_id = $2`, [CAST.sue.id, CAST.ana.specialistId]);
  });

  it('of a move stay until somebody confirms that he met the client', async () => {
    const handOff = await movedToDetox('sam');
    await round();
    const task = (await find('ben', 'hand-off', handOff.id))!;
    expect(task).toMatchObject({ overdue: false, words: expect.stringMatching(/^Say what/), clientId: CLIENTS.sam });
    const said = { triggers: 'Evenings', whatHelps: 'A walk', safeContact: 'Text only' };
    await peerwork.as('ben').put(`/v1/hand-offs/${handOff.id}/statement`, said, { version: 1 });
    expect(await find('ben', 'hand-off', handOff.id)).toMatchObject({ id: task.id, words: expect.stringMatching(/^Meet/) });
    expect((await peerwork.as('ben').put(`/v1/hand-offs/${handOff.id}/confirmation`, { firstContactAt: ago(0.1), how: 'phone' }, { version: 2 })).status).toBe(
      200,
    );
    expect(await find('ben', 'hand-off', handOff.id)).toBeUndefined();
    expect(await lastRow(`hand-off:${handOff.id}`)).toMatchObject({ closed_because: 'cause-ended' });
  });

  it('ask for a word about goals, unless they rest', async () => {
    const goal = await agreedGoal(peerwork, 'ana', 'jordan');
    await round();
    expect(await find('ana', 'goal-check-in', goal.id)).toBeUndefined();
    await planted(`update app.goals set agreed_on = agreed_on - 10 where id = $1`, [goal.id]);
    await round();
    expect(await find('ana', 'goal-check-in', goal.id)).toMatchObject({ subject: { kind: 'goal' }, overdue: true });
    expect((await peerwork.as('ana').put(`/v1/goals/${goal.id}/pause`, { reason: 'A hard week' }, { version: goal.version })).status).toBe(200);
    expect(await find('ana', 'goal-check-in', goal.id)).toBeUndefined();
    expect((await peerwork.as('ana').delete(`/v1/goals/${goal.id}/pause`)).status).toBe(200);
    await round();
    expect(await find('ana', 'goal-check-in', goal.id)).toBeUndefined();
    await planted(`update app.goal_pauses set starts_at = starts_at - interval '20 days', ends_at = ends_at - interval '15 days' where goal_id = $1`, [
      goal.id,
    ]);
    await round();
    expect(await find('ana', 'goal-check-in', goal.id)).toBeDefined();
    expect((await peerwork.as('ana').post(`/v1/goals/${goal.id}/check-ins`, { on: day(0), kept: 'kept' })).status).toBe(201);
    expect(await find('ana', 'goal-check-in', goal.id)).toBeUndefined();
    await round();
    expect(await find('ana', 'goal-check-in', goal.id)).toBeUndefined();
  });

  it('warn of a credential band by band, and no more once there is another one', async () => {
    const [kind, issuer] = ['First aid', 'Board'];
    const add = async (number: string, expiresOn: string) => {
      const { body } = await peerwork
        .as('max')
        .post(`/v1/peer-specialists/${CAST.ben.specialistId}/credentials`, { kind, issuer, number, issuedOn: day(300), expiresOn });
      await peerwork.as('max').put(`/v1/credentials/${body.id}/verification`, {}, { version: 1 });
      return body.id as string;
    };
    const id = await add('1', day(-50));
    await round();
    const task = (await find('ben', 'expiring-credential', id))!;
    expect(task).toMatchObject({ overdue: false, clientId: null, code: null, peerSpecialistId: CAST.ben.specialistId });
    expect(await openRows(`expiring-credential:${id}:60`)).toHaveLength(1);
    await planted(`update app.credentials set expires_on = $2 where id = $1`, [id, day(-20)]);
    await round();
    expect((await find('ben', 'expiring-credential', id))!.id).not.toBe(task.id);
    expect(await openRows(`expiring-credential:${id}:30`)).toHaveLength(1);
    await add('2', day(-400));
    await round();
    expect(await find('ben', 'expiring-credential', id)).toBeUndefined();
  });

  it('ask both sides of a supervision for their signatures', async () => {
    const held = { startedAt: ago(3), endedAt: ago(2), kind: 'individual', competencies: ['crisis'], summary: 'What was said' };
    const { id } = (await peerwork.as('sue').post('/v1/supervision-sessions', { peerSpecialistId: CAST.ana.specialistId, ...held })).body;
    await round();
    for (const who of ['ana', 'sue'] as const) expect((await listOf(who, '&kind=unsigned-supervision')).map(({ subject }) => subject.id)).toEqual([id]);
    for (const who of ['ben', 'otto'] as const) expect(await listOf(who, '&kind=unsigned-supervision')).toEqual([]);
    expect((await peerwork.as('sue').put(`/v1/supervision-sessions/${id}/signature`, { attestation: true }, { version: 1 })).status).toBe(200);
    expect(await listOf('sue', '&kind=unsigned-supervision')).toEqual([]);
    expect(await listOf('ana', '&kind=unsigned-supervision')).toHaveLength(1);
    await peerwork.as('sue').put(`/v1/supervision-sessions/${id}/void`, { reason: 'Another day' }, { version: 2 });
    expect(await listOf('ana', '&kind=unsigned-supervision')).toEqual([]);
  });
});

describe('a discharge', () => {
  it('ends what follows the client up, with itself, and leaves the paperwork to who must do it', async () => {
    const note = await drafted(peerwork, 'olive', 'riley');
    await older('session_notes', ['started_at', 'ended_at', 'created_at'], note.id, 30);
    await round();
    expect(await kindsOf('olive')).toEqual([`overdue-contact ${CLIENTS.riley}`, `unsigned-note ${note.id}`]);
    const { version } = (await peerwork.as('otto').get(`/v1/episodes/${EPISODES.riley}`)).body;
    const discharge = await peerwork.as('otto').put(`/v1/episodes/${EPISODES.riley}/discharge`, { at: ago(0), reason: 'completed' }, { version });
    expect(discharge.status).toBe(200);
    expect(await kindsOf('olive')).toEqual([`unsigned-note ${note.id}`]);
    expect(await lastRow(`overdue-contact:${CLIENTS.riley}`)).toMatchObject({ closed_because: 'episode-closed' });
    await round();
    expect(await peerwork.rows(`select from app.tasks where episode_id = $1 and closed_at is null`, [EPISODES.riley])).toEqual([]);
    // His record is not hers to see any more, and the note is hers to finish.
    expect(await find('olive', 'unsigned-note', note.id)).toMatchObject({ clientId: CLIENTS.riley, code: null, preferredName: null });
  });

  it('that is under way gets no task after it', async () => {
    await peerwork.rows(`begin; select from app.episodes where id = '${EPISODES.jordan}' for update`);
    await round();
    expect(await openRows(`overdue-contact:${CLIENTS.jordan}`)).toEqual([]);
    expect(await openRows(`overdue-contact:${CLIENTS.sam}`)).toHaveLength(1);
    await peerwork.rows('rollback');
    await round();
    expect(await openRows(`overdue-contact:${CLIENTS.jordan}`)).toHaveLength(1);
  });
});

describe('rounds of several processes', () => {
  it('open each task once, and one passes while the other is at it', async () => {
    await peerwork.rows(`begin; select pg_advisory_xact_lock(hashtextextended('tasks', 26))`);
    expect(await round()).toBeNull();
    await peerwork.rows('rollback');
    const rounds = await Promise.all([round(), round(), round(), round()]);
    const opened = rounds.map((one) => one?.opened ?? 0);
    expect(opened.reduce((sum, one) => sum + one)).toBeGreaterThan(0);
    expect(opened.filter((one) => one > 0)).toHaveLength(1);
    expect(await peerwork.rows(`select dedupe_key from app.tasks where closed_at is null group by 1 having count(*) > 1`)).toEqual([]);
  });

  it('are for nobody who serves requests', async () => {
    await peerwork.rows('begin; set local role app_supervisor');
    await expect(peerwork.rows(`select app.reconcile_tasks('UTC')`)).rejects.toThrow(/permission denied/);
    await peerwork.rows('rollback');
  });

  it('pass over what somebody is just ending, and wait for nobody', async () => {
    await round();
    const [task] = await openRows(`overdue-contact:${CLIENTS.jordan}`);
    await planted(
      `insert into app.tasks (id, kind, dedupe_key, client_id, episode_id, subject_id, cause_at, due_at, opened_at)
                   select $1, kind, 'overdue-contact:nobody', client_id, episode_id, subject_id, cause_at, due_at, opened_at from app.tasks where id = $2`,
      [uuid(), task!['id']],
    );
    await peerwork.rows(`begin; select from app.tasks where dedupe_key = 'overdue-contact:nobody' for update`);
    expect(await round()).toMatchObject({ closed: 0 });
    await peerwork.rows('rollback');
    expect(await round()).toMatchObject({ closed: 1 });
  });
});

describe('quieting', () => {
  const quiet = (who: Who, kind: string) => peerwork.as(who).put(`/v1/tasks/quieted-kinds/${kind}`);

  it('leaves a kind out of the list of whoever wants that, until he hears of it again', async () => {
    await round();
    const answer = await quiet('ana', 'overdue-contact');
    expect(answer).toMatchObject({ status: 200, body: { kind: 'overdue-contact', since: expect.any(String) } });
    expect(await listOf('ana')).toEqual([]);
    expect(await listOf('ana', '&quieted=true')).toHaveLength(1);
    expect(await listOf('ben')).toHaveLength(1);
    expect((await quiet('ana', 'overdue-contact')).body).toEqual(answer.body);
    expect((await peerwork.as('ana').get('/v1/tasks/quieted-kinds')).body).toEqual({ items: [answer.body], next: null });
    expect((await peerwork.as('ben').get('/v1/tasks/quieted-kinds')).body.items).toEqual([]);
    const [row] = await peerwork.rows(`select id from app.quieted_kinds`);
    for (const status of [204, 204]) expect((await peerwork.as('ana').delete('/v1/tasks/quieted-kinds/overdue-contact')).status).toBe(status);
    expect(await listOf('ana')).toHaveLength(1);
    expect((await peerwork.as('ana').get('/v1/tasks/quieted-kinds')).body.items).toEqual([]);
    expect(await peerwork.trail(row!['id'])).toMatchObject([
      { action: 'kind.quieted', account_id: CAST.ana.id, facts: { reminder: 'overdue-contact' } },
      { action: 'kind.heard-again', account_id: CAST.ana.id, facts: { reminder: 'overdue-contact' } },
    ]);
  });

  it('is not for hand-offs, and there is no kind that nobody knows', async () => {
    expect(await quiet('ana', 'hand-off')).toMatchObject({ status: 409, body: { type: '/problems/kind-not-to-be-quieted' } });
    for (const kind of ['birthday', 'HAND-OFF']) expect((await quiet('ana', kind)).status).toBe(404);
    expect(await peerwork.rows('select from app.quieted_kinds')).toEqual([]);
  });

  it('is one row, however many ask for it at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => quiet('sue', 'weekly-digest')));
    expect(new Set(answers.map(({ status, text }: Answer) => `${status} ${text}`)).size).toBe(1);
    expect(await peerwork.rows('select from app.quieted_kinds')).toHaveLength(1);
  });
});

describe('the list', () => {
  it('is for specialists and supervisors, and of others only for who supervises them', async () => {
    for (const who of ['nadia', 'priya', 'max', 'ada'] as const) expect((await peerwork.as(who).get('/v1/tasks')).status).toBe(403);
    await round();
    for (const [who, id] of [
      ['ana', CAST.ben.specialistId],
      ['otto', CAST.ana.specialistId],
      ['sue', UNKNOWN],
    ] as const)
      expect(await listOf(who, `&peerSpecialistId=${id}`)).toEqual([]);
    expect(await listOf('ana', `&peerSpecialistId=${CAST.ana.specialistId}`)).toHaveLength(1);
    for (const query of ['kind=birthday', 'closed=maybe', 'who=me']) expect((await peerwork.as('ana').get(`/v1/tasks?${query}`)).status).toBe(422);
  });

  it('comes in pages, what was due first first', async () => {
    await round();
    const values = Array.from(
      { length: 5 },
      (_, at) =>
        `(gen_random_uuid(), 'unsigned-note', 'unsigned-note:${at}', '${CLIENTS.jordan}', '${CAST.ana.specialistId}', gen_random_uuid(), now(), now() - interval '${at % 3} days', now())`,
    );
    await planted(
      `insert into app.tasks (id, kind, dedupe_key, client_id, peer_specialist_id, subject_id, cause_at, due_at, opened_at) values ${values.join(', ')}`,
    );
    const whole = await listOf('ana');
    expect(whole.map(({ dueAt }) => dueAt)).toEqual(whole.map(({ dueAt }) => dueAt as string).sort());
    const found: Task[] = [];
    for (let after = ''; ;) {
      const { body } = await peerwork.as('ana').get(`/v1/tasks?limit=2${after}`);
      found.push(...body.items);
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(found).toEqual(whole);
    expect(whole).toHaveLength(6);
  });

  it('shows what ended in the last thirty days, and nothing older', async () => {
    await round();
    await planted(`update app.tasks set closed_at = now() - interval '29 days', closed_because = 'cause-ended' where dedupe_key = $1`, [
      `overdue-contact:${CLIENTS.jordan}`,
    ]);
    expect(await find('ana', 'overdue-contact', CLIENTS.jordan, '&closed=true')).toMatchObject({ closedBecause: 'cause-ended' });
    await planted(`update app.tasks set closed_at = now() - interval '31 days' where dedupe_key = $1`, [`overdue-contact:${CLIENTS.jordan}`]);
    expect(await listOf('ana', '&closed=true')).toEqual([]);
  });
});
