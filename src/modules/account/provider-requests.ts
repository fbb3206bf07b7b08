import { AsyncLocalStorage } from 'node:async_hooks';
import type { CustomFetch } from 'openid-client';
import { isReachedSafely } from '../../config/single-sign-on.ts';

/** For the whole conversation with the provider, however many requests it takes. */
const PATIENCE_MS = 5_000;
/** Metadata, keys and tokens are a few kilobytes. */
const LARGEST_BYTES = 262_144;

const deadline = new AsyncLocalStorage<AbortSignal>();

/** The provider did not answer, or not as one that works. The reason is a word of ours. */
export class ProviderAway extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Everything that is asked within `body` has to be over in time. */
export const conversation = <T>(body: () => Promise<T>): Promise<T> => deadline.run(AbortSignal.timeout(PATIENCE_MS), body);

/** Asks over TLS alone, follows nobody to another place, and reads no more than such an answer can be. */
export const boundedFetch =
  (httpOnLoopback: boolean): CustomFetch =>
  async (address, { body, headers, method }) => {
    if (!isReachedSafely(address, httpOnLoopback)) throw new ProviderAway('address-not-https');
    try {
      const signal = deadline.getStore() ?? AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(address, { method, headers, redirect: 'manual', signal, ...(body ? { body: body as BodyInit } : {}) });
      const bytes = await contentOf(response);
      if (response.status >= 500 || response.status === 429) throw new ProviderAway('failing');
      if (response.status >= 300 && response.status < 400) throw new ProviderAway('redirecting');
      return new Response(bytes, { status: response.status, headers: response.headers });
    } catch (error) {
      if (error instanceof ProviderAway) throw error;
      throw new ProviderAway((error as Error).name === 'TimeoutError' ? 'too-slow' : 'unreachable');
    }
  };

async function contentOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    // Leaving the loop lets go of the connection, so that the rest is not even sent.
    if (size > LARGEST_BYTES) throw new ProviderAway('too-large');
    parts.push(part);
  }
  return Uint8Array.from(Buffer.concat(parts));
}
