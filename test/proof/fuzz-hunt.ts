import fc from 'fast-check';
import { asking } from '../support/asking.ts';
import { CAST, type Who } from '../support/cast.ts';
import type { Operation } from '../contract/operations.ts';
import { GROUP_KINDS, OBJECTS } from '../access/objects.ts';
import { isOpenInEmergency } from '../emergency-access/opened.ts';
import { departures, type Heard } from './answer-check.ts';
import type { Ground, Moment } from './fuzz-ground.ts';
import { WORDS } from './fuzz-known.ts';
import { type Draft, draftOf, type Mood, RIGHT } from './fuzz-request.ts';
import { leaksIn, planted, plantedIn } from './planted.ts';
import { BLIND, type Part, type Sight } from './sights.ts';

/** One request to be drawn: everything about it follows from the seed, and from what there is when it is sent. */
export type Shot = { route: string; operation: Operation; who: Who | null; mood: Mood; seed: number };
type Sent = { method: string; path: string; headers: Record<string, string>; body: string | undefined };
/** `isRouted`: the router saw an operation in the path; what is too long for it reaches none. */
export type Exchange = Shot & { sent: Sent; heard: Heard; isRouted: boolean };
export type Fault = { what: string[]; exchange: Exchange };

const NOT_A_CLIENTS: string[] = ['specialist', 'credential', 'verifiedCredential', 'account', 'program', 'lead', 'series', 'endedSeries', ...GROUP_KINDS];
const WHOSE = new Map(
  Object.entries(OBJECTS).flatMap(([kind, ids]) =>
    NOT_A_CLIENTS.includes(kind) ? [] : Object.entries(ids).flatMap(([name, id]): [string, string][] => (name in OBJECTS.client ? [[id, name]] : [])),
  ),
);
/** By this somebody is called, also by whoever leads a group that he sits in and sees nothing else of him. */
const CALL_NAME = new RegExp(`("(?:preferredName|given)":")${WORDS}`, 'g');
/** Whoever is called nothing is called by his given name, whose planted words say that they are of the record alone. */
const CALLED_NOTHING = /"preferredName":null/g;
const PARTS: [RegExp, Part][] = [
  [/session-notes|\/responses/, 'note'],
  [/\/goals/, 'goal'],
  [/\/transfers/, 'transfer'],
  [/\/counseling-notes/, 'counseling'],
  [/\/restrictions/, 'restriction'],
  [/\/emergency-accesses/, 'access'],
];
const partOf = (route: string) => PARTS.find(([pattern]) => pattern.test(route))?.[1] ?? 'record';
const wordsOf = (client: string, route: string, who: Who | null) =>
  partOf(route) === 'counseling' ? planted(`${client}+${who ?? 'nobody'}`, 'counseling') : planted(client, partOf(route));

const TAKES_CALLERS_AWAY = ['DELETE /v1/session', 'PATCH /v1/accounts/:id'];
const MOST_TRIES_TO_SHRINK = 150;
const LONGEST_ID = 100;

/** Sends what was drawn, and holds every answer against the contract and against what its caller may see. */
export class Hunt {
  readonly exchanges: Pick<Exchange, 'route' | 'who' | 'mood' | 'seed' | 'isRouted' | 'heard'>[] = [];
  /** Planted words that were shown to somebody who may see them. */
  readonly shown = new Set<string>();
  /** Those that were shown on the strength of an emergency access alone. */
  readonly glimpsed = new Set<string>();
  private moment: Moment | undefined;
  private readonly drafts = new Map<string, fc.Arbitrary<Draft>>();

  constructor(
    private readonly url: string,
    private readonly ground: Ground,
  ) {}

  /** All at once: between the looks before and after, anything may change. */
  async volley(shots: Shot[]): Promise<Fault[]> {
    const drawn = shots.map((shot) => this.draw(shot));
    const before = (this.moment ??= await this.ground.look());
    const exchanges = (await Promise.all(shots.map((shot, n) => this.fire(shot, drawn[n]!, before)))).flat();
    const after = (this.moment = await this.ground.look());
    for (const { route, who, mood, seed, isRouted, heard } of exchanges)
      this.exchanges.push({ route, who, mood, seed, isRouted, heard: { ...heard, text: '' } });
    for (const { heard } of exchanges) plantedIn(heard.text).forEach((words) => this.shown.add(words));
    for (const { route, who, heard } of exchanges)
      if (isOpenInEmergency(route)) leaksIn(heard.text, ...sightsOf(who, before, after)).forEach((what) => this.glimpsed.add(what));
    if (exchanges.some(({ route, heard }) => TAKES_CALLERS_AWAY.includes(route) && heard.status < 300)) {
      await this.ground.revive();
      this.moment = undefined;
    }
    return exchanges.flatMap((exchange) => faultOf(exchange, before, after));
  }

  /** Reads one page for the words that are planted there. */
  async show(who: Who, path: string): Promise<void> {
    const { text } = await this.ask({ method: 'GET', path, headers: {}, body: undefined }, who);
    plantedIn(text).forEach((words) => this.shown.add(words));
  }

  /** As it was at first. */
  async restore(): Promise<void> {
    this.moment = undefined;
    await this.ground.restore();
  }

  /** The least request that is answered in the same wrong way; the drawn one when it takes the others beside it. */
  async smallest(fault: Fault): Promise<Fault> {
    let tries = 0;
    let least = fault;
    const kind = kindOf(fault);
    const again = fc.asyncProperty(this.arbitrary(fault.exchange), async (draft) => {
      if (++tries > MOST_TRIES_TO_SHRINK) return;
      await this.restore();
      const before = await this.ground.look();
      const exchanges = await this.fire(fault.exchange, draft, before);
      const after = await this.ground.look();
      const found = exchanges.flatMap((exchange) => faultOf(exchange, before, after)).find((one) => kindOf(one) === kind);
      if (found) least = found;
      return found === undefined;
    });
    await fc.check(again, { seed: fault.exchange.seed, numRuns: 1 });
    return least;
  }

  private draw(shot: Shot): Draft {
    let drawn: Draft | undefined;
    void fc.check(
      fc.property(this.arbitrary(shot), (draft) => void (drawn = draft)),
      { seed: shot.seed, numRuns: 1 },
    );
    return drawn!;
  }

  private arbitrary({ route, operation, who, mood }: Shot): fc.Arbitrary<Draft> {
    const name = `${route} ${who} ${mood}`;
    if (!this.drafts.has(name)) this.drafts.set(name, draftOf(route, operation, who, mood, this.ground));
    return this.drafts.get(name)!;
  }

  private async fire(shot: Shot, draft: Draft, moment: Moment): Promise<Exchange[]> {
    const sent = written(shot, draft, moment);
    const isRouted = draft.id.length <= LONGEST_ID;
    const exchange = async () => ({ ...shot, sent, isRouted, heard: await this.ask(sent, shot.who) });
    if (draft.repeated === 'beside') return Promise.all([exchange(), exchange()]);
    return draft.repeated === 'later' ? [await exchange(), await exchange()] : [await exchange()];
  }

  private async ask({ method, path, headers, body }: Sent, who: Who | null): Promise<Heard> {
    const bearer: Record<string, string> = who ? { authorization: `Bearer ${CAST[who].token}` } : {};
    return asking(`${this.url}${path}`, { method, headers: { ...headers, ...bearer }, body });
  }
}

function written({ route, who }: Shot, { id, query, headers, ifMatch, body }: Draft, { versions }: Moment): Sent {
  const [method = '', pattern = ''] = route.split(' ');
  const search = query.length > 0 ? `?${new URLSearchParams(query)}` : '';
  const text = body === undefined ? undefined : 'raw' in body ? body.raw : JSON.stringify(body.value);
  const named = (body && 'value' in body && (body.value as { clientId?: string } | null)?.clientId) || id;
  const client = WHOSE.get(named);
  return {
    method,
    path: pattern.replace(/:id|:code|:kind/, encodeURIComponent(id)) + search,
    headers: {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch === RIGHT ? `"${versions.get(id.toLowerCase()) ?? 1}"` : ifMatch }),
    },
    body: client
      ? text
          ?.replace(CALLED_NOTHING, `"preferredName":"${WORDS}"`)
          .replace(CALL_NAME, `$1${planted(client, 'face')}`)
          .replaceAll(WORDS, wordsOf(client, route, who))
      : text?.replaceAll(WORDS, 'words of nobody in particular'),
  };
}

const sightsOf = (who: Who | null, ...moments: [Moment, Moment]) => moments.map(({ sights }) => (who && sights.get(CAST[who].id)) || BLIND) as [Sight, Sight];

function faultOf(exchange: Exchange, before: Moment, after: Moment): Fault[] {
  const { route, operation, heard, who } = exchange;
  const what = [...departures(operation, heard), ...leaksIn(heard.text, ...sightsOf(who, before, after), isOpenInEmergency(route))];
  return what.length > 0 ? [{ what, exchange }] : [];
}

/** Faults of one kind have one cause, whatever ids and numbers stand in them. */
export const kindOf = ({ what, exchange }: Fault): string => `${exchange.route}: ${what[0]!.replace(/\/\d+/g, '/n').replace(/planted-[a-z+]+/, 'planted')}`;

/** Everything that is needed to send it again, and no token. */
export function told({ what, exchange: { route, who, mood, seed, sent, heard } }: Fault): string {
  const { method, path, headers, body } = sent;
  return [
    `${route}: ${what.slice(0, 5).join('; ')}`,
    `  asked by ${who ?? 'nobody'} (${mood}, seed ${seed}): ${method} ${path} ${JSON.stringify(headers)}`,
    ...(body === undefined ? [] : [`  ${body.slice(0, 1_000)}`]),
    `  answered ${heard.status} (request ${heard.headers.get('request-id')}): ${heard.text.slice(0, 1_000)}`,
  ].join('\n');
}
