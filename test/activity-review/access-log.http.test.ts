import { beforeAll, describe, expect, it } from '@jest/globals';
import { active, complete, recipient, typeOf } from '../consent/given.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { readIn } from '../disclosure/held.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, UNKNOWN } from '../support/cast.ts';
import { thingOf } from '../../src/modules/activity-review/access-log.words.ts';
import { clock, looked } from './looked.ts';

const peerwork = launch();
const clients = [CLIENTS.jordan];
const path = `/v1/clients/${CLIENTS.jordan}/access-log`;
const log = (query = '') => peerwork.as('priya').get(`${path}?${query}`);

beforeAll(async () => {
  await import('../../src/modules/session-note/note-pages.ts');
  await looked(
    peerwork,
    'ana',
    { at: clock(3, '10:00'), clients },
    { at: clock(3, '10:05'), clients, action: 'GET /v1/clients/:id/goals' },
    { at: clock(3, '10:06'), clients, action: 'POST /v1/clients/:id/goals' },
    { at: clock(2, '09:00'), clients, action: 'GET /v1/session-notes/:id' },
  );
  await looked(peerwork, 'sue', { at: clock(2, '09:30'), clients: [CLIENTS.jordan, CLIENTS.sam], action: 'GET /v1/reports/caseload/clients' });
  await looked(peerwork, 'ana', { at: clock(2, '10:00'), clients, action: 'PUT /v1/session-notes/:id/signature' });
  await looked(peerwork, 'nadia', { at: clock(2, '11:00'), clients }, { at: clock(2, '11:01'), clients: [CLIENTS.sam] });
  await looked(peerwork, 'max', { at: clock(2, '12:00'), clients, action: 'GET /v1/clients/:id/stays' });
  // In vain: nobody saw anything.
  await looked(peerwork, 'olive', { at: clock(2, '13:00'), clients, kind: 'refusal' });
});

const until = () => `to=${clock(0, '00:00').toISOString()}`;

describe('the log of who looked, for the client', () => {
  it('says who, what he was to the client, when and at what, in plain words, and draws a day’s looks of one person together', async () => {
    const { status, body } = await log(until());
    expect(status).toBe(200);
    const entry = (who: string, capacity: string, ago: number, from: string, to: string, looks: number, what: string[]) => ({
      ...{ id: expect.any(String), clientId: CLIENTS.jordan, kind: 'look', at: clock(ago, from).toISOString(), until: clock(ago, to).toISOString() },
      ...{ who, capacity, what, purpose: null, looks },
    });
    expect(body.items).toEqual([
      entry('Max', 'a program manager of the center', 2, '12:00', '12:00', 1, ['the programs']),
      entry('Nadia', 'on the client’s care team', 2, '11:00', '11:00', 1, ['the name, the birth date and the contact data']),
      entry('Ana', 'the client’s peer specialist', 2, '10:00', '10:00', 1, ['session notes']),
      entry('Sue', 'supervises the client’s peer specialist', 2, '09:30', '09:30', 1, ['the caseload']),
      entry('Ana', 'the client’s peer specialist', 2, '09:00', '09:00', 1, ['session notes']),
      entry('Ana', 'the client’s peer specialist', 3, '10:00', '10:06', 3, ['goals', 'the name, the birth date and the contact data']),
    ]);
  });

  it('is paged, and narrowed by time', async () => {
    const all = (await log(until())).body.items;
    const paged: object[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await log(`${until()}&limit=2${next && `&after=${next}`}`);
      paged.push(...body.items);
      next = body.next;
    }
    expect(paged).toEqual(all);
    expect((await log(`${until()}&from=${clock(2, '10:30').toISOString()}`)).body.items).toEqual(all.slice(0, 2));
    for (const query of ['from=yesterday', 'after=AAAA', 'limit=101']) expect((await log(query)).status).toBe(422);
  });

  it('P2-19 holds what went to others, and what was told in an emergency', async () => {
    const clinic = await recipient(peerwork);
    await active(peerwork, { ...complete(clinic.id), purposes: ['family-contact'] });
    const asked = await peerwork
      .as('ana')
      .post(`/v1/clients/${CLIENTS.jordan}/disclosures`, { recipientId: clinic.id, purpose: 'family-contact', categories: ['goals', 'attendance'] });
    const disclosed = async () => (await log()).body.items.filter(({ kind }: { kind: string }) => kind === 'disclosure');
    expect(await disclosed()).toEqual([]);
    expect((await peerwork.as('ana').get(`/v1/disclosures/${asked.body.id}/content`)).status).toBe(200);
    const told = {
      recipientName: 'Dr. Lee',
      recipientAffiliation: 'Harbor Hospital',
      disclosedBy: 'Ana',
      disclosedAt: clock(1, '03:00'),
      emergency: 'Unresponsive',
    };
    expect((await peerwork.as('ana').post(`/v1/clients/${CLIENTS.jordan}/emergency-disclosures`, { ...told, categories: ['demographics'] })).status).toBe(201);
    expect(await disclosed()).toEqual([
      expect.objectContaining({
        ...{ id: asked.body.id, who: 'Harbor Family Clinic', capacity: 'outside of the center', purpose: 'contact with the family' },
        what: ['goals', 'when the client was here'],
      }),
      expect.objectContaining({
        ...{ who: 'Dr. Lee, Harbor Hospital', purpose: 'a medical emergency', what: ['name and birth date'], at: clock(1, '03:00').toISOString() },
      }),
    ]);
  });

  it('is printed for the client, with nothing left out', async () => {
    const words = await readIn(peerwork, path, 'priya');
    for (const each of [
      'who looked at your record',
      'Ana, the client’s peer specialist',
      '3 times, the last time',
      'Dr. Lee, Harbor Hospital',
      '42 CFR part 2',
    ])
      expect(words).toContain(each);
    expect(words).not.toMatch(/\/v1\/|session-notes|peer-specialist\b/);
  });

  it('is the privacy officer’s to hand out, and nobody’s of a client who is not there', async () => {
    for (const who of ['ana', 'sue', 'nadia', 'max', 'ada'] as const) expect((await peerwork.as(who).get(path)).status).toBe(403);
    expect(typeOf(await peerwork.as('priya').get(`/v1/clients/${UNKNOWN}/access-log`))).toBe('404 not-found');
  });

  it('has the reading of it on the trail', async () => {
    const answer = await log('limit=1');
    expect((await peerwork.looks(answer))[0]).toMatchObject({ action: 'GET /v1/clients/:id/access-log', account_id: CAST.priya.id, client_ids: clients });
    expect((await log('limit=1')).body.items[0]).toMatchObject({
      who: 'Priya',
      capacity: 'a privacy officer of the center',
      what: expect.arrayContaining(['this log']),
    });
  });
});

it('has plain words for every route that may show something of a client', () => {
  const ofNobody =
    /accounts|peer-specialists|programs|residences|recipients|policies|rule-sets|cover-grants|supervision|credentials|continuing|experiences|leads|out-of-service|invitations|session$|step-up|single-sign-on|machine-clients|second-factor|sign-in-rules|external-identities|minor-consent|refusal-letter|notice-versions|retention-rules|\/me$|audit-events/;
  const routes = OPERATIONS.map(([route]) => route).filter((route) => route.includes(' /v1/') && !ofNobody.test(route));
  expect(routes.filter((route) => thingOf(route) === 'another part of the record')).toEqual([]);
  expect(routes.length).toBeGreaterThan(80);
  expect(thingOf('GET /v1/something-new')).toBe('another part of the record');
});
