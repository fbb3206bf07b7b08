import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, launch } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';
import { addRecipient, FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { allOf, found, idsOf, search } from './wire.ts';

const peerwork = launch(SETTINGS);
const { jordan, sam, riley, casey } = CLIENTS;
let center: Awaited<ReturnType<typeof furnish>>;
let ehr: FarEhr;
let consent: { id: string; version: number };
beforeAll(async () => {
  center = await furnish(peerwork);
  ehr = await FarEhr.register(peerwork);
  consent = await consented(peerwork, 'jordan', ehr.recipientId);
  await consented(peerwork, 'riley', ehr.recipientId, { categories: ['demographics'] });
}, 60_000);

const linesOf = (client: string) => peerwork.rows(`select * from app.disclosures where client_id = $1 order by id`, [client]);
const looked = async (answer: Answer) =>
  (await peerwork.looks(answer)).map(({ kind, action, account_id, status, client_ids }) => [kind, action, account_id, status, client_ids.sort()]);
/** What one request put into the accounting, by client. */
async function told(request: () => Promise<Answer>) {
  const before = await peerwork.rows('select id from app.disclosures');
  const answer = await request();
  const rows = await peerwork.rows('select * from app.disclosures where id <> all ($1) order by client_id', [before.map(({ id }) => id)]);
  return { answer, rows };
}

describe('P2-19 what a machine reads is in the accounting', () => {
  it('of whom, to whom, what for and on which consent, of one resource', async () => {
    const { answer, rows } = await told(() => search(ehr, `/fhir/R4/Goal/${center.goals.open.id}`));
    expect(rows).toMatchObject([
      {
        ...{ client_id: jordan, recipient_id: ehr.recipientId, machine_client_id: ehr.id, requested_by: null, purpose: 'treatment', status: 'sent' },
        ...{ basis: 'consent', consent_id: consent.id, consent_version: consent.version, categories: ['goals'], notice: '2.32-a2' },
      },
    ]);
    const manifest = rows[0]!['manifest'];
    expect(typeof manifest === 'string' ? JSON.parse(manifest) : manifest).toEqual([{ kind: 'Goal', ids: [center.goals.open.id], fields: ['*'] }]);
    expect(await looked(answer)).toEqual([['access', 'GET /fhir/R4/:type/:id', ehr.id, 200, [jordan]]]);
    expect(
      await peerwork.rows(
        `select account_id, client_ids from app.audit_events where kind = 'change' and action = 'disclosure.read-by-machine' and request_id = $1`,
        [answer.headers.get('request-id')],
      ),
    ).toEqual([{ account_id: ehr.id, client_ids: [jordan] }]);
  });

  it('of each client of a search, with what was included', async () => {
    const { answer, rows } = await told(() => search(ehr, `/fhir/R4/Group?_include=Group:member`));
    expect(rows.map(({ client_id, categories }) => [client_id, categories])).toEqual([
      [jordan, ['demographics']],
      [riley, ['demographics']],
    ]);
    expect(rows.map(({ manifest }) => (typeof manifest === 'string' ? JSON.parse(manifest) : manifest).map(({ kind }: any) => kind))).toEqual([
      ['Group', 'Patient'],
      ['Group', 'Patient'],
    ]);
    expect(await looked(answer)).toEqual([['access', 'GET /fhir/R4/:type', ehr.id, 200, [jordan, riley]]]);
  });

  it.each([
    ['Binary', () => `/fhir/R4/Binary/${center.notes.plain.id}`, 'session-notes', 'GET /fhir/R4/Binary/:id'],
    ['Provenance', () => `/fhir/R4/Provenance/goal-${center.goals.open.id}`, 'goals', 'GET /fhir/R4/Provenance/:id'],
    ['$docref', () => `/fhir/R4/DocumentReference/$docref?patient=${jordan}`, 'session-notes', 'GET /fhir/R4/DocumentReference/$docref'],
  ])('of a %s', async (_what, path, category, action) => {
    const { answer, rows } = await told(() => search(ehr, path()));
    const categories = rows.map((row) => [row['client_id'], row['categories']]);
    expect([[[jordan, [category]]], [[jordan, ['group']]]]).toContainEqual(categories);
    expect(await looked(answer)).toEqual([['access', action, ehr.id, 200, [jordan]]]);
  });

  it('every resource that ever left, and none besides', async () => {
    const machine = await FarEhr.register(peerwork, { recipient: ehr.recipientId });
    const types = ['Patient', 'Encounter', 'DocumentReference', 'Goal', 'Observation', 'CarePlan', 'CareTeam', 'EpisodeOfCare', 'Consent'];
    const read = new Map<string, string[]>();
    for (const type of types)
      read.set(type, idsOf(await found(machine, `${allOf(type, [jordan])}&_id=${idsOf(await found(ehr, allOf(type, [jordan]))).join(',')}&_count=2`)));
    const kept = new Map<string, Set<string>>();
    for (const { manifest, machine_client_id } of [...(await linesOf(jordan)), ...(await linesOf(riley))])
      if (machine_client_id === machine.id)
        for (const { kind, ids } of typeof manifest === 'string' ? JSON.parse(manifest) : manifest)
          kept.set(kind, new Set([...(kept.get(kind) ?? []), ...ids]));
    for (const type of types) expect([type, [...(kept.get(type) ?? [])].sort()]).toEqual([type, read.get(type)]);
  });

  it('as the peer specialist reads it to the client, and as the client has it in plain words', async () => {
    await search(ehr, allOf('Goal'));
    const { body } = await peerwork.as('ana').get(`/v1/clients/${jordan}/disclosures?limit=100`);
    expect(body.items.length).toBeGreaterThan(0);
    for (const item of body.items)
      expect(item).toMatchObject({ clientId: jordan, recipientId: ehr.recipientId, purpose: 'treatment', status: 'sent', basis: 'consent' });
    const { status, body: log } = await peerwork.as('priya').get(`/v1/clients/${jordan}/access-log?limit=100`);
    expect(status).toBe(200);
    const [{ name }] = (await peerwork.rows('select name from app.recipients where id = $1', [ehr.recipientId])) as [{ name: string }];
    expect(log.items.filter(({ kind, who }: any) => kind === 'disclosure' && who.startsWith(name)).length).toBeGreaterThan(0);
  });
});

describe('nothing is in it', () => {
  it.each([
    ['was counted alone', `/fhir/R4/Patient?_summary=count`],
    ['was not asked for', `/fhir/R4/Patient?_count=0`],
    ['was not found', `/fhir/R4/Patient?name=Nobody`],
    ['is of the center', '/fhir/R4/Practitioner'],
    ['is of somebody who did not consent', `/fhir/R4/Goal?patient=${sam},${casey}`],
  ])('of what %s', async (_what, path) => {
    const { answer, rows } = await told(() => search(ehr, path));
    expect(rows).toEqual([]);
    expect(await looked(answer)).toEqual([['access', 'GET /fhir/R4/:type', ehr.id, 200, []]]);
  });

  it('of what was refused', async () => {
    const { answer, rows } = await told(() => ehr.get(`/fhir/R4/Patient/${sam}`));
    expect([answer.status, rows]).toEqual([404, []]);
    expect(await looked(answer)).toEqual([['refusal', 'GET /fhir/R4/:type/:id', ehr.id, 404, []]]);
    expect(await linesOf(sam)).toEqual([]);
  });

  it('of what another machine may have that this one may not', async () => {
    const other = await FarEhr.register(peerwork, { recipient: await addRecipient(peerwork) });
    const { answer, rows } = await told(() => search(other, allOf('Goal')));
    expect([answer.body.entry, rows]).toEqual([undefined, []]);
  });
});
