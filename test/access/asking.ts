import http from 'node:http';
import type { Answer, Running } from '../support/app.ts';

type Question = { method: string; path: string; token: string | null; body?: object | undefined; version?: number | undefined };

/** Ten thousand questions on connections that stay open; fetch takes several times as long over each. */
const agent = new http.Agent({ keepAlive: true });

export async function asking(peerwork: Running, { method, path, token, body, version }: Question): Promise<Answer> {
  const sent = body && JSON.stringify(body);
  const headers = {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(sent ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) } : {}),
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
  };
  const { response, text } = await new Promise<{ response: http.IncomingMessage; text: string }>((done, fail) => {
    const request = http.request(`${peerwork.url}${path}`, { method, agent, headers }, (response) => {
      const parts: string[] = [];
      response.setEncoding('utf8');
      response.on('data', (part: string) => parts.push(part)).on('end', () => done({ response, text: parts.join('') }));
      response.on('error', fail);
    });
    request.on('error', fail).end(sent);
  });
  const answered = new Headers(response.headers as Record<string, string>);
  const isJson = text !== '' && answered.get('content-type')?.includes('json');
  return { status: response.statusCode!, text, body: isJson ? JSON.parse(text) : null, headers: answered, etag: answered.get('etag') ?? '' };
}

/** No more than the application has connections. */
const AT_ONCE = 8;

/**
 * Several at a time, and one more in each round: so many new connections at once take a busy machine longer than the
 * application waits for one.
 */
export async function severally<T, R>(tasks: readonly T[], perform: (task: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let together = 1; results.length < tasks.length; together = Math.min(together + 1, AT_ONCE))
    results.push(...(await Promise.all(tasks.slice(results.length, results.length + together).map(perform))));
  return results;
}
