import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CLIENTS, UNKNOWN } from '../support/cast.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { allOf, BASE, call, entriesOf, found, idsOf, LABELS, labelsOf, linkOf, OF_CLIENTS, ownerOf, pathOf, type Resource, search } from './wire.ts';

const peerwork = launch(SETTINGS);
const { jordan, sam, riley, casey } = CLIENTS;
let center: Awaited<ReturnType<typeof furnish>>;
let ehr: FarEhr;
let token: string;
/** Every Provenance that this machine may see, with the resource that it is of, as searches of the resources bring them. */
const all: { provenance: Resource; of: Resource; client: string }[] = [];
beforeAll(async () => {
  center = await furnish(peerwork);
  ehr = await FarEhr.register(peerwork);
  await consented(peerwork, 'jordan', ehr.recipientId);
  await consented(peerwork, 'riley', ehr.recipientId, { categories: ['demographics'] });
  for (const type of OF_CLIENTS) {
    const answer = await search(ehr, `${allOf(type)}&_count=200&_revinclude=Provenance:target`);
    const provenances = entriesOf(answer, 'include');
    for (const [at, of] of entriesOf(answer).entries()) all.push({ provenance: provenances[at]!, of, client: ownerOf(of) });
  }
  token = await ehr.token();
}, 60_000);

const PROVENANCE = '/fhir/R4/Provenance';
const asked = (query: string) => search(ehr, `${PROVENANCE}?_count=200&${query}`);
const of = (fits: (each: (typeof all)[number]) => boolean) => idsOf(all.filter(fits).map(({ provenance }) => provenance));
const post = (body: string) =>
  call(peerwork, `${PROVENANCE}/_search`, token, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

it('declares by what it is found', async () => {
  const { resource } = (await ehr.get('/fhir/R4/metadata')).body.rest[0];
  const declared = resource.find(({ type }: any) => type === 'Provenance');
  expect(declared).toMatchObject({
    interaction: [{ code: 'read' }, { code: 'search-type' }],
    searchInclude: ['Provenance:target'],
    documentation: 'a search of Provenance names target or patient or _id',
  });
  expect(declared).not.toHaveProperty('searchRevInclude');
  expect(declared.searchParam.map(({ name, type }: any) => `${name} ${type}`).sort()).toEqual([
    '_id token',
    '_lastUpdated date',
    'patient reference',
    'target reference',
  ]);
});

describe('is found', () => {
  it('by what it is of, in each form that a reference has', async () => {
    expect(new Set(all.map(({ of: { resourceType } }) => resourceType))).toEqual(new Set(OF_CLIENTS));
    for (const { of: resource, provenance } of all) {
      const name = `${resource.resourceType}/${resource.id}`;
      for (const query of [`target=${name}`, `target=${encodeURIComponent(`${BASE}/${name}`)}`, `target:${resource.resourceType}=${resource.id}`]) {
        const answer = await asked(query);
        expect([query, entriesOf(answer)]).toEqual([query, [provenance]]);
        expect(answer.body.meta.security.map(({ code }: any) => code)).toEqual(LABELS);
      }
      const byId = await asked(`target=${resource.id}`);
      expect([name, idsOf(entriesOf(byId))]).toEqual([name, of((each) => each.of.id === resource.id)]);
    }
  }, 60_000);

  it('by its id, alone or with others', async () => {
    for (const { provenance } of all) {
      expect(labelsOf(provenance)).toEqual(LABELS);
      expect(entriesOf(await asked(`_id=${provenance.id}`))).toEqual([provenance]);
    }
    const some = all.slice(0, 40).map(({ provenance }) => provenance);
    expect(idsOf(entriesOf(await asked(`_id=${idsOf(some).join(',')},goal-${UNKNOWN}`)))).toEqual(idsOf(some));
  });

  it('by whose record it is of, and by when that was last changed', async () => {
    for (const client of [jordan, riley]) expect(idsOf(entriesOf(await asked(`patient=${client}`)))).toEqual(of((each) => each.client === client));
    const times = all.map(({ provenance }) => provenance.meta.lastUpdated).sort();
    const middle = times[Math.floor(times.length / 2)]!;
    for (const [prefix, fits] of [
      ['ge', (at: string) => at >= middle],
      ['lt', (at: string) => at < middle],
    ] as const)
      expect(idsOf(entriesOf(await asked(`patient=${jordan},${riley}&_lastUpdated=${prefix}${middle}`)))).toEqual(
        of(({ provenance }) => fits(provenance.meta.lastUpdated)),
      );
  });

  it('by all that was said together, and by either where one was given with a comma', async () => {
    const [goal, note] = [`Goal/${center.goals.open.id}`, `DocumentReference/${center.notes.plain.id}`];
    const ids = async (query: string) => idsOf(entriesOf(await asked(query)));
    expect(await ids(`target=${goal},${note}`)).toEqual(of((each) => [goal, note].includes(`${each.of.resourceType}/${each.of.id}`)));
    expect(await ids(`target=${goal}&target=${note}`)).toEqual([]);
    expect(await ids(`target=${goal}&patient=${jordan}`)).toHaveLength(1);
    expect(await ids(`target=${goal}&patient=${riley}`)).toEqual([]);
    expect(await ids(`target=${goal}&_id=goal-${center.goals.open.id}`)).toHaveLength(1);
    expect(await ids(`target=${goal}&_id=patient-${jordan}`)).toEqual([]);
  });

  it('in pages that leave out nothing, counted where that was asked, and by a form as by its address', async () => {
    const query = `patient=${jordan},${riley}`;
    for (const sort of ['_id', '-_id', '_lastUpdated', '-_lastUpdated']) {
      const paged = await found(ehr, `${PROVENANCE}?${query}&_count=3&_sort=${sort}`);
      expect([sort, paged.length, idsOf(paged)]).toEqual([sort, all.length, of(() => true)]);
      const by = paged.map(({ id, meta }) => (sort.endsWith('_id') ? id : meta.lastUpdated));
      expect([sort, by]).toEqual([sort, sort.startsWith('-') ? [...by].sort().reverse() : [...by].sort()]);
    }
    const first = await search(ehr, `${PROVENANCE}?${query}&_count=3&_total=accurate`);
    expect([entriesOf(first).length, first.body.total]).toEqual([3, all.length]);
    expect((await asked(`${query}&_summary=count`)).body).toMatchObject({ total: all.length });
    expect((await search(ehr, pathOf(linkOf(first, 'self')!))).body).toEqual(first.body);
    expect(await post(`${query}&_count=3&_total=accurate`)).toMatchObject({ status: 200, body: first.body });
  });

  it('with what it is of, and with no more of it than was asked for', async () => {
    const { of: goal } = all.find((each) => each.of.resourceType === 'Goal')!;
    const answer = await asked(`target=Goal/${goal.id}&_include=Provenance:target`);
    expect(entriesOf(answer, 'include')).toEqual([(await search(ehr, `/fhir/R4/Goal/${goal.id}`)).body]);
    const [part] = entriesOf(await asked(`target=Goal/${goal.id}&_elements=recorded`));
    expect(part).toMatchObject({ target: [{ reference: `Goal/${goal.id}` }], meta: { tag: [{ code: 'SUBSETTED' }] } });
    expect(part).toHaveProperty('agent');
  });
});

describe('is not found', () => {
  it('P2-12 of whoever did not consent to it, as little as of nobody', async () => {
    const hidden = [
      ...[`Patient/${sam}`, `Patient/${casey}`, `CarePlan/${riley}`, `Goal/${center.goals.sams.id}`, `DocumentReference/${center.notes.sam.id}`],
      ...[center.notes.sam.id, sam, `Goal/${UNKNOWN}`, UNKNOWN, 'Goal/x', 'x', `Medication/${UNKNOWN}`, `Location/${center.residenceId}`, `Group/${jordan}`],
    ];
    for (const target of hidden) {
      const { body } = await asked(`target=${target}&_total=accurate&_include=Provenance:target`);
      expect([target, body.entry, body.total]).toEqual([target, undefined, 0]);
    }
    for (const id of [`patient-${sam}`, `goal-${center.goals.sams.id}`, `goal-${UNKNOWN}`, 'goal-x', 'x', `location-${center.residenceId}`])
      expect([id, (await asked(`_id=${id}`)).body.entry]).toEqual([id, undefined]);
    expect((await asked(`patient=${sam},${casey}&_total=accurate`)).body).toMatchObject({ total: 0 });
  });

  it('where the token does not open what it is of, nor with what it does not open', async () => {
    const [goal, patient] = [center.goals.open.id, jordan];
    const query = `${PROVENANCE}?target=Goal/${goal},Patient/${patient}&_include=Provenance:target`;
    const idsBy = async (scopes: string) => {
      const answer = await call(peerwork, query, await ehr.token(scopes));
      return [answer.status, idsOf(entriesOf(answer)), entriesOf(answer, 'include').length];
    };
    expect(await idsBy('system/Provenance.s system/Goal.r system/Patient.r')).toEqual([200, [`goal-${goal}`, `patient-${patient}`], 2]);
    expect(await idsBy('system/Provenance.rs system/Goal.r')).toEqual([200, [`goal-${goal}`], 1]);
    expect(await idsBy('system/Provenance.s system/Goal.rs system/Patient.s')).toEqual([200, [`goal-${goal}`], 1]);
    for (const scopes of ['system/Provenance.rs', 'system/Provenance.r system/Goal.rs', 'system/Goal.rs', 'system/Provenance.rs system/Group.rs'])
      expect([scopes, await idsBy(scopes)]).toEqual([scopes, [403, [], 0]]);
  });
});

it.each([
  ['nothing', '', 'names target or patient or _id'],
  ['an unknown modifier', 'target:missing=true', 'modifier'],
  ['a type that has none', 'target:Location=x', 'modifier'],
  ['more than anybody asks about', `target=${Array.from({ length: 101 }, () => UNKNOWN).join(',')}`, 'more than 100'],
  ['a time that is none', `patient=${UNKNOWN}&_lastUpdated=yesterday`, 'not a date'],
  ['another include', `patient=${UNKNOWN}&_include=Provenance:agent`, 'can be Provenance:target'],
  ['its own provenance', `patient=${UNKNOWN}&_revinclude=Provenance:target`, 'can be nothing'],
  ['a page that is none of ours', `patient=${UNKNOWN}&_page=x`, 'our links'],
])('refuses whoever names %s', async (_what, query, told) => {
  const answer = await ehr.get(`${PROVENANCE}?${query}`);
  expect(answer).toMatchObject({ status: 400, body: { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'bad-search' }] } });
  expect(answer.text).toContain(told);
});

it('P2-19 stands in the accounting with what it is of', async () => {
  const before = (await peerwork.rows('select id from app.disclosures')).map(({ id }) => id);
  const answer = await asked(`target=Goal/${center.goals.open.id},CarePlan/${jordan}`);
  const rows = await peerwork.rows('select client_id, categories, manifest from app.disclosures where id <> all ($1)', [before]);
  expect(rows.map(({ client_id, categories }) => [client_id, categories])).toEqual([[jordan, ['goals']]]);
  const manifest: { kind: string; ids: string[] }[] = typeof rows[0]!['manifest'] === 'string' ? JSON.parse(rows[0]!['manifest']) : rows[0]!['manifest'];
  expect(manifest.map(({ kind, ids }) => [kind, ids]).sort()).toEqual([
    ['CarePlan', [jordan]],
    ['Goal', [center.goals.open.id]],
  ]);
  const looks = (await peerwork.looks(answer)).map(({ kind, action, account_id, client_ids }) => [kind, action, account_id, client_ids]);
  expect(looks).toEqual([['access', 'GET /fhir/R4/:type', ehr.id, [jordan]]]);
});
