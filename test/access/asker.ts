import { CAST, type Who } from '../support/cast.ts';
import { bodyOf } from './bodies.ts';
import { type Kind, OBJECTS } from './objects.ts';
import { POLICY } from './policy.ts';

const STRANGERS: Record<string, object> = {
  'POST /v1/session': { email: 'ana@center.example', password: 'a long walk in autumn' },
  'POST /v1/single-sign-on/sessions': { attempt: 'x'.repeat(43), state: 'x', code: 'x', iss: 'http://127.0.0.1:1' },
  'POST /v1/invitations/acceptances': { token: 'x'.repeat(43), password: 'a long walk in autumn' },
};

export type Asker = { method: string; path: string; headers: Record<string, string>; body: Record<string, unknown> };

/** For a route, somebody who may call it, on something that he reaches, with a body that is taken: what is then refused is what was changed about it. */
export function askerOf(route: string): Asker {
  const [method = '', pattern = ''] = route.split(' ');
  const line = POLICY[route];
  if (line === undefined || line === 'public') return { method, path: pattern, headers: {}, body: { ...STRANGERS[route] } };
  const [who, id, name] = 'may' in line ? [line.may[0]!, '', ''] : someoneOn(line.on);
  return {
    method,
    path: pattern.replace(/:id|:code|:kind/, id),
    headers: { authorization: `Bearer ${CAST[who].token}`, ...(method === 'POST' || method === 'GET' ? {} : { 'if-match': '"1"' }) },
    body: { ...bodyOf(route, name, who) },
  };
}

function someoneOn(on: object): [Who, string, string] {
  for (const [kind, reach] of Object.entries(on) as [Kind, Partial<Record<Who, readonly string[]>>][])
    for (const [who, names] of Object.entries(reach) as [Who, readonly string[]][])
      for (const name of names) if (OBJECTS[kind][name]) return [who, OBJECTS[kind][name], name];
  throw new Error('Nobody reaches anything here');
}
