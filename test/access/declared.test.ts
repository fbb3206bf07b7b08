import { expect, it } from '@jest/globals';
import { Controller, type ExecutionContext, Get } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { By } from '../../src/platform/access/actor.ts';
import { Allow, ALLOW, IN_EMERGENCY, Machines, MACHINES, OpenInEmergency, Public, PUBLIC } from '../../src/platform/access/allow.ts';
import { BearerStrategy } from '../../src/platform/access/bearer.ts';
import { faultOfRoute } from '../../src/platform/access/route-fault.ts';
import { secondFactorRequired, STEP_UP, StepUp, stepUpRequired, SteppedUp } from '../../src/platform/access/step-up.ts';

type Handler = (...parameters: unknown[]) => unknown;

class Handlers {
  @Allow('program:read')
  allowed() {}

  @Public()
  open() {}

  @Machines()
  forMachines() {}

  @Allow('program:read')
  @OpenInEmergency()
  inEmergency() {}

  @Allow('program:read')
  @StepUp()
  steppedUp() {}

  told(@By() _by: unknown, @SteppedUp() _steppedUp: boolean) {}
}
const handlers = Handlers.prototype as unknown as Record<string, Handler>;

it.each([
  ['allowed', [ALLOW, 'program:read'], { 'x-permission': 'program:read' }],
  ['open', [PUBLIC, true], undefined],
  ['forMachines', [MACHINES, true], undefined],
  ['inEmergency', [IN_EMERGENCY, true], { 'x-permission': 'program:read' }],
  ['steppedUp', [STEP_UP, true], { 'x-permission': 'program:read', 'x-step-up': true }],
] as const)('is said of a handler, and told in the contract: %s', (name, [key, value], told) => {
  const said = [ALLOW, PUBLIC, MACHINES, IN_EMERGENCY, STEP_UP].filter((one) => Reflect.hasMetadata(one, handlers[name]!));
  expect(said).toEqual(told?.['x-permission'] && key !== ALLOW ? [ALLOW, key] : [key]);
  expect(Reflect.getMetadata(key, handlers[name]!)).toBe(value);
  expect(Reflect.getMetadata('swagger/apiExtension', handlers[name]!)).toEqual(told);
  expect(Reflect.getMetadata('swagger/apiSecurity', handlers[name]!)).toEqual(told && [{ bearer: [] }]);
  expect(Reflect.getMetadata('swagger/apiExcludeEndpoint', handlers[name]!)).toEqual(name === 'forMachines' ? { disable: true } : undefined);
});

it('hands a handler who calls, and whether he has shown that he is there', () => {
  const given = Object.values(Reflect.getMetadata(ROUTE_ARGS_METADATA, Handlers, 'told')) as { index: number; factory: Handler }[];
  const [by, steppedUp] = [0, 1].map((at) => given.find(({ index }) => index === at)!.factory);
  const asked = (request: object) => ({ switchToHttp: () => ({ getRequest: () => request }) }) as unknown as ExecutionContext;
  const user = { id: 'ana' };
  expect(by!(undefined, asked({ user }))).toBe(user);
  const told = [{ standing: { steppedUp: true } }, { standing: { steppedUp: false } }, { standing: {} }, {}].map((one) => steppedUp!(undefined, asked(one)));
  expect(told).toEqual([true, false, false, false]);
});

it('tells what is to be proved first, and how', () => {
  expect(stepUpRequired()).toMatchObject({ kind: 'forbidden', slug: 'step-up-required', title: expect.stringContaining('POST /v1/session/step-up') });
  expect(secondFactorRequired()).toMatchObject({
    kind: 'forbidden',
    slug: 'second-factor-required',
    title: expect.stringContaining('POST /v1/second-factors'),
  });
});

const route = (folder: string | string[] | null, path: string | string[], ...said: MethodDecorator[]) => {
  class Declared {
    handle() {}
  }
  const described = Object.getOwnPropertyDescriptor(Declared.prototype, 'handle')!;
  for (const say of [Get(path), ...said]) say(Declared.prototype, 'handle', described);
  if (folder !== null) Controller(folder)(Declared);
  return faultOfRoute(new Reflector(), folder === null ? undefined : Declared, described.value);
};
const [allow, open, machines] = [Allow('program:read'), Public(), Machines()] as [MethodDecorator, MethodDecorator, MethodDecorator];
const UNSAID = 'has neither @Allow nor @Public';
const FOR_MACHINES = 'is under /fhir/, which is for machines alone';
const BOTH = 'is for machines alone and open to all at once';
const ELSEWHERE = 'is for machines and not under /fhir/';

it.each([
  ['v1/leaflets', '', [], UNSAID],
  ['fhir/R4', 'Leaflet', [], UNSAID],
  ['v1/leaflets', '', [allow], null],
  ['v1/leaflets', ':id', [open], null],
  ['v1/fhir', '', [allow], null],
  ['fhirs', '', [allow], null],
  ['fhir/R4', 'Leaflet', [allow], FOR_MACHINES],
  ['/fhir/R4', 'Leaflet', [allow], FOR_MACHINES],
  ['fhir', 'R4', [allow], FOR_MACHINES],
  ['fh', 'ir/R4', [allow], null],
  ['', '/fhir/R4/Leaflet', [allow], FOR_MACHINES],
  ['/', 'fhir', [allow], FOR_MACHINES],
  [null, 'fhir/R4/Leaflet', [allow], FOR_MACHINES],
  [null, 'leaflets', [allow], null],
  [['v1/leaflets', 'fhir/R4'], 'Leaflet', [allow], FOR_MACHINES],
  ['', ['v1/leaflets', 'fhir/R4/Leaflet'], [allow], FOR_MACHINES],
  ['fhir/R4', 'Leaflet', [open], null],
  ['fhir/R4', 'Leaflet', [machines], null],
  ['fhir/R4', 'Leaflet', [machines, open], BOTH],
  ['v1/leaflets', '', [machines], ELSEWHERE],
  ['v1/leaflets', '', [machines, open], BOTH],
  [['fhir/R4/Leaflet', 'v1/leaflets'], '', [machines], ELSEWHERE],
  ['', ['fhir/R4/Leaflet', 'v1/leaflets'], [machines], ELSEWHERE],
] as const)('finds what is wrong with a route: %j %j', (folder, path, said, fault) => {
  expect(route(folder as string | string[] | null, path as string | string[], ...said)).toBe(fault);
});

it('says nothing of what is no route', () => {
  expect(faultOfRoute(new Reflector(), Handlers, handlers['told']!)).toBeNull();
});

class Looking extends BearerStrategy<never> {
  readonly looked: (string | null)[] = [];
  readonly ends: unknown[] = [];

  constructor(error: unknown, caller: unknown) {
    super((_request, token, done) => {
      this.looked.push(token);
      done(error, caller as never);
    });
  }

  override error = (error: unknown) => void this.ends.push(['error', error]);
  override success = (caller: unknown) => void this.ends.push(['success', caller]);
  override fail = (status: unknown) => void this.ends.push(['fail', status]);
}

it('takes a token from the header alone, whole and in its own form', () => {
  const token = `${'x'.repeat(41)}_-`;
  const looking = new Looking(null, false);
  const headers = [`Bearer ${token}`, `bearer ${token}`, token, `Basic ${token}`, `Bearer  ${token}`, `Bearer ${token}x`, `Bearer ${token.slice(1)}`];
  for (const authorization of [...headers, ` Bearer ${token}`, `Bearer ${token}\n`, `Bearer ${token.slice(1)}=`, '', undefined])
    looking.authenticate({ headers: { authorization }, query: { access_token: token } });
  expect(looking.looked).toEqual([token, token, ...Array(10).fill(null)]);
});

it.each([
  [null, { id: 'ana' }, ['success', { id: 'ana' }]],
  [null, false, ['fail', 401]],
  [null, undefined, ['fail', 401]],
  ['broken', undefined, ['error', 'broken']],
  ['broken', { id: 'ana' }, ['error', 'broken']],
])('ends as what looked it up says: %j, %j', (error, caller, end) => {
  const looking = new Looking(error, caller);
  looking.authenticate({ headers: {} });
  expect(looking.ends).toEqual([end]);
});
