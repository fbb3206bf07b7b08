import { connect, type Socket } from 'node:net';

export const KINDS = ['headers', 'body', 'reader', 'idler'] as const;
export type Kind = (typeof KINDS)[number];

const LARGE_ANSWERS = 14;
const ask = (path: string, ...headers: string[]) => [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');

/** How each of them begins, and what he sends now and then so as not to seem dead. */
const MANNERS: Record<Kind, { opening: string; then: string }> = {
  headers: { opening: 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', then: 'x' },
  body: { opening: 'POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{"email":"', then: 'x' },
  // The contract is the largest answer there is; this often it is more than the buffers on the way hold.
  reader: { opening: ask('/openapi.json').repeat(LARGE_ANSWERS), then: '\r\n' },
  idler: { opening: ask('/health/live'), then: '\r\n' },
};

/** Somebody who takes his time on purpose: over his headers, his body, the answer, or between two requests. */
export class SlowClient {
  /** How long after its opening the server closed the socket; null as long as it is open. */
  closedAfterMs: number | null = null;
  private readonly openedAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  private constructor(
    readonly kind: Kind,
    private readonly socket: Socket,
    everyMs: number,
  ) {
    const over = () => (this.closedAfterMs ??= performance.now() - this.openedAt);
    socket.on('error', over).on('close', over).write(MANNERS[kind].opening);
    // A reader who takes nothing hears of the end by what he sends.
    if (kind === 'reader') socket.pause();
    else socket.resume();
    this.timer = setInterval(() => socket.writable && socket.write(MANNERS[kind].then), everyMs);
  }

  static async open(kind: Kind, port: number, everyMs = 2_000): Promise<SlowClient> {
    return new SlowClient(kind, await connected(port), everyMs);
  }

  leave(): void {
    clearInterval(this.timer);
    this.socket.destroy();
  }
}

/** Takes so many large answers at this rate, and answers how many arrived whole before the server ended the connection. */
export async function readSteadily(port: number, count: number, bytesPerSecond: number): Promise<number> {
  const socket = await connected(port);
  socket.write(ask('/openapi.json').repeat(count - 1) + ask('/openapi.json', 'Connection: close'));
  const taken: Buffer[] = [];
  const timer = setInterval(() => {
    const next: Buffer | null = socket.read(Math.min(bytesPerSecond / 10, socket.readableLength)) as Buffer | null;
    if (next) taken.push(next);
  }, 100);
  await new Promise((done) =>
    socket
      .on('readable', () => {})
      .once('close', done)
      .on('error', () => {}),
  );
  clearInterval(timer);
  return Buffer.concat(taken).toString('latin1').split('HTTP/1.1 200 OK').slice(1).filter(isWhole).length;
}

const isWhole = (answer: string): boolean => {
  const [head = '', body = ''] = [answer.slice(0, answer.indexOf('\r\n\r\n')), answer.slice(answer.indexOf('\r\n\r\n') + 4)];
  return Number(/content-length: (\d+)/i.exec(head)?.[1]) === body.length;
};

const connected = (port: number) =>
  new Promise<Socket>((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', fail).once('connect', () => done(socket.off('error', fail)));
  });
