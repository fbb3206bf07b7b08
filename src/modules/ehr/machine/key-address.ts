import type { Env } from '../../../config/env.ts';
import { isReachedSafely } from '../../../config/single-sign-on.ts';
import { isPublicAddress } from '../../../platform/http/public-address.ts';

type Settings = Pick<Env, 'EHR_PRIVATE_HOSTS' | 'EHR_HTTP_ON_LOOPBACK'>;

/** The clinic's own systems may stand in its own network, once whoever runs the center has said which. */
export const mayBePrivate = (host: string, { EHR_PRIVATE_HOSTS }: Settings): boolean => (EHR_PRIVATE_HOSTS ?? '').split(',').includes(host);

export const hostOf = (address: string): string => new URL(address).hostname.replace(/^\[|\]$/g, '');

/** Why keys are not read from there, in words for the administrator; null when they are. What a name leads to shows only when it is asked. */
export function faultOfKeyAddress(address: string, settings: Settings): string | null {
  if (!URL.canParse(address)) return 'must be an address';
  const { username, password, hash } = new URL(address);
  if (username + password + hash !== '') return 'must be an address without login and fragment';
  if (!isReachedSafely(address, settings.EHR_HTTP_ON_LOOPBACK)) return 'must be an https address';
  const host = hostOf(address);
  const isOurs = isPublicAddress(host) === false && new URL(address).protocol === 'https:';
  return isOurs && !mayBePrivate(host, settings) ? 'is an address in a private network' : null;
}
