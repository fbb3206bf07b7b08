import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CLIENTS, UNKNOWN } from '../support/cast.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';
import { allOf, call, entriesOf, OF_CLIENTS, search, TYPES } from './wire.ts';

const peerwork = launch(SETTINGS);
let ehr: FarEhr;
const one: Record<string, string> = {};
let included: { type: string; include: string; targets: string[] }[];
beforeAll(async () => {
  await furnish(peerwork);
  ehr = await FarEhr.register(peerwork);
  await consented(peerwork, 'jordan', ehr.recipientId);
  for (const type of TYPES) one[type] = entriesOf(await search(ehr, allOf(type)))[0]!.id;
  const { resource } = (await ehr.get('/fhir/R4/metadata')).body.rest[0];
  included = [];
  // A Provenance is opened by what it is of, so that its own includes are never left out of an answer.
  for (const { type, searchInclude = [] } of resource.filter(({ type }: any) => type !== 'Provenance'))
    for (const include of searchInclude) {
      const targets = entriesOf(await search(ehr, `${allOf(type)}&_include=${include}`), 'include').map(({ resourceType }) => resourceType as string);
      included.push({ type, include, targets: [...new Set(targets)] });
    }
}, 60_000);

/** A token that opens this, and something else, so that there is one at all. */
const tokenFor = (...scopes: string[]) => ehr.token([...scopes, 'system/Basic.rs'].join(' '));
const get = (token: string, path: string) => call(peerwork, path, token);
const FORBIDDEN = { status: 403, body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'beyond-scope' }] } };
async function expectOpen(token: string, path: string, isOpen: boolean): Promise<void> {
  const answer = await get(token, path);
  expect([path, answer.status]).toEqual([path, isOpen ? 200 : 403]);
  if (!isOpen) expect(answer).toMatchObject(FORBIDDEN);
}

describe('a token opens', () => {
  it.each([...TYPES])('of %s reading by r and searching by s, alone or for every type', async (type) => {
    for (const [scope, letters] of [
      [null, ''],
      [`system/${type}.r`, 'r'],
      [`system/${type}.s`, 's'],
      [`system/${type}.rs`, 'rs'],
      ['system/*.r', 'r'],
      ['system/*.s', 's'],
      ['system/*.rs', 'rs'],
    ] as const) {
      const token = await tokenFor(...(scope ? [scope] : []));
      await expectOpen(token, `/fhir/R4/${type}/${one[type]}`, letters.includes('r'));
      await expectOpen(token, allOf(type), letters.includes('s'));
      const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: allOf(type).split('?')[1]! };
      expect([scope, (await call(peerwork, `/fhir/R4/${type}/_search`, token, form)).status]).toEqual([scope, letters.includes('s') ? 200 : 403]);
      // Whoever may not read hears the same of what is not there.
      if (!letters.includes('r')) for (const id of [UNKNOWN, 'x']) expect(await get(token, `/fhir/R4/${type}/${id}`)).toMatchObject(FORBIDDEN);
    }
  });

  it('no other type', async () => {
    for (const type of TYPES) {
      const token = await tokenFor(`system/${type}.rs`);
      for (const other of TYPES)
        for (const path of [`/fhir/R4/${other}/${one[other]}`, allOf(other)])
          expect([type, path, (await get(token, path)).status]).toEqual([type, path, other === type ? 200 : 403]);
    }
  }, 60_000);

  it('what is included by its own r alone, and says nothing of what it leaves out', async () => {
    expect(included.length).toBeGreaterThan(15);
    for (const { type, include, targets } of included)
      for (const target of targets) {
        const path = `${allOf(type)}&_include=${include}`;
        const whole = entriesOf(await search(ehr, path), 'include');
        expect([include, target, whole.length > 0]).toEqual([include, target, true]);
        for (const [letters, isOpen] of [
          ['', false],
          ['s', type === target ? undefined : false],
          ['r', true],
          ['rs', true],
        ] as const) {
          const token = await tokenFor(`system/${type}.s`, ...(letters ? [`system/${target}.${letters}`] : []));
          const answer = await get(token, path);
          const types = entriesOf(answer, 'include').map(({ resourceType }) => resourceType);
          expect([include, letters, answer.status]).toEqual([include, letters, 200]);
          if (isOpen !== undefined) expect([include, target, letters, types.includes(target as never)]).toEqual([include, target, letters, isOpen]);
          expect(entriesOf(answer).length).toBe(entriesOf(await search(ehr, path)).length);
        }
      }
  }, 60_000);

  it('Provenance by its own r, and by that of what it is of', async () => {
    for (const type of OF_CLIENTS) {
      const path = `/fhir/R4/Provenance/${type.toLowerCase()}-${one[type]}`;
      await expectOpen(await tokenFor(`system/${type}.r`, 'system/Provenance.r'), path, true);
      await expectOpen(await tokenFor('system/Provenance.r'), path, false);
      await expectOpen(await tokenFor(`system/${type}.s`, 'system/Provenance.rs'), path, false);
      await expectOpen(await tokenFor(`system/${type}.rs`, 'system/Provenance.s'), path, false);
      const search = `/fhir/R4/Provenance?target=${type}/${one[type]}`;
      await expectOpen(await tokenFor(`system/${type}.r`, 'system/Provenance.s'), search, true);
      await expectOpen(await tokenFor(`system/${type}.s`, 'system/Provenance.rs'), search, false);
      await expectOpen(await tokenFor(`system/${type}.rs`, 'system/Provenance.r'), search, false);
      const revinclude = `${allOf(type)}&_revinclude=Provenance:target`;
      const countBy = async (...scopes: string[]) => entriesOf(await get(await tokenFor(`system/${type}.rs`, ...scopes), revinclude), 'include').length;
      expect([type, await countBy(), await countBy('system/Provenance.s'), (await countBy('system/Provenance.r')) > 0]).toEqual([type, 0, 0, true]);
    }
  }, 60_000);

  it('the words of a document by its r, and $docref by its s', async () => {
    const [binary, docref] = [`/fhir/R4/Binary/${one['DocumentReference']}`, `/fhir/R4/DocumentReference/$docref?patient=${CLIENTS.jordan}`];
    for (const [scope, opens] of [
      ['system/DocumentReference.r', [true, false]],
      ['system/DocumentReference.s', [false, true]],
      ['system/DocumentReference.rs', [true, true]],
      ['system/Binary.rs', [false, false]],
      ['system/Encounter.rs', [false, false]],
      ['system/*.r', [true, false]],
    ] as const) {
      const token = await tokenFor(scope);
      await expectOpen(token, binary, opens[0]);
      await expectOpen(token, docref, opens[1]);
    }
    const documents = entriesOf(await get(await tokenFor('system/DocumentReference.s'), docref));
    expect([documents.length, documents[0]!['status']]).toEqual([1, 'current']);
  });
});

it('a machine gets no more than it is registered for, whatever it asks for', async () => {
  const narrow = await FarEhr.register(peerwork, { recipient: ehr.recipientId, scopes: ['system/Goal.r'] });
  const token = await narrow.token('system/*.rs');
  await expectOpen(token, `/fhir/R4/Goal/${one['Goal']}`, true);
  await expectOpen(token, allOf('Goal'), false);
  await expectOpen(token, `/fhir/R4/Patient/${one['Patient']}`, false);
});
