import { describe, expect, it } from '@jest/globals';
import { overlapping } from '../client/overlap.ts';
import { day, typeOf } from '../consent/given.ts';
import { type Answer, launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN, type Who } from '../support/cast.ts';

const peerwork = launch();
type Registered = { id: string; version: number };
const FACTORS = { nature: 'Names and days', receivedBy: 'A neighbour', acquired: 'The seal was broken', mitigation: 'Handed back' };
const register = (more: object = {}, who: Who = 'priya') =>
  peerwork.as(who).post('/v1/breaches', { discoveredOn: day(-1), happened: 'A letter went to the wrong door', ...more });
const registered = async (more: object = {}): Promise<Registered> => {
  const answer = await register(more);
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer.body;
};
const assess = ({ id, version }: Registered, more: object = {}, who: Who = 'priya') =>
  peerwork.as(who).put(`/v1/breaches/${id}/assessment`, { ...FACTORS, finding: 'breach', people: 3, mostInOneState: 3, ...more }, { version });
const tell = ({ id, version }: Registered, telling: object, who: Who = 'priya') => peerwork.as(who).put(`/v1/breaches/${id}/telling`, telling, { version });
const name = (id: string, clientId: string, who: Who = 'priya') => peerwork.as(who).post(`/v1/breaches/${id}/clients`, { clientId });
const read = async (id: string) => (await peerwork.as('priya').get(`/v1/breaches/${id}`)).body;
const pointersOf = ({ body }: Answer) => body.errors.map(({ pointer }: { pointer: string }) => pointer);
/** The last day of telling HHS of fewer than 500: 60 days after the year of the discovery. */
const afterYearOf = (on: string) => new Date(Date.UTC(Number(on.slice(0, 4)), 11, 31) + 60 * 86_400_000).toISOString().slice(0, 10);

describe('the register of breaches', () => {
  it('P2-26 has what happened, the four factors, the clock, who was told when, and whose records it concerns', async () => {
    const breach = await registered();
    expect(breach).toMatchObject({ finding: null, dueOn: day(59), hhsDueOn: null, mediaNeeded: false, overdue: false, clients: 0, recordedBy: CAST.priya.id });
    const assessed = await assess(breach);
    expect(assessed).toMatchObject({
      status: 200,
      body: { ...FACTORS, finding: 'breach', people: 3, hhsDueOn: afterYearOf(day(-1)), assessedBy: CAST.priya.id },
    });
    const named = await name(breach.id, CLIENTS.jordan);
    expect(named).toMatchObject({ status: 201, body: { breachId: breach.id, clientId: CLIENTS.jordan, addedBy: CAST.priya.id } });
    const listed = await peerwork.as('priya').get(`/v1/breaches/${breach.id}/clients`);
    expect([listed.body.items, (await read(breach.id)).clients]).toEqual([[named.body], 1]);
    const told = await tell(assessed.body, { peopleToldOn: day(0) });
    expect(told).toMatchObject({ status: 200, body: { peopleToldOn: day(0), hhsToldOn: null, version: 3 } });
    expect(await tell(told.body, { hhsToldOn: day(0), mediaToldOn: day(0) })).toMatchObject({ status: 200, body: { hhsToldOn: day(0), mediaToldOn: day(0) } });
    expect((await peerwork.trail(breach.id)).map(({ action, facts }) => [action, facts])).toEqual([
      ['breach.registered', { discoveredOn: day(-1) }],
      ['breach.assessed', { finding: 'breach', people: 3 }],
      ['breach.told', { fields: ['peopleToldOn'] }],
      ['breach.told', { fields: ['hhsToldOn', 'mediaToldOn'] }],
    ]);
    expect(await peerwork.trail(named.body.id)).toEqual([expect.objectContaining({ action: 'breach-client.named', client_ids: [CLIENTS.jordan] })]);
  });

  it.each([
    [499, 499, afterYearOf(day(-1)), false],
    [500, 500, day(59), false],
    [501, 500, day(59), false],
    [501, 501, day(59), true],
  ])('P2-26 counts who must be told until when: %i people, %i of one state', async (people, mostInOneState, hhsDueOn, mediaNeeded) => {
    expect((await assess(await registered(), { people, mostInOneState })).body).toMatchObject({ dueOn: day(59), hhsDueOn, mediaNeeded });
  });

  it('P2-26 takes for a breach what nobody has assessed, and is overdue sixty days after its discovery', async () => {
    const [late, last, unlikely] = [
      await registered({ discoveredOn: day(-61) }),
      await registered({ discoveredOn: day(-60) }),
      await registered({ discoveredOn: day(-70) }),
    ];
    await assess(unlikely, { finding: 'low-probability' });
    const overdue = async () => (await peerwork.as('priya').get('/v1/breaches?overdue=true&limit=100')).body.items.map(({ id }: Registered) => id);
    expect([await overdue(), (await read(last.id)).overdue, (await read(unlikely.id)).overdue]).toEqual([[late.id], false, false]);
    const assessed = await assess(late, { people: 600, mostInOneState: 600 });
    const people = await tell(assessed.body, { peopleToldOn: day(-1) });
    expect(people.body.overdue).toBe(true);
    const hhs = await tell(people.body, { hhsToldOn: day(-1) });
    expect(hhs.body.overdue).toBe(true);
    expect((await tell(hhs.body, { mediaToldOn: day(-1) })).body.overdue).toBe(false);
    expect(await overdue()).toEqual([]);
  });

  it('P2-26 is assessed once, and nobody is told of what is no breach', async () => {
    const breach = await registered();
    expect(typeOf(await tell(breach, { peopleToldOn: day(0) }))).toBe('409 breach-not-found');
    const answers = await overlapping(peerwork, `select from app.breaches where id = '${breach.id}' for update`, [
      () => assess(breach, { finding: 'low-probability' }),
      () => assess(breach),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { body } = answers.find(({ status }) => status === 200)!;
    expect(typeOf(await assess(body))).toBe('409 breach-assessed-already');
    const unlikely = await assess(await registered(), { finding: 'low-probability' });
    expect(typeOf(await tell(unlikely.body, { peopleToldOn: day(0) }))).toBe('409 breach-not-found');
    const told = await tell((await assess(await registered())).body, { peopleToldOn: day(0) });
    expect(typeOf(await tell(told.body, { peopleToldOn: day(-1) }))).toBe('409 told-already');
  });

  it('names each client once, and none that there is not', async () => {
    const { id } = await registered();
    const answers = await overlapping(peerwork, 'lock table app.breach_clients in exclusive mode', [() => name(id, CLIENTS.sam), () => name(id, CLIENTS.sam)]);
    expect(answers.map(typeOf).sort()).toEqual(['201 undefined', '409 client-named-already']);
    expect(typeOf(await name(id, UNKNOWN))).toBe('404 not-found');
    expect(typeOf(await name(UNKNOWN, CLIENTS.sam))).toBe('404 not-found');
    expect((await name(id, CLIENTS.riley)).status).toBe(201);
    const first = await peerwork.as('priya').get(`/v1/breaches/${id}/clients?limit=1`);
    const second = await peerwork.as('priya').get(`/v1/breaches/${id}/clients?limit=1&after=${first.body.next}`);
    expect([first, second].map(({ body }) => body.items[0].clientId)).toEqual([CLIENTS.riley, CLIENTS.sam]);
  });

  it('refuses what cannot be meant', async () => {
    expect(pointersOf(await register({ discoveredOn: day(2) }))).toEqual(['#/discoveredOn']);
    const breach = await registered();
    expect(pointersOf(await assess(breach, { people: 3, mostInOneState: 4 }))).toEqual(['#/mostInOneState']);
    expect(pointersOf(await assess(breach, { people: -1, nature: '' }))).toEqual(['#/nature', '#/people']);
    const { body } = await assess(breach);
    expect(pointersOf(await tell(body, { peopleToldOn: day(2), hhsToldOn: day(-5) }))).toEqual(['#/peopleToldOn', '#/hhsToldOn']);
  });

  it('is the privacy officer’s alone, on devices as well', async () => {
    const breach = await registered();
    const since = (await peerwork.as('sue').get('/v1/changes')).body.next;
    await name(breach.id, CLIENTS.jordan);
    expect((await peerwork.as('sue').get(`/v1/changes?since=${since}`)).body.changes).toEqual([]);
    for (const who of Object.keys(CAST) as Who[]) {
      if (who === 'priya') continue;
      const asked = [register({}, who), peerwork.as(who).get('/v1/breaches'), peerwork.as(who).get(`/v1/breaches/${breach.id}`), assess(breach, {}, who)];
      const more = [tell(breach, {}, who), name(breach.id, CLIENTS.jordan, who), peerwork.as(who).get(`/v1/breaches/${breach.id}/clients`)];
      expect((await Promise.all([...asked, ...more])).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 403]);
    }
  });

  it('never loses or changes anything, not even for the owner', async () => {
    const { id } = (await assess(await registered())).body;
    const change = (set: string) => peerwork.rows(`update app.breaches set ${set}, version = version + 1 where id = $1`, [id]);
    await expect(change(`happened = 'Nothing'`)).rejects.toThrow('does not change');
    await expect(change(`finding = 'low-probability'`)).rejects.toThrow('does not change');
    await expect(peerwork.rows('delete from app.breaches')).rejects.toThrow();
    await expect(peerwork.rows('delete from app.breach_clients')).rejects.toThrow();
  });
});
