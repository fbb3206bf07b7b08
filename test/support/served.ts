import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { keyFileIn } from './sealing.ts';

export const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

/** The application as an operator starts it: a process of its own, with a log, that signals reach. */
export class Served {
  private readonly lines: string[] = [];
  readonly ended: Promise<{ code: number | null; signal: string | null }>;

  private constructor(
    readonly process: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [process.stdout!, process.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => this.lines.push(text));
    this.ended = new Promise((done) => process.once('exit', (code, signal) => done({ code, signal })));
  }

  /** Everything it wrote so far: its log, and what it says to whoever started it. */
  get said(): string {
    return this.lines.join('');
  }

  /** Starts `dist/src/main.js` with these settings and waits until it is ready; `npm test` has compiled it. */
  static async start(settings: Record<string, string>, withinMs = 60_000): Promise<Served> {
    const port = settings['PORT'] ?? String(await freePort());
    const key = settings['DATABASE_URL'] && settings['DATA_DIR'] ? { ENCRYPTION_KEY_FILE: keyFileIn(settings['DATA_DIR']) } : {};
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', ...key, ...settings, PORT: port };
    const served = new Served(spawn(process.execPath, ['dist/src/main.js'], { env }), `http://127.0.0.1:${port}`);
    let isOver = false;
    void served.ended.then(() => (isOver = true));
    for (const until = Date.now() + withinMs; Date.now() < until; await new Promise((next) => setTimeout(next, 20))) {
      if (isOver) throw new Error(`It ended while starting:\n${served.said}`);
      if (await served.isReady()) return served;
    }
    served.process.kill('SIGKILL');
    throw new Error(`Not ready after ${withinMs} ms:\n${served.said}`);
  }

  async isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Sends the signal, unless it is over already, and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ code: number | null; signal: string | null }> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    return this.ended;
  }
}
