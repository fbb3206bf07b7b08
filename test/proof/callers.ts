import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export type Wish = { method?: string; path: string; token?: string; key?: string; body?: object };

/** What became of one request, as its caller saw it: an answer with a status, or the fault that took its place. */
export type Outcome = Wish & { caller: number; beganAt: number; endedAt: number; status: number | null; fault: string | null; retryAfter: number | null };

/** One request on a connection that is kept, answered whole or reported with what broke it; whoever never hears anything goes away at last. */
export function call(agent: Agent, url: string, wish: Wish, { caller = 0, patienceMs = 20_000 } = {}): Promise<Outcome> {
  const beganAt = Date.now();
  const text = wish.body === undefined ? undefined : JSON.stringify(wish.body);
  return new Promise((done) => {
    const over = (status: number | null, fault: string | null, retryAfter: number | null = null) =>
      done({ ...wish, caller, beganAt, endedAt: Date.now(), status, fault, retryAfter });
    const sent = request(
      `${url}${wish.path}`,
      {
        agent,
        method: wish.method ?? 'GET',
        headers: {
          ...(wish.token ? { authorization: `Bearer ${wish.token}` } : {}),
          ...(wish.key ? { 'idempotency-key': wish.key } : {}),
          ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (answer) => {
        const retryAfter = answer.headers['retry-after'];
        answer.on('end', () => over(answer.statusCode!, null, retryAfter === undefined ? null : Number(retryAfter))).resume();
        answer.on('error', (error: NodeJS.ErrnoException) => over(null, `cut off in the answer: ${error.code ?? error.message}`));
      },
    );
    sent.setTimeout(patienceMs, () => sent.destroy(new Error(`no answer in ${patienceMs} ms`)));
    sent.on('error', (error: NodeJS.ErrnoException) => over(null, error.code ?? error.message));
    sent.end(text);
  });
}

/** So many callers at once, each with one kept connection and one request after the other, until they are stopped. */
export class Callers {
  readonly outcomes: Outcome[] = [];
  private readonly over = new AbortController();
  private readonly agents: Agent[];
  private readonly running: Promise<unknown>;

  constructor(
    private readonly url: string,
    count: number,
    private readonly next: (caller: number, turn: number) => Wish,
    private readonly pause: (last: Outcome) => number,
    private readonly patienceMs?: number,
  ) {
    this.agents = Array.from({ length: count }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    this.running = Promise.all(this.agents.map((agent, caller) => this.go(agent, caller)));
  }

  /** Stops asking; every request that is under way is waited for. */
  async stop(): Promise<Outcome[]> {
    this.over.abort();
    await this.running;
    this.agents.forEach((agent) => agent.destroy());
    return this.outcomes;
  }

  private async go(agent: Agent, caller: number): Promise<void> {
    for (let turn = 0; !this.over.signal.aborted; turn++) {
      const outcome = await call(agent, this.url, this.next(caller, turn), { caller, patienceMs: this.patienceMs });
      this.outcomes.push(outcome);
      await wait(this.pause(outcome), undefined, { signal: this.over.signal }).catch(() => {});
    }
  }
}
