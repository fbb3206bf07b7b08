import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { agreedGoal, daysAgo, drafted, HOUR, sign, signed } from '../session-note/session.ts';
import { asOwner, claimOf, covered, coveredBy, day, payer, stateOf, tieToGroup } from './payers.ts';

const peerwork = launch();
const unsupervised = (isAsked: boolean) => asOwner(peerwork, 'update app.programs set cosignature_required = $1', [isAsked]);
beforeAll(() => unsupervised(false));

const GROUP = '01900000-0000-7000-8003-000000000001';
const noteOf = (id: string) => peerwork.rows(`select elements from app.session_notes where id = $1`, [id]).then(([row]) => row!['elements']);

describe('GET /v1/session-notes/:id/claim', () => {
  it('says what a note comes to', async () => {
    const code = await coveredBy(peerwork, 'jordan');
    const { id, serviceOn } = await signed(peerwork, 'ana', 'jordan');
    const answer = await claimOf(peerwork, id, 'ana');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...{ noteId: id, clientId: CLIENTS.jordan, status: 'ready', serviceOn },
      ...{ payer: code, ruleSetVersion: 1, minutes: 30, units: 2, afterTarget: false, reasons: [] },
    });
    expect(await peerwork.looks(answer)).toMatchObject([{ kind: 'access', status: 200, client_ids: [CLIENTS.jordan] }]);
  });

  it('says the same to everybody who sees the note, and nothing to the others', async () => {
    await coveredBy(peerwork, 'jordan', { required_elements: '{credential,plan}' });
    const { id } = await signed(peerwork, 'ana', 'jordan');
    const [first, ...others] = await Promise.all((['ana', 'sue', 'nadia', 'max', 'priya'] as const).map((who) => claimOf(peerwork, id, who)));
    expect(first!.body).toMatchObject({ status: 'ready' });
    for (const other of others) expect(other!.body).toEqual(first!.body);
    for (const who of ['ben', 'olive', 'otto'] as const) {
      const [hidden, unknown] = await Promise.all([claimOf(peerwork, id, who), claimOf(peerwork, UNKNOWN, who)]);
      expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
    }
    expect((await claimOf(peerwork, id, 'ada')).body).toMatchObject({ type: '/problems/role-may-not' });
    expect((await claimOf(peerwork, 'nonsense')).status).toBe(404);
  });

  it('shows no words to whoever may not read them, nor to anybody else', async () => {
    await coveredBy(peerwork, 'jordan', { required_elements: '{intervention,response,plan}' });
    const { id } = await signed(peerwork, 'ana', 'jordan', { intervention: 'Something that was said' });
    for (const who of ['max', 'priya', 'ana'] as const) expect((await claimOf(peerwork, id, who)).text).not.toMatch(/said|sponsor|Meet/);
  });
});

describe('follows what it rests on', () => {
  it('the note: draft, signature, co-signature, void', async () => {
    await unsupervised(true);
    await coveredBy(peerwork, 'jordan');
    const draft = await drafted(peerwork, 'ana', 'jordan');
    const states = [await stateOf(peerwork, draft.id)];
    const { body: pending } = await sign(peerwork, 'ana', draft);
    states.push(await stateOf(peerwork, draft.id));
    const { body: done } = await peerwork.as('sue').put(`/v1/session-notes/${draft.id}/cosignature`, {}, { version: pending.version });
    states.push(await stateOf(peerwork, draft.id));
    await peerwork.as('sue').put(`/v1/session-notes/${draft.id}/void`, { reason: 'wrong client' }, { version: done.version });
    states.push(await stateOf(peerwork, draft.id));
    await unsupervised(false);
    expect(states).toEqual([
      'held not-signed:signature:author',
      'held awaiting-cosignature:cosignature:supervisor',
      'ready 2',
      'not-applicable voided:null:null',
    ]);
  });

  it('coverage, as of the day of the service', async () => {
    const code = await payer(peerwork);
    await covered(peerwork, 'sam', code, { starts_on: day(200), ends_on: day(100), end_reason: 'moved', ended_by: CAST.max.id });
    const { id } = await signed(peerwork, 'ben', 'sam', daysAgo(2));
    const states = [await stateOf(peerwork, id)];
    const { body } = await peerwork.as('sue').post(`/v1/clients/${CLIENTS.sam}/coverages`, { payer: code, from: day(10) });
    states.push(await stateOf(peerwork, id));
    await peerwork.as('max').put(`/v1/coverages/${body.id}/ending`, { on: day(4), reason: 'left' }, { version: 1 });
    states.push(await stateOf(peerwork, id));
    expect(states).toEqual(['not-applicable no-coverage:coverage:supervisor', 'ready 2', 'not-applicable no-coverage:coverage:supervisor']);
  });

  it('the credential, as of the day of the service, once somebody has verified it', async () => {
    await coveredBy(peerwork, 'jordan', { required_elements: '{credential}' });
    await asOwner(peerwork, `update app.credentials set expires_on = current_date - 1 where peer_specialist_id = $1`, [CAST.ana.specialistId]);
    const { id } = await signed(peerwork, 'ana', 'jordan', daysAgo(0));
    const before = await signed(peerwork, 'ana', 'jordan', daysAgo(2));
    const states = [await stateOf(peerwork, before.id), await stateOf(peerwork, id)];
    const paper = { kind: 'CRSS', issuer: 'Board', number: '7', issuedOn: day(3) };
    const { body } = await peerwork.as('ana').post(`/v1/peer-specialists/${CAST.ana.specialistId}/credentials`, paper);
    states.push(await stateOf(peerwork, id));
    await peerwork.as('sue').put(`/v1/credentials/${body.id}/verification`, {}, { version: 1 });
    states.push(await stateOf(peerwork, id));
    expect(states).toEqual(['ready 2', 'held credential-missing:credential:author', 'held credential-missing:credential:supervisor', 'ready 2']);
  });

  it('what others of the day have used up, whoever wrote them', async () => {
    await coveredBy(peerwork, 'riley', { daily_cap_units: 3 });
    const at = (minutes: number) => ({
      startedAt: new Date(noon + minutes * 60_000).toISOString(),
      endedAt: new Date(noon + (minutes + 30) * 60_000).toISOString(),
    });
    const noon = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 12 * HOUR;
    const [second, first, third] = [
      await signed(peerwork, 'olive', 'riley', at(60)),
      await signed(peerwork, 'olive', 'riley', at(0)),
      await signed(peerwork, 'olive', 'riley', at(120)),
    ];
    const states = () => Promise.all([first, second, third].map((note) => stateOf(peerwork, note!.id)));
    expect(await states()).toEqual(['ready 2', 'ready 1', 'held cap-reached:daily-cap:null']);
    await peerwork.as('otto').put(`/v1/session-notes/${first.id}/void`, { reason: 'wrong client' }, { version: first.version });
    expect(await states()).toEqual(['not-applicable voided:null:null', 'ready 2', 'ready 1']);
  });

  it('how many were in a group, of whom each reader may see his own', async () => {
    await coveredBy(peerwork, 'jordan', { group_limit: 1 });
    const [mine, theirs] = [await signed(peerwork, 'ana', 'jordan'), await signed(peerwork, 'ben', 'sam')];
    await tieToGroup(peerwork, GROUP, mine.id, theirs.id);
    expect((await claimOf(peerwork, mine.id, 'ana')).body).toMatchObject({ status: 'held', reasons: [{ code: 'group-too-large' }] });
    await peerwork.as('sue').put(`/v1/session-notes/${theirs.id}/void`, { reason: 'was not there' }, { version: theirs.version });
    expect((await claimOf(peerwork, mine.id, 'ana')).body).toMatchObject({ status: 'ready' });
  });

  it('how much was authorised', async () => {
    const code = await payer(peerwork, { units_without_authorization: 2 });
    await covered(peerwork, 'casey', code);
    await asOwner(
      peerwork,
      `insert into app.assignments (id, client_id, peer_specialist_id, role, starts_at, reason, assigned_by, created_at, version)
       values (gen_random_uuid(), $1, $2, 'primary', now() - interval '50 days', 'intake', $3, now(), 1)`,
      [CLIENTS.casey, CAST.ana.specialistId, CAST.max.id],
    );
    const [first, second] = [await signed(peerwork, 'ana', 'casey', daysAgo(1.5)), await signed(peerwork, 'ana', 'casey', daysAgo(1))];
    expect([await stateOf(peerwork, first.id), await stateOf(peerwork, second.id)]).toEqual([
      'ready 2',
      'held authorization-used-up:authorized-units:program-manager',
    ]);
    await covered(peerwork, 'casey', code, { authorized_units: 10 });
    expect(await stateOf(peerwork, second.id)).toBe('ready 2');
  });
});

describe('what was there when it was signed', () => {
  beforeAll(() => coveredBy(peerwork, 'jordan', { required_elements: '{plan,goal}' }));

  it('is remembered by name, and missed by name', async () => {
    const { id } = await signed(peerwork, 'ana', 'jordan', { plan: null, purposes: [] });
    expect(await noteOf(id)).toEqual(['intervention', 'response', 'place']);
    expect(await stateOf(peerwork, id)).toBe('held element-missing:plan:author element-missing:goal:author');
    const goal = await agreedGoal(peerwork, 'ana', 'jordan');
    const whole = await signed(peerwork, 'ana', 'jordan', { goalIds: [goal.id] });
    expect(await noteOf(whole.id)).toEqual(['intervention', 'response', 'plan', 'goal', 'place', 'purpose']);
    expect(await stateOf(peerwork, whole.id)).toBe('ready 2');
  });

  it('is worked out for what was signed before it was remembered', async () => {
    const { id } = await signed(peerwork, 'ana', 'jordan', { plan: null });
    await asOwner(peerwork, 'update app.session_notes set elements = null where id = $1', [id]);
    expect(await stateOf(peerwork, id)).toBe('held element-missing:plan:author element-missing:goal:author');
    expect(await peerwork.rows('select app.note_elements($1) as elements', [id])).toEqual([{ elements: ['intervention', 'response', 'place', 'purpose'] }]);
  });

  it('is looked at anew when a note that was given back is signed again', async () => {
    await unsupervised(true);
    const pending = await signed(peerwork, 'ana', 'jordan', { plan: null });
    const { body: returned } = await peerwork.as('sue').put(`/v1/session-notes/${pending.id}/return`, { reason: 'no plan' }, { version: pending.version });
    expect(await noteOf(pending.id)).toBeNull();
    const { body: changed } = await peerwork.as('ana').patch(`/v1/session-notes/${pending.id}`, { plan: 'Call on Friday' }, { version: returned.version });
    await sign(peerwork, 'ana', changed);
    await unsupervised(false);
    expect(await noteOf(pending.id)).toContain('plan');
  });

  it('stays as it was, whoever would change it', async () => {
    const { id } = await signed(peerwork, 'ana', 'jordan', { plan: null });
    const change = peerwork.rows(`update app.session_notes set elements = '{plan}', version = version + 1 where id = $1`, [id]);
    await expect(change).rejects.toMatchObject({ constraint: 'session_notes_immutable' });
  });
});

it('is held when the note came later than the payer takes it', async () => {
  await coveredBy(peerwork, 'jordan', { timeliness_limit_hours: 96 });
  const late = await drafted(peerwork, 'ana', 'jordan', daysAgo(5));
  await sign(peerwork, 'ana', late, { lateReason: 'was ill' });
  expect(await stateOf(peerwork, late.id)).toBe('held late:signature:null');
  expect((await claimOf(peerwork, late.id)).body).toMatchObject({ afterTarget: true });
});

it.each(['no-show', 'unreachable'])('is not applicable to an attempt (%s)', async (outcome) => {
  const { id } = await signed(peerwork, 'ana', 'jordan', { outcome });
  expect(await stateOf(peerwork, id)).toBe('not-applicable not-a-contact:null:null');
});
