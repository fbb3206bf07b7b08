import { beforeAll, describe, expect, it } from '@jest/globals';
import { tpo } from '../consent/given.ts';
import { asked, decide, withdraw } from '../privacy-request/asked.ts';
import { lift, restrict } from '../restriction/restricted.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { addRecipient, FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, EVERYTHING, furnish } from './furnished.ts';
import { allOf, entriesOf, linkOf, OF_CLIENTS, pathOf, reads, search } from './wire.ts';

const peerwork = launch(SETTINGS);
const { jordan } = CLIENTS;
let center: Awaited<ReturnType<typeof furnish>>;
beforeAll(async () => {
  center = await furnish(peerwork);
}, 60_000);

/** What a machine is told of Jordan in every way that there is. */
async function seen(ehr: FarEhr) {
  const whose = (type: string) => (type === 'Patient' ? `/fhir/R4/Patient?_id=${jordan}` : allOf(type, [jordan]));
  const count = async (type: string) => [type, (await search(ehr, `${whose(type)}&_summary=count`)).body.total] as const;
  const { quantity } = (await reads(ehr, 'Group', CAST.ana.specialistId)).body;
  const { goals, notes } = center;
  const paths = [`Patient/${jordan}`, `Goal/${goals.open.id}`, `Binary/${notes.plain.id}`, `Provenance/careplan-${jordan}`, `Encounter/${notes.plain.id}`];
  const statuses = await Promise.all(paths.map(async (path) => (await ehr.get(`/fhir/R4/${path}`)).status));
  return { totals: Object.fromEntries(await Promise.all(OF_CLIENTS.map(count))), quantity, statuses };
}

const NOTHING = { totals: Object.fromEntries(OF_CLIENTS.map((type) => [type, 0])), quantity: 0, statuses: [404, 404, 404, 404, 404] };
const SOMETHING = {
  totals: { Patient: 1, EpisodeOfCare: 1, CareTeam: 1, CarePlan: 1, Goal: 3, Observation: 2, Consent: 1 },
  quantity: 1,
  statuses: [200, 200, 200, 200, 200],
};
const revoke = ({ id, version }: { id: string; version: number }) => peerwork.as('ana').put(`/v1/consents/${id}/revocation`, { how: 'oral' }, { version });

async function reader(more: object = {}, purpose = 'treatment') {
  const ehr = await FarEhr.register(peerwork, { purpose });
  return { ehr, consent: await consented(peerwork, 'jordan', ehr.recipientId, more) };
}

describe('P2-07 with the next request', () => {
  it('nothing is there any more of whoever revoked, also to whoever has it already or reads on', async () => {
    const { ehr, consent } = await reader();
    expect(await seen(ehr)).toMatchObject(SOMETHING);
    const goal = await reads(ehr, 'Goal', center.goals.open.id);
    const page = await search(ehr, `${allOf('Encounter', [jordan])}&_count=1`);
    const roster = await reads(ehr, 'Group', CAST.ana.specialistId);
    expect(await revoke(consent)).toMatchObject({ status: 200 });
    expect(await seen(ehr)).toEqual(NOTHING);
    expect((await reads(ehr, 'Goal', center.goals.open.id, { 'if-none-match': goal.etag })).status).toBe(404);
    expect((await reads(ehr, 'Goal', center.goals.open.id, { 'if-modified-since': new Date(Date.now() + 60_000).toUTCString() })).status).toBe(404);
    expect(entriesOf(await search(ehr, pathOf(linkOf(page, 'next')!)))).toEqual([]);
    // A roster is there for everybody, and is another one now.
    for (const [header, value] of [
      ['if-none-match', roster.etag],
      ['if-modified-since', new Date(Date.now() + 60_000).toUTCString()],
    ] as const)
      expect(await reads(ehr, 'Group', CAST.ana.specialistId, { [header]: value })).toMatchObject({ status: 200, body: { quantity: 0 } });
    expect((await reads(ehr, 'Consent', consent.id)).status).toBe(404);
  });

  it('what was sent before is still on record', async () => {
    const { ehr, consent } = await reader();
    await search(ehr, allOf('Goal', [jordan]));
    await revoke(consent);
    await search(ehr, allOf('Goal', [jordan]));
    const lines = await peerwork.rows('select status, consent_id from app.disclosures where machine_client_id = $1', [ehr.id]);
    expect(lines).toEqual([{ status: 'sent', consent_id: consent.id }]);
  });

  it('what a narrower consent does not cover is gone, and what it covers is there on the strength of it', async () => {
    const { ehr, consent } = await reader();
    const narrow = await consented(peerwork, 'jordan', ehr.recipientId, { categories: ['goals'], supersedes: consent.id });
    const { totals, quantity, statuses } = await seen(ehr);
    expect(totals).toEqual({ ...NOTHING.totals, Goal: 3, Observation: 2, CarePlan: 1, Consent: 1 });
    expect([quantity, statuses]).toEqual([0, [404, 200, 404, 200, 404]]);
    expect((await reads(ehr, 'Goal', center.goals.open.id)).body.text.div).toContain(`consent ${narrow.id}, `);
    await revoke(narrow);
    expect(await seen(ehr)).toEqual(NOTHING);
  });

  it('nothing is there of whoever was promised so, until he is not any more', async () => {
    const { ehr } = await reader();
    const request = await asked(peerwork, { kind: 'restriction', recipientId: ehr.recipientId, wish: 'Not to them' });
    expect(await seen(ehr)).toMatchObject(SOMETHING);
    const { body } = await decide(peerwork, request, {});
    expect(await seen(ehr)).toEqual(NOTHING);
    expect((await withdraw(peerwork, body)).status).toBe(200);
    expect(await seen(ehr)).toMatchObject(SOMETHING);
  });

  it('nothing is there of whoever is restricted, whatever he consented to', async () => {
    const { ehr } = await reader();
    const restriction = await restrict(peerwork, 'jordan', ['ana']);
    expect(await seen(ehr)).toEqual(NOTHING);
    await lift(peerwork, restriction);
    expect(await seen(ehr)).toMatchObject(SOMETHING);
  });
});

describe('P2-06 nothing is there', () => {
  it('for another purpose than that which was consented to', async () => {
    const { ehr } = await reader({}, 'payment');
    expect(await seen(ehr)).toEqual(NOTHING);
  });

  it('for whoever a consent only describes', async () => {
    const ehr = await FarEhr.register(peerwork);
    await consented(peerwork, 'jordan', '', { ...tpo(), categories: EVERYTHING });
    expect(await seen(ehr)).toEqual(NOTHING);
  });

  it('on the strength of a consent that has expired', async () => {
    const { ehr, consent } = await reader();
    await peerwork.rows('set session_replication_role = replica');
    await peerwork.rows(`update app.consents set expires_at = now() - interval '1 second' where id = $1`, [consent.id]);
    await peerwork.rows('reset session_replication_role');
    expect(await seen(ehr)).toEqual(NOTHING);
  });

  it('for another recipient, and for a draft', async () => {
    await reader();
    const ehr = await FarEhr.register(peerwork, { recipient: await addRecipient(peerwork) });
    expect(await seen(ehr)).toEqual(NOTHING);
  });
});

it('P2-08 whatever leaves carries the notice, and which consent of what scope it leaves on', async () => {
  const { ehr, consent } = await reader({ purposes: ['treatment', 'operations'] });
  const [{ signedOn, expiresOn }] = (await peerwork.rows(`select signed_on as "signedOn", expires_on as "expiresOn" from app.consents where id = $1`, [
    consent.id,
  ])) as [any];
  const scope = `Disclosed by consent ${consent.id}, version ${consent.version}, signed on ${signedOn}: ${EVERYTHING.join(', ')}; for treatment, operations; until ${expiresOn}.`;
  for (const type of OF_CLIENTS) {
    const matches = entriesOf(await search(ehr, `${allOf(type, [jordan])}&_elements=id`));
    expect([type, matches.length > 0]).toEqual([type, true]);
    for (const { text } of matches) {
      expect(text.div).toContain('42 CFR part 2 prohibits unauthorized use or disclosure of these records.');
      expect(text.div).toContain(scope);
    }
  }
});
