import { expect, it } from '@jest/globals';
import { Export, MOST_IN_PROGRESS } from '../../src/modules/ehr/bulk/export.entity.ts';
import { type MachineChange, MachineClient, type MachineWish } from '../../src/modules/ehr/machine/machine-client.entity.ts';
import type { KeySet } from '../../src/modules/ehr/machine/public-keys.ts';
import type { Machine } from '../../src/platform/access/actor.ts';
import { refusals } from '../support/refusals.ts';

const jwks: KeySet = { keys: [] };
const jwksUrl = 'https://ehr.example/keys';
const WISH: MachineWish = { name: 'Elm EHR', recipientId: 'clinic', purpose: 'treatment', scopes: ['system/Patient.r'] };
const known = (by: Partial<MachineWish> = { jwks }) => MachineClient.of({ ...WISH, ...by }, 'ada');

it('is known by its keys or by where it publishes them, by one of the two', () => {
  expect(known()).toMatchObject({ ...WISH, jwks, jwksUrl: null, createdBy: 'ada', disabledAt: null, disabledBy: null, version: 1 });
  expect(known({ jwksUrl })).toMatchObject({ jwks: null, jwksUrl });
  for (const both of [{}, { jwks, jwksUrl }]) expect(refusals(() => known(both))).toEqual(['jwks']);
});

it('is known otherwise by one of the two, and by what it was where nothing is said', () => {
  const machine = known();
  expect(refusals(() => machine.change({ jwks, jwksUrl }))).toEqual(['jwks']);
  machine.change({ jwksUrl });
  expect(machine).toMatchObject({ jwks: null, jwksUrl });
  machine.change({ name: 'Oak EHR' });
  expect(machine).toMatchObject({ name: 'Oak EHR', scopes: WISH.scopes, jwks: null, jwksUrl });
  machine.change({ jwks });
  expect(machine).toMatchObject({ name: 'Oak EHR', jwks, jwksUrl: null });
});

it.each<[MachineChange, boolean]>([
  [{}, false],
  [{ name: 'Oak EHR' }, false],
  [{ scopes: [] }, true],
  [{ jwks }, true],
  [{ jwksUrl }, true],
])('ends its tokens where it reads otherwise or is known otherwise: %j', (change, endsTokens) => {
  const machine = known();
  expect(machine.change(change)).toEqual({ endsTokens });
  expect(machine.scopes).toEqual(change.scopes ?? WISH.scopes);
});

it('is disabled and enabled in turn', () => {
  const machine = known();
  expect(refusals(() => machine.enable())).toEqual(['machine-enabled']);
  machine.disable('ada');
  expect(machine).toMatchObject({ disabledAt: expect.any(Date), disabledBy: 'ada' });
  expect(refusals(() => machine.disable('max'))).toEqual(['machine-disabled']);
  machine.enable();
  expect(machine).toMatchObject({ disabledAt: null, disabledBy: null });
});

it('asks for so many files at once and no more', () => {
  const wish = { level: 'system' as const, specialistId: null, request: '/$export', types: ['Patient'], elements: null, since: null, patients: null };
  const ask = (inProgress: number) => Export.ask({ id: 'machine' } as Machine, wish, inProgress);
  expect(ask(MOST_IN_PROGRESS - 1)).toMatchObject({ ...wish, machineId: 'machine', state: 'waiting', attempt: 0, tries: 0, endedAt: null });
  expect(refusals(() => ask(MOST_IN_PROGRESS))).toEqual(['exports-in-progress']);
});
