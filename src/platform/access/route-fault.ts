import type { Reflector } from '@nestjs/core';
import { ALLOW, MACHINES, PUBLIC } from './allow.ts';

type Handler = (...parameters: unknown[]) => unknown;

const pathsOf = (target: object): string[] => [Reflect.getMetadata('path', target) ?? ''].flat();
const isUnderFhir = (...steps: string[]) => steps.join('/').split('/').find(Boolean) === 'fhir';

/**
 * What is wrong with how a route says who may call it, or null. What is under /fhir/ is for machines or open to all, and
 * machines come nowhere else: neither kind of token ever opens what the other one does.
 */
export function faultOfRoute(reflector: Reflector, controller: object | null | undefined, handler: Handler): string | null {
  if (!Reflect.hasMetadata('path', handler)) return null;
  const [isAllowed, isPublic, isForMachines] = [ALLOW, PUBLIC, MACHINES].map((key) => reflector.get(key, handler) !== undefined);
  if (!isAllowed && !isPublic && !isForMachines) return 'has neither @Allow nor @Public';
  const isFhir = pathsOf(controller ?? {}).flatMap((folder) => pathsOf(handler).map((path) => isUnderFhir(folder, path)));
  if (isFhir.includes(true) && isAllowed) return 'is under /fhir/, which is for machines alone';
  if (isForMachines && isPublic) return 'is for machines alone and open to all at once';
  if (isForMachines && isFhir.includes(false)) return 'is for machines and not under /fhir/';
  return null;
}
