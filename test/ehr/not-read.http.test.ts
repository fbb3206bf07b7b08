import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish, NEVER } from './furnished.ts';
import { allOf, entriesOf, found, LABELS, labelsOf, OF_CLIENTS, ownerOf, reads, search, TYPES } from './wire.ts';

const peerwork = launch(SETTINGS);
let center: Awaited<ReturnType<typeof furnish>>;
let ehr: FarEhr;
beforeAll(async () => {
  center = await furnish(peerwork);
  ehr = await FarEhr.register(peerwork);
  await consented(peerwork, 'jordan', ehr.recipientId);
  await consented(peerwork, 'riley', ehr.recipientId, { categories: ['attendance'] });
}, 60_000);

const { jordan, riley, sam } = CLIENTS;
const binary = async (id: string) => (await ehr.get(`/fhir/R4/Binary/${id}`, { accept: 'text/plain' })).text;

describe('nobody finds', () => {
  it('what is not signed, waits, came back, is kept from the EHR or was only proposed', async () => {
    const { draft, pending, returned, kept } = center.notes;
    for (const { id } of [draft, pending, returned, kept])
      for (const type of ['Encounter', 'DocumentReference', 'Binary']) expect([type, (await reads(ehr, type, id)).status]).toEqual([type, 404]);
    expect((await reads(ehr, 'Goal', center.goals.proposal)).status).toBe(404);
  });

  it('a word of it, nor of anybody who did not consent, in any search, include or document', async () => {
    const texts = await Promise.all(TYPES.map(async (type) => JSON.stringify(entriesOf(await search(ehr, `${allOf(type)}&_count=200`)))));
    const documents = await Promise.all((await found(ehr, allOf('DocumentReference'))).map(({ id }) => binary(id)));
    const everything = [...texts, ...documents].join('\n');
    for (const word of [...NEVER, 'SAM words', 'RILEY words', sam]) expect([word, everything.includes(word)]).toEqual([word, false]);
    expect(everything).toContain('GROUP words');
  });

  it('P2-32 anything of a client without its labels, nor without the notice', async () => {
    for (const type of OF_CLIENTS) {
      const answer = await search(ehr, `${allOf(type)}&_revinclude=Provenance:target`);
      const [matches, provenances] = [entriesOf(answer), entriesOf(answer, 'include')];
      expect([type, matches.length > 0, provenances.length]).toEqual([type, true, matches.length]);
      expect(answer.body.meta.security).toHaveLength(4);
      for (const each of [...matches, ...provenances]) expect([type, labelsOf(each)]).toEqual([type, LABELS]);
      for (const each of matches) {
        expect(each['text'].div).toContain('42 CFR part 2 prohibits unauthorized use or disclosure of these records.');
        expect(each['text'].div).toContain('for treatment;');
        expect([jordan, riley]).toContain(ownerOf(each));
      }
    }
  });
});
