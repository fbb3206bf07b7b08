import { askerOf } from '../access/asker.ts';
import { bodySchemaOf, OPERATIONS } from '../contract/operations.ts';
import { asking } from '../support/asking.ts';
import type { PlantedWords } from './planted-words.ts';

export const ROUTES = OPERATIONS.filter(([route]) => route.includes(' /v1/'));
export const CHANGING = ROUTES.filter(([route]) => !route.startsWith('GET'));

type Sent = { method: string; path: string; headers: Record<string, string>; body?: string };

/** For a route, requests with a word wherever a caller can put one: such as are taken, and such as are refused at each step of the way. */
export function requestsOf([route, operation]: (typeof OPERATIONS)[number], words: PlantedWords): Record<string, () => Sent> {
  const { method, path, headers, body } = askerOf(route);
  const schema = bodySchemaOf(operation);
  const planted = (step: string, more: Partial<Sent> = {}): Sent => {
    const place = (what: string) => words.next(`${route}, ${step}, ${what}`);
    const full = JSON.stringify(schema ? words.body(schema, body, `${route}, ${step}, body`) : undefined);
    return {
      method,
      path,
      ...(schema ? { body: full } : {}),
      ...more,
      headers: {
        ...headers,
        ...(schema || more.body ? { 'content-type': 'application/json' } : {}),
        'user-agent': place('User-Agent'),
        'x-forwarded-for': `${place('X-Forwarded-For')}, 10.0.0.1`,
        referer: `https://elsewhere.example/${place('Referer')}`,
        cookie: `session=${place('Cookie')}`,
        'idempotency-key': `a-key-${place('Idempotency-Key')}`,
        ...more.headers,
      },
    };
  };
  const word = (step: string, what: string) => words.next(`${route}, ${step}, ${what}`);
  return {
    taken: () => planted('taken'),
    'a field of another kind': () =>
      planted('a field of another kind', schema && { body: JSON.stringify(wronged(body, word('a field of another kind', 'value'))) }),
    unreadable: () => planted('unreadable', { body: `{"${word('unreadable', 'name')}": "${word('unreadable', 'value')}` }),
    'as another type': () =>
      planted('as another type', {
        body: word('as another type', 'body'),
        headers: { 'content-type': `text/${word('as another type', 'type')}` },
      }),
    stranger: () => planted('stranger', { headers: { authorization: `Bearer ${word('stranger', 'token').padEnd(43, '-')}` } }),
    'another scheme': () => planted('another scheme', { headers: { authorization: `Basic ${word('another scheme', 'Authorization')}` } }),
    stale: () => planted('stale', { headers: { 'if-match': word('stale', 'If-Match') } }),
    'no version': () => without('if-match', planted('no version')),
    'a key that is none': () => planted('a key that is none', { headers: { 'idempotency-key': word('a key that is none', 'Idempotency-Key') } }),
    'a path that is none': () => planted('a path that is none', { path: `${path}/${word('a path that is none', 'path')}` }),
    'an id that is none': () =>
      planted('an id that is none', {
        path: path.replace(/\/v1\/[a-z-]+\/[^/]+/, (head) => `${head.slice(0, head.lastIndexOf('/'))}/${word('an id that is none', 'id')}`),
      }),
    'a query': () => planted('a query', { path: `${path}?${word('a query', 'name')}=${word('a query', 'value')}&after=${word('a query', 'after')}` }),
    'a path that cannot be read': () => planted('a path that cannot be read', { path: `${path}/%E0%A4%A${word('a path that cannot be read', 'path')}` }),
  };
}

const without = (name: string, { headers, ...sent }: Sent): Sent => ({
  ...sent,
  headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
});

const wronged = (body: Record<string, unknown>, word: string) => ({
  ...Object.fromEntries(Object.keys(body).map((name) => [name, { [word]: [word] }])),
  [word]: word,
});

export async function send(url: string, { method, path, headers, body }: Sent): Promise<{ status: number; text: string }> {
  return asking(`${url}${path}`, { method, headers, body: method === 'GET' ? undefined : body });
}
