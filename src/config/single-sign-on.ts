import { existsSync } from 'node:fs';
import { secretFrom } from './secret-file.ts';

type Settings = {
  OIDC_ISSUER?: string;
  OIDC_CLIENT_ID?: string;
  OIDC_CLIENT_SECRET_FILE?: string;
  OIDC_HTTP_ON_LOOPBACK: boolean;
  NODE_ENV: string;
  PUBLIC_URL?: string;
};

/** What keeps single sign-on from working as it is set up, in words for whoever set it up; nothing while it is not set up at all. */
export function singleSignOnFaults(settings: Settings): string[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE, OIDC_HTTP_ON_LOOPBACK, NODE_ENV, PUBLIC_URL } = settings;
  const faults: [boolean, string][] = [
    [!OIDC_ISSUER && !!(OIDC_CLIENT_ID || OIDC_CLIENT_SECRET_FILE || OIDC_HTTP_ON_LOOPBACK), 'OIDC_ISSUER: is needed, since other OIDC_ settings are there'],
    [!!OIDC_ISSUER && !OIDC_CLIENT_ID, 'OIDC_CLIENT_ID: is needed together with OIDC_ISSUER'],
    [!!OIDC_ISSUER && !OIDC_CLIENT_SECRET_FILE, 'OIDC_CLIENT_SECRET_FILE: is needed together with OIDC_ISSUER'],
    [!!OIDC_ISSUER && !PUBLIC_URL, 'PUBLIC_URL: is needed together with OIDC_ISSUER; people come back there from the identity provider'],
    [!!OIDC_CLIENT_SECRET_FILE && !holdsSecret(OIDC_CLIENT_SECRET_FILE), 'OIDC_CLIENT_SECRET_FILE: there is no such file, or nothing in it'],
    [OIDC_HTTP_ON_LOOPBACK && NODE_ENV === 'production', 'OIDC_HTTP_ON_LOOPBACK: is for tests, and not to be set in production'],
    [!!OIDC_ISSUER && !isPlain(OIDC_ISSUER), 'OIDC_ISSUER: is an address without login, query and fragment'],
    [!!OIDC_ISSUER && !isReachedSafely(OIDC_ISSUER, OIDC_HTTP_ON_LOOPBACK), 'OIDC_ISSUER: is an https address'],
  ];
  return faults.flatMap(([isFault, words]) => (isFault ? [words] : []));
}

/** Nothing is said to an identity provider that others could listen to; tests have theirs on the same machine. */
export const isReachedSafely = (address: string, httpOnLoopback: boolean): boolean => {
  const { protocol, hostname } = URL.canParse(address) ? new URL(address) : { protocol: '', hostname: '' };
  return protocol === 'https:' || (httpOnLoopback && protocol === 'http:' && /^(127(\.\d+){3}|\[::1\])$/.test(hostname));
};

const isPlain = (address: string) => {
  if (!URL.canParse(address)) return false;
  const { username, password, search, hash } = new URL(address);
  return username + password + search + hash === '';
};

const holdsSecret = (file: string) => existsSync(file) && secretFrom(file) !== '';
