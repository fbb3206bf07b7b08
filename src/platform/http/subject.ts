import type { SignedInRequest } from '../access/actor.ts';
import type { Look } from '../access/witness.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a request is about, from its path alone: the pattern, and the one id that such paths carry. */
export function subjectOf(request: SignedInRequest): Pick<Look, 'requestId' | 'route' | 'subjectId' | 'clientIds'> {
  const { id } = (request.params ?? {}) as { id?: string };
  const route = `${request.method} ${request.routeOptions.url}`;
  const subjectId = id && UUID.test(id) ? id.toLowerCase() : null;
  return { requestId: request.id, route, subjectId, clientIds: subjectId && route.includes('/v1/clients/:id') ? [subjectId] : [] };
}

/** Every client whose record an answer shows. A client's own view is known by the birth date, everything else names its `clientId`. */
export function clientsIn(answer: unknown, found = new Set<string>(), depth = 0): Set<string> {
  if (answer === null || typeof answer !== 'object' || depth > 4) return found;
  if (Array.isArray(answer)) {
    for (const element of answer) clientsIn(element, found, depth + 1);
    return found;
  }
  const { clientId, birthDate, id } = answer as { clientId?: unknown; birthDate?: unknown; id?: unknown };
  if (typeof clientId === 'string') found.add(clientId);
  if (birthDate !== undefined && typeof id === 'string') found.add(id);
  for (const value of Object.values(answer)) if (typeof value === 'object' && !(value instanceof Date)) clientsIn(value, found, depth + 1);
  return found;
}
