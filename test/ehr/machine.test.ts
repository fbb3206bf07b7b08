import { describe, expect, it } from '@jest/globals';
import { Env } from '../../src/config/env.ts';
import { fhirBase } from '../../src/modules/ehr/base-address.ts';
import { mayBePrivate } from '../../src/modules/ehr/machine/key-address.ts';
import { holdsFor } from '../../src/modules/ehr/machine/published-keys.ts';
import { allows, grantedOf } from '../../src/modules/ehr/machine/scopes.ts';
import { operationOutcome } from '../../src/platform/http/operation-outcome.ts';
import { isPublicAddress } from '../../src/platform/http/public-address.ts';
import { invalid } from '../../src/platform/problem.ts';

describe('what is granted', () => {
  it.each([
    [['system/*.rs'], ['system/*.rs'], ['system/*.rs']],
    [['system/*.rs'], ['system/Goal.rs', 'system/Patient.r'], ['system/Goal.rs', 'system/Patient.r']],
    [['system/Goal.rs'], ['system/*.r'], ['system/Goal.r']],
    [['system/Goal.r', 'system/Goal.s'], ['system/Goal.rs'], ['system/Goal.rs']],
    [['system/Goal.rs'], ['system/Goal.r', 'system/*.s'], ['system/Goal.rs']],
    [['system/*.rs', 'system/Goal.rs'], ['system/*.rs'], ['system/*.rs']],
    [['system/*.rs'], ['system/*.r', 'system/Goal.rs'], ['system/*.r', 'system/Goal.s']],
    [['system/*.read', 'system/Goal.*'], ['system/Goal.rs'], ['system/Goal.rs']],
    [['system/Goal.cruds'], ['system/Goal.rs'], ['system/Goal.rs']],
    [['system/Goal.write', 'system/Goal.cud', 'system/Goal.', 'system/Goal', 'system/Goal.sr', 'system/Goal.rr', 'user/Goal.rs', ''], ['system/*.rs'], []],
    [['system/Goal.rs?_tag=a'], ['system/*.rs'], []],
    [['system/Patient.rs'], ['system/Goal.rs'], []],
  ])('of %j to whoever is registered for %j: %j', (asked, registered, granted) => {
    expect(grantedOf(asked, registered)).toEqual(granted);
  });

  it('opens what it names, and nothing else', () => {
    expect(allows(['system/Goal.r'], 'Goal', 'r')).toBe(true);
    expect(allows(['system/Goal.r'], 'Goal', 's')).toBe(false);
    expect(allows(['system/Goal.rs'], 'Patient', 'r')).toBe(false);
    expect(allows(['system/*.s'], 'Patient', 's')).toBe(true);
    expect(allows(['system/Goal.cruds', 'nonsense'], 'Goal', 'r')).toBe(false);
    expect(allows([], 'Goal', 'r')).toBe(false);
  });

  it('is never more than what is registered, nor than what was asked', () => {
    const types = ['*', 'Goal', 'Patient'];
    const scopes = types.flatMap((type) => ['r', 's', 'rs'].map((letters) => `system/${type}.${letters}`));
    const sets = scopes.flatMap((one, at) => scopes.slice(at).map((other) => [one, other]));
    for (const asked of sets)
      for (const registered of sets) {
        const granted = grantedOf(asked, registered);
        for (const type of ['Goal', 'Patient', 'Observation'])
          for (const letter of ['r', 's'] as const)
            expect([asked, registered, type, letter, allows(granted, type, letter)]).toEqual([
              ...[asked, registered, type, letter],
              allows(asked, type, letter) && allows(registered, type, letter),
            ]);
      }
  });
});

it.each([
  [null, 300],
  ['max-age=120', 120],
  ['public, max-age=86400', 3_600],
  ['max-age=1', 60],
  ['no-cache', 60],
  ['no-store, max-age=900', 60],
  ['private', 300],
  ['s-max-age=nonsense', 300],
])('keys that are published with Cache-Control %p hold for %i seconds', (said, seconds) => {
  expect(holdsFor(said)).toBe(seconds);
});

it.each([
  ...['10.1.2.3', '127.0.0.1', '0.0.0.0', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '224.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:8.8.8.8', '64:ff9b::a00:1', 'fc00::1', 'fd12::1', 'fe80::1', 'ff02::1', '2002:a00:1::', '2001:db8::1'],
])('%s is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it('knows public addresses, and names that are none', () => {
  for (const address of ['8.8.8.8', '172.32.0.1', '1.1.1.1', '2606:4700::1111']) expect(isPublicAddress(address)).toBe(true);
  for (const name of ['ehr.example', 'localhost', '']) expect(isPublicAddress(name)).toBe(null);
});

it('lets only those hosts be private that were named', () => {
  const settings = { EHR_PRIVATE_HOSTS: 'ehr.internal,10.0.0.7', EHR_HTTP_ON_LOOPBACK: false };
  expect(['ehr.internal', '10.0.0.7'].every((host) => mayBePrivate(host, settings))).toBe(true);
  expect(['', 'internal', 'ehr.internal.evil.example', '10.0.0.70'].some((host) => mayBePrivate(host, settings))).toBe(false);
  expect(mayBePrivate('', { EHR_HTTP_ON_LOOPBACK: false })).toBe(false);
});

it('knows its own address from what is set up', () => {
  expect(fhirBase({ PUBLIC_URL: 'https://peerwork.example/', PORT: 3000 })).toBe('https://peerwork.example/fhir/R4');
  expect(fhirBase({ PORT: 3210 })).toBe('http://127.0.0.1:3210/fhir/R4');
});

it('asks for TLS in production', () => {
  const settings = { NODE_ENV: 'production', TOKEN_SECRET: 'x'.repeat(40), EMBEDDED_IN_PRODUCTION: 'true', DATA_DIR: '/tmp/peerwork-nowhere' };
  expect(() => Env.read({ ...settings, EHR_HTTP_ON_LOOPBACK: 'true' })).toThrow('EHR_HTTP_ON_LOOPBACK');
  expect(() => Env.read({ ...settings, EHR_PRIVATE_HOSTS: 'https://not a host' })).toThrow('EHR_PRIVATE_HOSTS');
});

it.each([
  ['#/name/0/given', 'name[0].given'],
  ['#/a~1b', 'a/b'],
  ['#', undefined],
])('a fault at %s is told at %s', (pointer, expression) => {
  const { issue } = operationOutcome(invalid(pointer, 'is required'), 422, 'id') as { issue: { expression?: string[]; details: { text: string } }[] };
  expect(issue[0]!.expression).toEqual(expression && [expression]);
  expect(issue[0]!.details.text).toBe(expression ? `${expression}: is required` : 'is required');
});
