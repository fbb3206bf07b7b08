import { AsyncLocalStorage } from 'node:async_hooks';
import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isReachedSafely } from '../../config/single-sign-on.ts';
import { isPublicAddress } from './public-address.ts';

/** For a whole conversation with somebody far away, however many requests it takes. */
const PATIENCE_MS = 5_000;
/** Metadata, keys and tokens are a few kilobytes. */
const LARGEST_BYTES = 262_144;

/** `publicOnly`: whoever named the place is not to lead us to what only we can reach. */
export type Reach = { httpOnLoopback: boolean; publicOnly?: boolean };
type Question = { method?: string; headers?: Record<string, string>; body?: unknown };
export type FarFetch = (address: string, question: Question) => Promise<Response>;

const deadline = new AsyncLocalStorage<AbortSignal>();

/** The place did not answer, or not as one that works. The reason is a word of ours. */
export class FarPlaceAway extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Everything that is asked within `body` has to be over in time. */
export const conversation = <T>(body: () => Promise<T>, ms = PATIENCE_MS): Promise<T> => deadline.run(AbortSignal.timeout(ms), body);

/** Asks over TLS alone, follows nobody to another place, and reads no more than such an answer can be. */
export const boundedFetch =
  ({ httpOnLoopback, publicOnly = false }: Reach): FarFetch =>
  async (address, question) => {
    if (!isReachedSafely(address, httpOnLoopback)) throw new FarPlaceAway('address-not-https');
    const url = new URL(address);
    const signal = deadline.getStore() ?? AbortSignal.timeout(PATIENCE_MS);
    try {
      const response = await answerOf(url, question, signal, publicOnly && url.protocol === 'https:');
      const bytes = await contentOf(response);
      const status = response.statusCode!;
      if (status >= 500 || status === 429) throw new FarPlaceAway('failing');
      if (status >= 300 && status < 400) throw new FarPlaceAway('redirecting');
      return new Response(bytes, { status, headers: headersOf(response) });
    } catch (error) {
      if (error instanceof FarPlaceAway) throw error;
      throw new FarPlaceAway(signal.aborted ? 'too-slow' : 'unreachable');
    }
  };

async function answerOf(url: URL, { method = 'GET', headers = {}, body }: Question, signal: AbortSignal, publicOnly: boolean): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A plain address is looked up nowhere, so nobody would ask about it below.
  if (publicOnly && isPublicAddress(host) === false) throw new FarPlaceAway('address-not-public');
  const content = body ? Buffer.from(await new Response(body as BodyInit).arrayBuffer()) : undefined;
  const ask = url.protocol === 'https:' ? overTls : overHttp;
  // A connection of its own: one that lay ready may have been made to where this caller is not let.
  const request = ask(url, { method, headers, signal, agent: false, ...(publicOnly && { lookup: publicLookup }) });
  // It may fail once more after whoever waited has heard of it, and nobody else listens.
  request.on('error', () => {}).end(content);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

/** Connects to what was looked at: whoever changes his name's address in between gains nothing. */
const publicLookup: LookupFunction = (host, options, done) =>
  lookUp(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error || !first) return done(error ?? new FarPlaceAway('unreachable'), '', 4);
    if (!addresses.every(({ address }) => isPublicAddress(address))) return done(new FarPlaceAway('address-not-public'), '', 4);
    if (options.all) (done as (error: null, addresses: LookupAddress[]) => void)(null, addresses);
    else done(null, first.address, first.family);
  });

async function contentOf(response: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    size += (part as Buffer).length;
    // Leaving the loop lets go of the connection, so that the rest is not even sent.
    if (size > LARGEST_BYTES) throw new FarPlaceAway('too-large');
    parts.push(part as Buffer);
  }
  if (!response.complete) throw new FarPlaceAway('unreachable');
  return Uint8Array.from(Buffer.concat(parts));
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
  return headers;
}
