import { connect, createServer, type Server, type Socket } from 'node:net';

type Mode = 'pass' | 'blackHole' | 'halfOpen' | 'reset';

/** One connection of the API and the one to the database that stands behind it. */
class Pair {
  isHalfOpen = false;
  private readonly upstream: Socket;
  /** What each way still has to deliver, so that a chunk never overtakes one that was delayed more. */
  private tail: Record<'there' | 'back', Promise<void>> = { there: Promise.resolve(), back: Promise.resolve() };

  constructor(
    private readonly client: Socket,
    target: URL,
    private readonly delayMs: () => number,
  ) {
    this.upstream = connect(Number(target.port || 5432), target.hostname).setNoDelay(true);
    this.carry('there', client, this.upstream);
    this.carry('back', this.upstream, client);
  }

  private carry(way: 'there' | 'back', from: Socket, to: Socket): void {
    const later = (act: () => void) => {
      const due = Date.now() + this.delayMs();
      this.tail[way] = this.tail[way].then(async () => {
        if (due > Date.now()) await new Promise((next) => setTimeout(next, due - Date.now()));
        if (!to.destroyed) act();
      });
    };
    from.on('data', (chunk) => (this.isHalfOpen && way === 'back' ? undefined : later(() => to.write(chunk))));
    // Nobody tells the other end of a half-open connection that this one has gone.
    from.on('close', () => this.isHalfOpen || later(() => to.destroySoon()));
    from.on('error', () => {});
  }

  hold(isHeld: boolean): void {
    for (const socket of [this.client, this.upstream]) {
      if (isHeld) socket.pause();
      else socket.resume();
    }
  }

  reset(): void {
    this.client.resetAndDestroy();
    this.upstream.resetAndDestroy();
  }
}

/** Stands between the API and its database, and spoils the network between them. */
export class TcpProxy {
  private mode: Mode = 'pass';
  private delayMs = 0;
  private server: Server;
  private readonly pairs = new Set<Pair>();

  private constructor(
    readonly url: string,
    private readonly target: URL,
  ) {}

  static async before(databaseUrl: string, port = 0): Promise<TcpProxy> {
    const url = new URL(databaseUrl);
    const server = await listening(port);
    url.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
    const proxy = new TcpProxy(url.toString(), new URL(databaseUrl));
    proxy.serve(server);
    return proxy;
  }

  /** Carries everything at once; what a black hole held back goes on, and half-open connections stay dead. */
  async pass(): Promise<void> {
    if (this.mode === 'reset') this.serve(await listening(Number(new URL(this.url).port)));
    this.set('pass');
  }

  /** Accepts, carries nothing and loses nothing, as a network whose packets vanish until they are sent again. */
  blackHole = () => this.set('blackHole');

  delay = (ms: number) => this.set('pass', ms);

  /** Answers no longer arrive, and neither end hears that the other has gone. */
  halfOpen = () => this.set('halfOpen');

  /** Breaks every connection and refuses new ones. */
  reset(): void {
    this.set('reset');
    this.server.close();
    for (const pair of this.pairs) pair.reset();
  }

  close(): void {
    this.reset();
  }

  private set(mode: Mode, delayMs = 0): void {
    this.mode = mode;
    this.delayMs = delayMs;
    for (const pair of this.pairs) this.affect(pair);
  }

  private affect(pair: Pair): void {
    pair.hold(this.mode === 'blackHole');
    pair.isHalfOpen ||= this.mode === 'halfOpen';
  }

  private serve(server: Server): void {
    this.server = server.on('connection', (socket: Socket) => {
      const pair = new Pair(socket.setNoDelay(true), this.target, () => this.delayMs);
      this.pairs.add(pair);
      this.affect(pair);
    });
  }
}

const listening = (port: number) =>
  new Promise<Server>((done, fail) => {
    const server = createServer(() => {}).once('error', fail);
    server.listen(port, '127.0.0.1', () => done(server));
  });
