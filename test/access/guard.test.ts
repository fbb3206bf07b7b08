import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ExecutionContext, Get } from '@nestjs/common';
import { type DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import passport from 'passport';
import { AccessGuard } from '../../src/platform/access/access.guard.ts';
import { Allow, Public } from '../../src/platform/access/allow.ts';
import { StepUp } from '../../src/platform/access/step-up.ts';

type Strategies = { _strategy(name: string): passport.Strategy | undefined };
const before = (passport as unknown as Strategies)._strategy('session');
/** Lets in whoever the request says, so that the guard can be asked what no request over HTTP brings about. */
class LettingIn extends passport.Strategy {
  override authenticate(request: unknown): void {
    this.success((request as { arriving: object }).arriving);
  }
}
beforeAll(() => void passport.use('session', new LettingIn()));
afterAll(() => void (before ? passport.use('session', before) : passport.unuse('session')));

class Handlers {
  @Allow('program:read')
  read() {}

  @Allow('session:own')
  @StepUp()
  own() {}

  @Public()
  open() {}

  @Get()
  unsaid() {}
}
const guardOf = (controllers: object[] = []) =>
  new AccessGuard(new Reflector(), { getControllers: () => controllers } as unknown as DiscoveryService, new MetadataScanner());
const arriving = { role: 'clinician' };

function ask(handler: keyof Handlers, request: object): Promise<boolean> {
  const http = { getRequest: () => request, getResponse: () => ({}) };
  const context = { switchToHttp: () => http, getHandler: () => Handlers.prototype[handler] };
  return guardOf().canActivate(context as unknown as ExecutionContext);
}
const problem = (slug: string) => expect.objectContaining({ slug });

it('lets through whoever has shown what is asked for', async () => {
  await expect(ask('read', { arriving, standing: { mustEnrol: false } })).resolves.toBe(true);
  await expect(ask('own', { arriving, standing: { mustEnrol: true, steppedUp: true } })).resolves.toBe(true);
});

it('refuses where it is not known what somebody has shown', async () => {
  await expect(ask('read', { arriving })).rejects.toThrow(problem('second-factor-required'));
  await expect(ask('own', { arriving })).rejects.toThrow(problem('step-up-required'));
});

it('refuses everybody where nothing was said', async () => {
  await expect(ask('unsaid', { arriving, standing: { mustEnrol: false, steppedUp: true } })).rejects.toThrow(problem('role-may-not'));
});

it('rolls back before it refuses', async () => {
  const done: string[] = [];
  const transaction = { rollback: async () => void done.push('rolled back') };
  await expect(ask('unsaid', { arriving, transaction })).rejects.toThrow(problem('role-may-not'));
  expect(done).toEqual(['rolled back']);
});

it.each([
  ['GET', true],
  ['HEAD', true],
  ['POST', false],
  ['DELETE', false],
])('takes for open to all what only reads: %s', async (method, isOpen) => {
  const request = { method };
  await expect(ask('open', request)).resolves.toBe(true);
  expect(request).toEqual({ method, isOpen });
});

it('tells what went wrong on the way, and that there is nobody', () => {
  expect(() => guardOf().handleRequest(new Error('The database is gone'), false)).toThrow('The database is gone');
  expect(() => guardOf().handleRequest(new Error('The database is gone'), arriving)).toThrow('The database is gone');
  expect(() => guardOf().handleRequest(null, false)).toThrow(problem('sign-in-first'));
  expect(guardOf().handleRequest(null, arriving)).toBe(arriving);
});

it('finds a route that says nothing, of a controller that has no name too', () => {
  expect(() => guardOf([{ instance: new Handlers(), metatype: Handlers }]).onModuleInit()).toThrow('Handlers.unsaid has neither @Allow nor @Public');
  expect(() => guardOf([{ instance: new Handlers(), metatype: null }]).onModuleInit()).toThrow('unsaid has neither @Allow nor @Public');
});
