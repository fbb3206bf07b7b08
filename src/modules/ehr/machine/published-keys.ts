import { Injectable } from '@nestjs/common';
import { Env } from '../../../config/env.ts';
import { boundedFetch, conversation, FarPlaceAway } from '../../../platform/http/far-places.ts';
import { logger } from '../../../platform/http/log.ts';
import { hostOf, mayBePrivate } from './key-address.ts';
import { MOST_KEYS } from './public-keys.ts';

/** A request has little more time than this in all. */
const PATIENCE_MS = 3_000;
/** However often somebody knocks: nobody's server is asked more often than this on his account. */
const FLOOR_MS = 10_000;
const SHORTEST_S = 60;
const LONGEST_S = 3_600;
const UNSAID_S = 300;

type Known = { address: string; keys: unknown[]; until: number; askedAnewAt: number };

/** For how many seconds keys hold, by what was said of them. Within bounds of ours: neither at every request, nor for ever. */
export function holdsFor(cacheControl: string | null): number {
  const said = cacheControl ?? '';
  if (/\bno-(store|cache)\b/i.test(said)) return SHORTEST_S;
  const age = /\bmax-age\s*=\s*"?(\d{1,9})\b/i.exec(said)?.[1];
  return age === undefined ? UNSAID_S : Math.min(LONGEST_S, Math.max(SHORTEST_S, Number(age)));
}

/** The keys that machines publish themselves, read over the network and kept for a while. No transaction is open meanwhile. */
@Injectable()
export class PublishedKeys {
  private readonly known = new Map<string, Known>();
  private readonly underway = new Map<string, Promise<Known>>();

  constructor(private readonly env: Env) {}

  /** All that are published now, as far as is known; asked for anew, once, where none of them has this name. */
  async of(machineId: string, address: string, kid: string): Promise<unknown[]> {
    const known = this.known.get(machineId);
    const holds = known?.address === address && known.until > Date.now();
    if (holds && (named(known.keys, kid) || known.askedAnewAt > Date.now() - FLOOR_MS)) return known.keys;
    return (await this.ask(machineId, address, holds)).keys;
  }

  /** Of many at once one asks, and the others hear the same. */
  private ask(machineId: string, address: string, anew: boolean): Promise<Known> {
    const name = `${machineId} ${address}`;
    const underway = this.underway.get(name) ?? this.read(machineId, address, anew).finally(() => this.underway.delete(name));
    this.underway.set(name, underway);
    return underway;
  }

  private async read(machineId: string, address: string, anew: boolean): Promise<Known> {
    const before = this.known.get(machineId);
    const found: Known = { address, keys: [], until: Date.now() + FLOOR_MS, askedAnewAt: anew ? Date.now() : 0 };
    try {
      const response = await this.fetched(address);
      Object.assign(found, { keys: await keysIn(response), until: Date.now() + holdsFor(response.headers.get('cache-control')) * 1_000 });
    } catch (error) {
      const reason = error instanceof FarPlaceAway ? error.reason : 'unknown';
      logger.warn({ source: 'machine-keys', machineId, reason }, 'the keys of a machine cannot be read');
      // What holds still holds; what was never read, or is over, is asked for again after a while.
      if (anew && before?.address === address) Object.assign(found, { keys: before.keys, until: before.until });
    }
    this.known.set(machineId, found);
    return found;
  }

  private fetched(address: string): Promise<Response> {
    const reach = { httpOnLoopback: this.env.EHR_HTTP_ON_LOOPBACK, publicOnly: !mayBePrivate(hostOf(address), this.env) };
    return conversation(() => boundedFetch(reach)(address, { headers: { accept: 'application/json' } }), PATIENCE_MS);
  }
}

async function keysIn(response: Response): Promise<unknown[]> {
  if (response.status !== 200) throw new FarPlaceAway('no-keys-there');
  const { keys } = ((await response.json().catch(() => null)) ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length > MOST_KEYS) throw new FarPlaceAway('no-key-set');
  return keys;
}

const named = (keys: unknown[], kid: string) => keys.some((key) => (key as { kid?: unknown } | null)?.kid === kid);
