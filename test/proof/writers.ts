import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Person } from './furnished.ts';
import type { Entry, Ledger } from './ledger.ts';

/** Whoever got no answer waits before he asks again, as clients do; otherwise their asking is what keeps a server from coming up. */
const PAUSE_MS = 200;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type Answer = { status: number; body: { id: string; type?: string; status?: string; version?: number }; text: string };

/** Peer specialists at work at the same time: each asks again, under the same key, until he has an answer. */
export class Writers {
  private isOver = false;
  private fault: Error | null = null;
  private readonly writers: Writer[];
  private readonly work: Promise<unknown>;

  constructor(
    url: string,
    people: Person[],
    readonly ledger: Ledger,
  ) {
    const isOver = () => this.isOver;
    this.writers = people.map((person) => new Writer(url, person, ledger));
    this.work = Promise.all(this.writers.map((writer) => writer.write(isOver))).catch((error: Error) => (this.fault = error));
  }

  /** Waits until this holds, while all of them write on; what one of them meets that must not be is thrown here. */
  async until<T>(found: () => T | undefined | false, what: string, withinMs = 60_000): Promise<T> {
    for (const end = Date.now() + withinMs; Date.now() < end; await wait(5)) {
      if (this.fault) throw this.fault;
      const value = found();
      if (value) return value;
    }
    throw new Error(`Not within ${withinMs} ms: ${what}`);
  }

  /** The first write that was asked for and acknowledged after this instant. */
  firstAfter(instant: number): Promise<Entry> {
    const { entries } = this.ledger;
    return this.until(() => {
      let first: Entry | undefined;
      for (let place = entries.length - 1; place >= 0 && entries[place]!.at >= instant; place--) if (entries[place]!.askedAt > instant) first = entries[place];
      return first;
    }, 'a first write');
  }

  haveAllWrittenSince(instant: number): boolean {
    return this.writers.every(({ wroteAt }) => wroteAt > instant);
  }

  /** Lets each of them finish what he is at. */
  async finish(): Promise<void> {
    this.isOver = true;
    await this.work;
    if (this.fault) throw this.fault;
  }
}

class Writer {
  /** When he last asked for something that was then acknowledged. */
  wroteAt = 0;
  private rounds = 0;
  private readonly yesterday = new Date(Date.now() - DAY).toISOString().slice(0, 10);
  private readonly began = Math.floor(Date.now() / MINUTE) * MINUTE - 99 * DAY;

  constructor(
    private readonly url: string,
    private readonly person: Person,
    private readonly ledger: Ledger,
  ) {}

  /** A goal that is agreed to and looked back on, a session about it that is logged, signed and added to; and once more. */
  async write(isOver: () => boolean): Promise<void> {
    for (; !isOver(); this.rounds++) {
      const { clientId } = this.person;
      const goalId = await this.post('goal', `/v1/clients/${clientId}/goals`, { statement: `Step ${this.rounds}`, domain: 'home' });
      await this.put('agreement', `/v1/goals/${goalId}`, 'agreement', { agreedOn: this.yesterday, how: 'phone' });
      await this.post('check-in', `/v1/goals/${goalId}/check-ins`, { on: this.yesterday, kept: 'kept' });
      const noteId = await this.post('note', '/v1/session-notes', this.session(clientId, goalId));
      await this.put('signature', `/v1/session-notes/${noteId}`, 'signature', { attestation: true, lateReason: 'Written up afterwards' });
      await this.post('addendum', `/v1/session-notes/${noteId}/addenda`, { text: `Added in round ${this.rounds}`, reason: 'Completion' });
    }
  }

  /** Two minutes of which none is another session's; there are 70,000 of them since the assignment began. */
  private session(clientId: string, goalId: string): object {
    const start = this.began + this.rounds * 2 * MINUTE;
    return {
      clientId,
      startedAt: new Date(start).toISOString(),
      endedAt: new Date(start + MINUTE).toISOString(),
      outcome: 'completed',
      modality: 'phone',
      place: 'office',
      purposes: ['support'],
      goalIds: [goalId],
      intervention: `Talked about step ${this.rounds}`,
      response: 'Wants to go on',
      plan: 'Call again',
    };
  }

  private async post(kind: Entry['kind'], path: string, body: object): Promise<string> {
    const key = randomUUID();
    const { answer, askedAt } = await this.insist('POST', path, body, { 'idempotency-key': key }, 201);
    this.acknowledged({ kind, id: answer.body.id, key, askedAt, at: Date.now() });
    return answer.body.id;
  }

  /** The first change of a thing. Whose answer was lost hears that it is stale, and sees by reading that it was his own change. */
  private async put(kind: Entry['kind'], thing: string, part: string, body: object): Promise<void> {
    const { answer, askedAt, tries } = await this.insist('PUT', `${thing}/${part}`, body, { 'if-match': '"1"' }, 200, 412);
    const { body: now } = answer.status === 200 ? answer : (await this.insist('GET', thing, undefined, {}, 200)).answer;
    if (now.version !== 2 || (answer.status === 412 && tries === 1))
      throw new Error(`PUT ${thing}/${part} in try ${tries}: ${answer.text}, now ${JSON.stringify(now)}`);
    this.acknowledged({ kind, id: now.id, key: null, askedAt, at: Date.now() });
  }

  private acknowledged(entry: Entry): void {
    this.ledger.entries.push(entry);
    this.wroteAt = entry.askedAt;
  }

  private async insist(method: string, path: string, body: object | undefined, headers: Record<string, string>, ...wanted: number[]) {
    for (let tries = 1; ; tries++) {
      const askedAt = Date.now();
      const answer = await this.ask(method, path, body, headers).catch(() => null);
      if (answer && wanted.includes(answer.status)) return { answer, askedAt, tries };
      const passes = answer === null || answer.status === 503 || answer.body?.type === '/problems/request-in-flight';
      if (!passes) throw new Error(`${method} ${path} in try ${tries}: ${answer.status} ${answer.text}`);
      await wait(PAUSE_MS);
    }
  }

  private async ask(method: string, path: string, body: object | undefined, headers: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.person.token}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text), text };
  }
}
