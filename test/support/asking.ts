import http from 'node:http';

export type Answer = { status: number; body: any; text: string; headers: Headers; etag: string };
type Question = { method?: string; headers?: Record<string, string>; body?: string | Uint8Array | undefined };

/**
 * Ten thousand questions on connections that stay open; fetch takes several times as long over each. One that lies idle is
 * given up here before the server does, which would be just when the next question leaves on it.
 */
const agent = new http.Agent({ keepAlive: true, timeout: 3_000 });

export async function asking(url: string | URL, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
  const { response, text } = await new Promise<{ response: http.IncomingMessage; text: string }>((done, fail) => {
    const sent = body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const request = http.request(url, { method, agent, headers: sent }, (response) => {
      const parts: string[] = [];
      response.setEncoding('utf8');
      response.on('data', (part: string) => parts.push(part)).on('end', () => done({ response, text: parts.join('') }));
      response.on('error', fail);
    });
    request.on('error', fail).end(body);
  });
  const answered = new Headers(Object.entries(response.headersDistinct).flatMap(([name, values]) => values!.map((value): [string, string] => [name, value])));
  const isJson = text !== '' && answered.get('content-type')?.includes('json');
  return { status: response.statusCode!, text, body: isJson ? JSON.parse(text) : null, headers: answered, etag: answered.get('etag') ?? '' };
}
