import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { WISH } from '../accountability-goal/goal.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, EPISODES } from '../support/cast.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { allOf, BASE, found, idsOf, LABELS, labelsOf, reads, type Resource } from './wire.ts';

const peerwork = launch(SETTINGS);
let center: Awaited<ReturnType<typeof furnish>>;
let ehr: FarEhr;
let consentId: string;
beforeAll(async () => {
  center = await furnish(peerwork);
  ehr = await FarEhr.register(peerwork);
  consentId = (await consented(peerwork, 'jordan', ehr.recipientId)).id;
  await consented(peerwork, 'riley', ehr.recipientId, { categories: ['attendance'] });
}, 60_000);

const { jordan } = CLIENTS;
const patient = { reference: `Patient/${jordan}` };
const ana = { reference: `Practitioner/${CAST.ana.id}` };
const read = async (type: string, id: string): Promise<Resource> => {
  const { status, body, text } = await reads(ehr, type, id);
  expect([status, status === 200 ? '' : text]).toEqual([200, '']);
  return body;
};
const binary = async (id: string) => (await ehr.get(`/fhir/R4/Binary/${id}`, { accept: 'text/plain' })).text;
const ofJordan = (type: string) => found(ehr, allOf(type, [jordan]));

describe('what was entered is what is read:', () => {
  it('a client, by his names and ways that he may be reached by', async () => {
    expect(await read('Patient', jordan)).toMatchObject({
      identifier: [
        { system: `${BASE}/ids/clinic-mrn`, value: 'MRN-77', type: { coding: [{ code: 'MR' }] } },
        { system: 'urn:oid:1.2.36.146', value: 'A-1' },
        { system: `${BASE}/ids/client`, value: 'PW-TEST-JORDAN' },
      ],
      active: true,
      name: [
        { use: 'official', family: 'Testperson', given: ['Jordan'] },
        { use: 'usual', family: 'Testperson', given: ['Jo'] },
      ],
      telecom: [
        { system: 'phone', value: '+1 555 0100' },
        { system: 'email', value: 'jo@mail.example' },
      ],
      gender: 'unknown',
      birthDate: '1990-01-01',
      address: [{ text: '1 Harbor Road' }],
      communication: [{ language: { coding: [{ code: 'en' }] } }, { language: { coding: [{ code: 'es' }] } }],
    });
  });

  it('an admission that a leave holds, and one with a bed', async () => {
    const [{ start }] = [(await read('EpisodeOfCare', EPISODES.jordan))['period']];
    expect(new Date(start).getTime()).toBeLessThan(Date.now() - 99 * 86_400_000);
    expect(await read('EpisodeOfCare', EPISODES.jordan)).toMatchObject({
      ...{ status: 'onhold', patient, careManager: ana, team: [{ reference: `CareTeam/${jordan}` }] },
      type: [{ coding: [{ code: 'da' }] }, { coding: [{ system: `${BASE}/CodeSystem/program`, code: 'therapy' }] }],
    });
    expect(await read('Encounter', EPISODES.jordan)).toMatchObject({
      status: 'onleave',
      class: { code: 'IMP' },
      location: [{ location: { reference: 'Location/center' } }],
    });
    expect(await read('Encounter', EPISODES.riley)).toMatchObject({
      status: 'in-progress',
      location: [{ location: { reference: `Location/${center.bedIds[0]}` }, status: 'active' }],
    });
  });

  it('sessions that were held, did not come about, were in a group or were withdrawn', async () => {
    const { plain, noShow, added, voided, group } = center.notes;
    expect(await read('Encounter', plain.id)).toMatchObject({
      ...{ status: 'finished', class: { code: 'AMB' }, type: [{ text: 'Peer support session' }], subject: patient },
      ...{ participant: [{ individual: ana }], episodeOfCare: [{ reference: `EpisodeOfCare/${EPISODES.jordan}` }] },
      ...{ period: { start: plain.startedAt, end: plain.endedAt }, length: { value: 30, code: 'min' } },
    });
    expect(await read('Encounter', noShow.id)).toMatchObject({ status: 'cancelled', class: { code: 'VR' } });
    expect(await read('Encounter', group.id)).toMatchObject({ status: 'finished', type: [{ text: 'Peer support group session' }] });
    expect(await read('Encounter', voided.id)).toMatchObject({ status: 'entered-in-error' });
    expect(idsOf(await ofJordan('Encounter'))).toEqual([EPISODES.jordan, plain.id, noShow.id, added.id, voided.id, group.id].sort());
  });

  it('a signed note, with its words in a Binary', async () => {
    const { plain } = center.notes;
    const document = await read('DocumentReference', plain.id);
    const text = await binary(plain.id);
    for (const words of ['Listened', 'Relieved', 'Again']) expect(text).toContain(words);
    expect(document).toMatchObject({
      ...{ status: 'current', docStatus: 'final', subject: patient, author: [ana], custodian: { reference: 'Organization/center' } },
      content: [{ attachment: { contentType: 'text/plain; charset=utf-8', url: `${BASE}/Binary/${plain.id}`, size: Buffer.byteLength(text) } }],
      context: { encounter: [{ reference: `Encounter/${plain.id}` }], period: { start: plain.startedAt, end: plain.endedAt } },
    });
    expect(document['content'][0].attachment.hash).toBe(createHash('sha1').update(text).digest('base64'));
    expect(document['securityLabel'].map((label: any) => label.coding[0].code)).toEqual(LABELS);
    const wrapped = await read('Binary', plain.id);
    expect(Buffer.from(wrapped['data'], 'base64').toString()).toBe(text);
    expect([labelsOf(wrapped), wrapped['securityContext'].reference]).toEqual([LABELS, `DocumentReference/${plain.id}`]);
  });

  it('a note and its addenda, each of which makes a document that replaces the one before', async () => {
    const { added } = center.notes;
    const documents = (await found(ehr, `/fhir/R4/DocumentReference?encounter=${added.id}&_sort=date`)) as Resource[];
    expect(documents).toHaveLength(3);
    const [first, second, third] = documents as [Resource, Resource, Resource];
    expect(documents.map(({ status, docStatus, meta }) => [status, docStatus, meta.versionId])).toEqual([
      ['superseded', 'final', '2'],
      ['superseded', 'amended', '2'],
      ['current', 'amended', '1'],
    ]);
    expect([first.id, first['relatesTo']]).toEqual([added.id, undefined]);
    expect(second['relatesTo']).toEqual([{ code: 'replaces', target: { reference: `DocumentReference/${first.id}` } }]);
    expect(third['relatesTo']).toEqual([{ code: 'replaces', target: { reference: `DocumentReference/${second.id}` } }]);
    expect([first.meta.lastUpdated, second.meta.lastUpdated]).toEqual([second['date'], third['date']]);
    expect(first.meta.lastUpdated > first['date']).toBe(true);
    const [one, two, three] = await Promise.all(documents.map(({ id }) => binary(id)));
    expect(one).not.toContain('ADDED');
    expect([two!.includes('ADDED once'), two!.includes('ADDED twice')]).toEqual([true, false]);
    expect([three!.includes('FIRST words'), three!.includes('ADDED once'), three!.includes('ADDED twice')]).toEqual([true, true, true]);
  });

  it('a note that was withdrawn, as an error and without its words', async () => {
    const { voided } = center.notes;
    expect(await read('DocumentReference', voided.id)).toMatchObject({ status: 'entered-in-error', docStatus: 'entered-in-error', meta: { versionId: '2' } });
    expect(await binary(voided.id)).toBe('This note was entered in error and withdrawn.\n');
  });

  it('goals that were agreed to, their plan and what became of them', async () => {
    const { open, paused, met, checkIns } = center.goals;
    expect(await read('Goal', open.id)).toMatchObject({
      ...{ lifecycleStatus: 'active', achievementStatus: { coding: [{ code: 'in-progress' }] }, subject: patient, expressedBy: patient },
      ...{ description: { text: WISH.statement }, category: [{ text: 'community' }], startDate: open['agreedOn'], target: [{ dueDate: WISH.targetOn }] },
    });
    expect(await read('Goal', paused.id)).toMatchObject({ lifecycleStatus: 'on-hold' });
    expect(await read('Goal', met.id)).toMatchObject({
      lifecycleStatus: 'completed',
      achievementStatus: { coding: [{ code: 'achieved' }] },
      statusDate: met['endedOn'],
    });
    const plan = await read('CarePlan', jordan);
    expect(plan).toMatchObject({ status: 'active', intent: 'plan', subject: patient });
    expect(plan['goal'].map(({ reference }: any) => reference).sort()).toEqual([open.id, paused.id, met.id].map((id) => `Goal/${id}`).sort());
    expect(await read('Observation', checkIns[0]!.id)).toMatchObject({
      ...{ status: 'final', subject: patient, focus: [{ reference: `Goal/${open.id}` }], effectiveDateTime: checkIns[0]!['on'], performer: [ana] },
      ...{ valueCodeableConcept: { coding: [{ code: 'partly' }] }, component: [{ valueInteger: 6 }] },
    });
    expect(await read('Observation', checkIns[1]!.id)).not.toHaveProperty('component');
    expect(idsOf(await ofJordan('Goal'))).toEqual([open.id, paused.id, met.id].sort());
  });

  it('who is there for a client, and the consent that the caller reads by', async () => {
    const team = await read('CareTeam', jordan);
    expect(team['participant'].map(({ member }: any) => member.reference).sort()).toEqual([CAST.ana.id, CAST.nadia.id].map((id) => `Practitioner/${id}`));
    expect(await read('Consent', consentId)).toMatchObject({
      status: 'active',
      patient,
      provision: { type: 'permit', purpose: [{ code: 'TREAT' }], provision: [{ type: 'deny' }] },
    });
    expect(await read('Group', CAST.ana.specialistId)).toMatchObject({ quantity: 1, member: [{ entity: patient }], name: 'Caseload of Ana' });
    // Riley consented to no more than that the reader may know of his attendance.
    const olives = await read('Group', CAST.olive.specialistId);
    expect([olives['quantity'], olives['member']]).toEqual([0, undefined]);
  });

  it('the center, its people, its houses and what it offers', async () => {
    expect(await read('Practitioner', CAST.ana.id)).toMatchObject({ active: true, name: [{ text: 'Ana' }], qualification: [{ code: { text: 'CPRS' } }] });
    expect(await read('PractitionerRole', CAST.ana.id)).toMatchObject({ practitioner: ana, specialty: [{ coding: [{ code: '175T00000X' }] }] });
    expect(await read('Location', center.bedIds[0]!)).toMatchObject({
      physicalType: { coding: [{ code: 'bd' }] },
      partOf: { reference: `Location/${center.residenceId}` },
    });
    expect(await read('Organization', 'center')).toMatchObject({ active: true });
    expect(await read('HealthcareService', 'therapy')).toMatchObject({ active: true, providedBy: { reference: 'Organization/center' } });
    expect(idsOf(await found(ehr, '/fhir/R4/Practitioner?'))).toEqual(
      [CAST.ana, CAST.ben, CAST.olive, CAST.sue, CAST.otto, CAST.nadia].map(({ id }) => id).sort(),
    );
  });
});
