import { describe, expect, it } from '@jest/globals';
import { overlapping } from '../client/overlap.ts';
import { launch } from '../support/app.ts';
import { ASSIGNMENTS, CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';
import { inOrderOfReasons } from './order.ts';

const peerwork = launch({ POOL_SIZE: '50' });
const { ana, ben, olive, sue, max } = CAST;
type Client = keyof typeof CLIENTS;
const record = (who: Who, wish: object, client: Client = 'casey') => peerwork.as(who).post(`/v1/clients/${CLIENTS[client]}/wishes`, wish);
async function recorded(who: Who, wish: object, client: Client = 'casey'): Promise<any> {
  const { status, body, text } = await record(who, wish, client);
  if (status !== 201) throw new Error(text);
  return body;
}
async function matched(who: Who, client: Client = 'casey', query = ''): Promise<any> {
  const { status, body, text } = await peerwork.as(who).get(`/v1/clients/${CLIENTS[client]}/matches${query}`);
  if (status !== 200) throw new Error(text);
  return body;
}
const declare = (kind: string, specialist: 'ana' | 'ben' | 'olive', client: Client = 'casey') =>
  peerwork.as('max').post(`/v1/clients/${CLIENTS[client]}/conflicts`, { peerSpecialistId: CAST[specialist].specialistId, kind });
const namesIn = (rows: { name: string }[]) => rows.map(({ name }) => name);
const reason = (match: any, kind: string) => match.reasons.find((one: any) => one.kind === kind);
const share = (who: 'ana' | 'ben' | 'olive', experience: string) =>
  peerwork.as(who).post(`/v1/peer-specialists/${CAST[who].specialistId}/experiences`, { experience });
const owner = async (statements: string) => {
  await peerwork.rows(`set session_replication_role = replica; ${statements}; set session_replication_role = origin`);
};
const kept = () =>
  peerwork.rows(`select (select jsonb_agg(w order by id) from app.client_wishes w) as wishes, (select jsonb_agg(t) from app.client_wish_texts t) as texts`);

afterEach(() =>
  owner(`delete from app.client_wish_texts; delete from app.client_wishes; delete from app.shared_experiences; delete from app.work_hours;
         delete from app.conflicts_of_interest; delete from app.assignments where client_id = '${CLIENTS.casey}'; update app.accounts set disabled_at = null;
         update app.peer_specialists set max_caseload = 12, languages = '{en}', pathways = '{12-step}'`),
);

describe('from a wish to a peer', () => {
  it('ranks by the reasons it states, the first is assigned, and then sees the client', async () => {
    await owner(`update app.peer_specialists set languages = '{en,es}', pathways = '{SMART Recovery}' where id = '${ben.specialistId}'`);
    await share('ben', 'parenting');
    const today = new Date().toISOString().slice(0, 10);
    const evenings = { from: today, hours: [{ weekday: 2, startsAt: '12:00', endsAt: '20:00' }] };
    expect((await peerwork.as('sue').post(`/v1/peer-specialists/${ben.specialistId}/work-hours`, evenings)).status).toBe(201);
    const wish = await recorded('sue', {
      ...{ languages: ['es-MX'], pathways: ['smart-recovery'], experiences: ['parenting', 'grief'], availableTimes: ['tuesday-evening', 'monday-morning'] },
      notes: 'Somebody who does not mind silence',
    });

    const answer = await matched('sue');
    expect(answer).toMatchObject({ clientId: CLIENTS.casey, wishId: wish.id, more: false, excluded: [] });
    expect(answer.matches.map(({ name, freePlaces, overCapacity, assignable }: any) => [name, freePlaces, overCapacity, assignable])).toEqual([
      ['Ben', 11, false, true],
      ['Ana', 11, false, true],
      ['Olive', 11, false, false],
    ]);
    expect(answer.matches[0].reasons).toEqual([
      { kind: 'wished-for', agrees: false, what: [], words: 'The client asks for nobody by name' },
      { kind: 'language', agrees: true, what: ['es-MX'], words: 'Speaks Spanish, as the client wishes' },
      { kind: 'pathway', agrees: true, what: ['smart-recovery'], words: 'Knows smart-recovery from within, as the client wishes' },
      { kind: 'shared-experience', agrees: true, what: ['parenting'], words: 'Shares parenting, as the client wishes' },
      { kind: 'schedule', agrees: true, what: ['tuesday-evening'], words: 'Works Tuesday evening, when the client has time' },
      { kind: 'free-places', agrees: true, what: [], words: '11 of 12 places are free' },
    ]);
    expect(inOrderOfReasons([...answer.matches].reverse())).toEqual(answer.matches);

    const [first] = answer.matches;
    const body = { peerSpecialistId: first.peerSpecialistId, role: 'primary', reason: 'Speaks his language' };
    expect((await peerwork.as('ben').get(`/v1/clients/${CLIENTS.casey}`)).status).toBe(404);
    expect((await peerwork.as('sue').post(`/v1/clients/${CLIENTS.casey}/assignments`, body)).status).toBe(201);
    expect((await peerwork.as('ben').get(`/v1/clients/${CLIENTS.casey}`)).body.primary).toMatchObject({ name: 'Ben' });
    expect((await peerwork.as('ben').get(`/v1/wishes/${wish.id}`)).body.notes).toBe('Somebody who does not mind silence');
    expect((await matched('sue')).excluded).toEqual([{ peerSpecialistId: ben.specialistId, name: 'Ben', reason: 'has-the-client' }]);
  });

  it('is a look that the trail knows of, with the client whom it was about', async () => {
    const answer = await peerwork.as('sue').get(`/v1/clients/${CLIENTS.casey}/matches`);
    expect(await peerwork.looks(answer)).toEqual([
      { kind: 'access', action: 'GET /v1/clients/:id/matches', account_id: sue.id, status: 200, client_ids: [CLIENTS.casey] },
    ]);
  });

  it('tells the client’s own specialist of colleagues whom he may ask, and whose profiles he may not read', async () => {
    const { matches, excluded } = await matched('ana', 'jordan');
    expect(matches.map(({ name, assignable }: any) => [name, assignable])).toEqual([
      ['Ben', false],
      ['Olive', false],
    ]);
    expect(namesIn(excluded)).toEqual(['Ana']);
    expect((await peerwork.as('ana').get(`/v1/peer-specialists/${olive.specialistId}`)).status).toBe(404);
    const asked = { toPeerSpecialistId: matches[1].peerSpecialistId, reason: 'Moves', handOff: 'Call first' };
    const transfer = await peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/transfers`, asked);
    expect(transfer).toMatchObject({ status: 201, body: { toName: 'Olive' } });
    await owner('delete from app.transfer_texts; delete from app.transfers');
  });

  it('asks for the client’s own languages where he wishes for none', async () => {
    await owner(`update app.peer_specialists set languages = '{es}' where id = '${ana.specialistId}'`);
    const { wishId, matches } = await matched('max');
    expect(wishId).toBe(null);
    expect(namesIn(matches)).toEqual(['Ben', 'Olive', 'Ana']);
    expect(matches.every(({ assignable }: any) => assignable)).toBe(true);
    expect(reason(matches[0], 'language')).toMatchObject({ agrees: true, what: ['en'], words: 'Speaks English, as the client does' });
  });

  it('puts whoever is full after all others, and says so, but not whom the client asks for', async () => {
    await owner(`update app.peer_specialists set max_caseload = 1, languages = '{en,es}' where id in ('${ana.specialistId}', '${ben.specialistId}')`);
    await recorded('sue', { languages: ['es'], preferredSpecialistId: ben.specialistId });
    const { matches } = await matched('sue');
    expect(matches.map(({ name, overCapacity, freePlaces }: any) => [name, overCapacity, freePlaces])).toEqual([
      ['Ben', true, 0],
      ['Olive', false, 11],
      ['Ana', true, 0],
    ]);
    expect(reason(matches[0], 'wished-for')).toMatchObject({ agrees: true, words: 'The client asks for this specialist' });
    expect(reason(matches[2], 'free-places')).toMatchObject({ agrees: false, words: 'No place of 1 is free: an assignment needs a reason' });
    const body = { peerSpecialistId: ben.specialistId, role: 'primary', reason: 'Asked for' };
    expect(await peerwork.as('sue').post(`/v1/clients/${CLIENTS.casey}/assignments`, body)).toMatchObject({
      status: 409,
      body: { type: '/problems/caseload-full' },
    });
  });

  it('ranks nobody with a conflict or whom the client declined, as long as that holds', async () => {
    await recorded('sue', { preferredSpecialistId: ana.specialistId });
    const { body: conflict } = await declare('former-room-mate', 'ben');
    const { body: veto } = await declare('client-declined', 'ana');
    const { matches, excluded } = await matched('sue');
    expect(namesIn(matches)).toEqual(['Olive']);
    expect(excluded).toEqual([
      { peerSpecialistId: ana.specialistId, name: 'Ana', reason: 'client-declined' },
      { peerSpecialistId: ben.specialistId, name: 'Ben', reason: 'conflict-of-interest' },
    ]);
    const assign = (peerSpecialistId: string) =>
      peerwork
        .as('sue')
        .post(`/v1/clients/${CLIENTS.casey}/assignments`, { peerSpecialistId, role: 'primary', reason: 'All the same', overrideReason: 'Nobody else' });
    expect((await assign(ana.specialistId)).body.type).toBe('/problems/client-declined');
    for (const { id, version } of [conflict, veto]) await peerwork.as('max').put(`/v1/conflicts/${id}/ending`, {}, { version });
    expect(namesIn((await matched('sue')).matches)).toEqual(['Ana', 'Ben', 'Olive']);
  });

  it('answers as many as are asked for, and says whether there are more', async () => {
    expect(await matched('sue', 'casey', '?limit=2')).toMatchObject({ matches: [{ name: 'Ana' }, { name: 'Ben' }], more: true });
    expect((await matched('sue', 'casey', '?limit=3')).more).toBe(false);
    for (const limit of ['0', '51', 'x']) expect((await peerwork.as('sue').get(`/v1/clients/${CLIENTS.casey}/matches?limit=${limit}`)).status).toBe(422);
  });

  it('knows nobody who does not work as a specialist now', async () => {
    await owner(`update app.accounts set disabled_at = now() where id = '${ben.id}'`);
    const { matches, excluded } = await matched('max');
    expect(namesIn([...matches, ...excluded])).toEqual(['Ana', 'Olive']);
  });

  it('takes the hours that hold today, and not those to come', async () => {
    const hours = (startsAt: string, endsAt: string) => JSON.stringify([{ weekday: 1, startsAt, endsAt }]);
    const set = (on: string, week: string, id: string) =>
      owner(
        `insert into app.work_hours (id, peer_specialist_id, starts_on, hours, set_by, created_at) values ('${id}', '${ana.specialistId}', ${on}, '${week}', '${max.id}', now())`,
      );
    await recorded('sue', { availableTimes: ['monday-morning', 'monday-evening'] });
    const schedule = async () =>
      reason(
        (await matched('sue')).matches.find(({ name }: any) => name === 'Ana'),
        'schedule',
      ).what;
    expect(await schedule()).toEqual([]);
    await set('current_date - 20', hours('08:00', '12:00'), '01900000-0000-7000-8000-0000000000a2');
    await set('current_date - 30', hours('17:00', '22:00'), '01900000-0000-7000-8000-0000000000a3');
    await set('current_date + 10', hours('17:00', '22:00'), '01900000-0000-7000-8000-0000000000a4');
    expect(await schedule()).toEqual(['monday-morning']);
  });

  it('forgets at once what is withdrawn', async () => {
    await recorded('sue', { experiences: ['grief'] });
    const { body } = await share('olive', 'grief');
    expect(namesIn((await matched('sue')).matches)[0]).toBe('Olive');
    expect((await peerwork.as('olive').put(`/v1/experiences/${body.id}/withdrawal`, {}, { version: body.version })).status).toBe(200);
    const { matches } = await matched('sue');
    expect(namesIn(matches)).toEqual(['Ana', 'Ben', 'Olive']);
    expect(matches.some((match: any) => reason(match, 'shared-experience').agrees)).toBe(false);
  });

  it('is for those who place the client or walk with him, and hides him from everybody else', async () => {
    for (const who of ['nadia', 'priya', 'ada'] as const) expect((await peerwork.as(who).get(`/v1/clients/${CLIENTS.jordan}/matches`)).status).toBe(403);
    const unknown = await peerwork.as('otto').get(`/v1/clients/${UNKNOWN}/matches`);
    const hidden = await peerwork.as('otto').get(`/v1/clients/${CLIENTS.jordan}/matches`);
    expect([hidden.status, hidden.text.replaceAll(CLIENTS.jordan, UNKNOWN)]).toEqual([404, unknown.text]);
    expect((await peerwork.as('ben').get(`/v1/clients/${CLIENTS.jordan}/matches`)).status).toBe(404);
    expect((await peerwork.as(null).get(`/v1/clients/${CLIENTS.jordan}/matches`)).status).toBe(401);
  });

  it('tells nothing beside row security to anybody who may not see the client', async () => {
    const told = async (role: string, account: string) => {
      await peerwork.rows(`begin; select set_config('app.account_id', '${account}', true); set local role ${role}`);
      try {
        return (await peerwork.rows(`select name from app.candidates_for($1, current_date)`, [CLIENTS.jordan])).length;
      } finally {
        await peerwork.rows('rollback');
      }
    };
    expect([await told('app_peer_specialist', ana.id), await told('app_peer_specialist', ben.id)]).toEqual([3, 0]);
    expect([await told('app_supervisor', sue.id), await told('app_supervisor', CAST.otto.id), await told('app_program_manager', max.id)]).toEqual([3, 0, 3]);
    await expect(told('app_clinician', CAST.nadia.id)).rejects.toThrow('permission denied');
  });
});

describe('what a client wishes', () => {
  it('replaces what he wished before at one instant, and the history stays', async () => {
    const first = await recorded('ana', { pathways: ['12-step'], preferredSpecialistId: ben.specialistId, notes: 'Likes Ben' }, 'jordan');
    expect(first).toMatchObject({
      ...{ clientId: CLIENTS.jordan, pathways: ['12-step'], languages: [], experiences: [], availableTimes: [], endsAt: null, recordedBy: ana.id },
      ...{ preferredSpecialistId: ben.specialistId, preferredName: 'Ben', notes: 'Likes Ben', version: 1 },
    });
    const second = await recorded('sue', {}, 'jordan');
    expect(second).toMatchObject({ pathways: [], preferredSpecialistId: null, preferredName: null, notes: null, endsAt: null });
    const { body } = await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}/wishes`);
    expect(body.items.map(({ id, startsAt, endsAt, version }: any) => [id, startsAt, endsAt, version])).toEqual([
      [second.id, second.startsAt, null, 1],
      [first.id, first.startsAt, second.startsAt, 2],
    ]);
    expect('notes' in body.items[0]).toBe(false);
    expect(await peerwork.trail(first.id)).toEqual([
      {
        ...{ action: 'wish.recorded', account_id: ana.id, client_ids: [CLIENTS.jordan] },
        facts: { fields: ['pathways', 'preferredSpecialistId', 'notes'], preferredSpecialistId: ben.specialistId },
      },
    ]);
    const page = (await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}/wishes?limit=1`)).body;
    expect((await peerwork.as('ana').get(`/v1/clients/${CLIENTS.jordan}/wishes?limit=1&after=${page.next}`)).body).toMatchObject({
      items: [{ id: first.id }],
      next: null,
    });
  });

  it('is handed on by a program manager, who does not read the client’s words', async () => {
    const wish = await recorded('max', { notes: 'He said so' });
    expect(wish.notes).toBe(null);
    expect((await peerwork.as('max').get(`/v1/wishes/${wish.id}`)).body.notes).toBe(null);
    expect((await peerwork.as('sue').get(`/v1/wishes/${wish.id}`)).body.notes).toBe('He said so');
  });

  it.each([[false], [true]])('has one in force when many are written down at the same moment (one before: %s)', async (hasOne) => {
    if (hasOne) await recorded('sue', { languages: ['fr'] });
    const requests = Array.from({ length: 6 }, (_, nth) => () => record(nth % 2 ? 'sue' : 'max', { languages: [nth % 2 ? 'es' : 'en'] }));
    const answers = await overlapping(peerwork, 'lock table app.client_wishes in share row exclusive mode', requests);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers.filter(({ status }) => status !== 201))
      expect([status, body.type]).toEqual([409, '/problems/wish-recorded-meanwhile']);
    const rows = await peerwork.rows(`select starts_at, ends_at from app.client_wishes where client_id = $1 order by starts_at`, [CLIENTS.casey]);
    expect(rows.filter(({ ends_at }) => ends_at === null)).toHaveLength(1);
    expect(rows).toHaveLength(hasOne ? 2 : 1);
    if (hasOne) expect(rows[0]!['ends_at']).toEqual(rows[1]!['starts_at']);
  });

  it('happens once under one key', async () => {
    const key = 'the-same-wish-of-casey-again';
    const send = () => peerwork.as('sue').post(`/v1/clients/${CLIENTS.casey}/wishes`, { languages: ['es'] }, { key });
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect(await peerwork.rows('select from app.client_wishes')).toHaveLength(1);
  });

  it.each([
    [{ pathways: ['Not A Code'] }, '#/pathways/0'],
    [{ languages: ['spanish!'] }, '#/languages/0'],
    [{ experiences: ['piloting'] }, '#/experiences/0'],
    [{ experiences: ['grief', 'grief'] }, '#/experiences/1'],
    [{ availableTimes: ['tuesday-night'] }, '#/availableTimes/0'],
    [{ availableTimes: 'tuesday-evening' }, '#/availableTimes'],
    [{ preferredSpecialistId: 'ben' }, '#/preferredSpecialistId'],
    [{ notes: 'x' }, '#/notes'],
    [{ notes: null }, '#/notes'],
    [{ clientId: CLIENTS.jordan }, '#/clientId'],
  ])('is not taken as %j', async (wish, pointer) => {
    const before = await kept();
    expect(await record('sue', wish)).toMatchObject({ status: 422, body: { type: '/problems/invalid-request', errors: [{ pointer }] } });
    expect(await kept()).toEqual(before);
  });

  it('names nobody who does not work as a specialist', async () => {
    await recorded('sue', { languages: ['es'] });
    const before = await kept();
    const unknown = await record('sue', { preferredSpecialistId: UNKNOWN });
    await owner(`update app.accounts set disabled_at = now() where id = '${olive.id}'`);
    const left = await record('sue', { preferredSpecialistId: olive.specialistId });
    expect([unknown.status, left.status, left.text]).toEqual([404, 404, unknown.text]);
    expect(await kept()).toEqual(before);
  });

  it('is known to those who place the client or walk with him', async () => {
    const wish = await recorded('ana', { notes: 'Quiet' }, 'jordan');
    for (const who of ['nadia', 'priya', 'ada'] as const)
      for (const path of [`clients/${CLIENTS.jordan}/wishes`, `wishes/${wish.id}`]) expect((await peerwork.as(who).get(`/v1/${path}`)).status).toBe(403);
    for (const who of ['ben', 'otto'] as const) {
      expect((await peerwork.as(who).get(`/v1/wishes/${wish.id}`)).status).toBe(404);
      expect((await peerwork.as(who).get(`/v1/clients/${CLIENTS.jordan}/wishes`)).status).toBe(404);
      expect((await record(who, { languages: ['es'] }, 'jordan')).status).toBe(404);
    }
    expect((await peerwork.as('max').get(`/v1/clients/${CLIENTS.jordan}/wishes`)).body.items).toMatchObject([{ id: wish.id, version: 1 }]);
    // Handed over, it is the next specialist's to know and no longer hers.
    await owner(`update app.assignments set peer_specialist_id = '${ben.specialistId}' where id = '${ASSIGNMENTS.jordan}'`);
    expect((await peerwork.as('ben').get(`/v1/wishes/${wish.id}`)).body.notes).toBe('Quiet');
    expect((await peerwork.as('ana').get(`/v1/wishes/${wish.id}`)).status).toBe(404);
    await owner(`update app.assignments set peer_specialist_id = '${ana.specialistId}' where id = '${ASSIGNMENTS.jordan}'`);
  });

  it('keeps its words as they were said', async () => {
    await recorded('sue', { notes: 'Quiet' });
    await expect(peerwork.rows(`update app.client_wish_texts set notes = 'Loud'`)).rejects.toThrow();
    await expect(peerwork.rows('delete from app.client_wishes')).rejects.toThrow();
  });
});
