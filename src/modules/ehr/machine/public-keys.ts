import { createPublicKey, type JsonWebKey as NodeKey } from 'node:crypto';

/** One public key as it was registered or published (RFC 7517), or what of it matters here. */
export type PublicKey = {
  kty: 'RSA' | 'EC';
  kid: string;
  alg?: string;
  use?: string;
  key_ops?: string[];
  n?: string;
  e?: string;
  crv?: string;
  x?: string;
  y?: string;
};
export type KeySet = { keys: PublicKey[] };

export const ALGORITHMS = ['RS384', 'ES384'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

const FITTING: Record<Algorithm, PublicKey['kty']> = { RS384: 'RSA', ES384: 'EC' };
export const MOST_KEYS = 20;
const LEAST_BITS = 2048;
const MOST_BITS = 8192;
const SECRET = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const KEPT = ['kty', 'kid', 'alg', 'use', 'key_ops', 'n', 'e', 'crv', 'x', 'y'] as const;

/** Why a key cannot be believed, in words for whoever registers it; null when it can. Nothing of the key is repeated. */
export function faultOfKey(key: unknown): string | null {
  if (typeof key !== 'object' || key === null || Array.isArray(key)) return 'must be a JSON Web Key';
  const { kty, kid, crv, use, alg, key_ops: operations } = key as Record<string, unknown>;
  if (kty === 'oct') return 'is a symmetric key, which is a secret that two would share; register a public key of RSA or of EC P-384';
  if (SECRET.some((name) => name in key)) return 'is a private key; keep it where it was made, make a new pair, and register the public half alone';
  if (kty !== 'RSA' && kty !== 'EC') return 'must be a key of RSA, or of EC P-384';
  if (typeof kid !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(kid)) return 'needs a kid of 1 to 200 printable characters without blanks';
  if (kty === 'EC' && crv !== 'P-384') return 'must be on the curve P-384';
  if (use !== undefined && use !== 'sig') return 'is not for signatures (use)';
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return 'is not for verifying (key_ops)';
  if (alg !== undefined && !(ALGORITHMS.includes(alg as Algorithm) && FITTING[alg as Algorithm] === kty))
    return 'is for another algorithm than RS384 or ES384 (alg)';
  return faultOfNumbers(key as NodeKey);
}

function faultOfNumbers(key: NodeKey): string | null {
  const { n = '', e = '' } = key as { n?: string; e?: string };
  if (typeof n !== 'string' || typeof e !== 'string' || n.length > 1_400 || e.length > 12) return 'is no key that can be read';
  try {
    const { asymmetricKeyDetails: details, asymmetricKeyType } = createPublicKey({ key, format: 'jwk' });
    if (asymmetricKeyType !== 'rsa') return null;
    if ((details?.modulusLength ?? 0) < LEAST_BITS) return `must have at least ${LEAST_BITS} bits`;
    if ((details?.modulusLength ?? 0) > MOST_BITS) return `can have at most ${MOST_BITS} bits`;
    return (details?.publicExponent ?? 0n) < 65_537n ? 'has too small an exponent' : null;
  } catch {
    return 'is no key that can be read';
  }
}

/** What is kept of a key: the rest of what stands in it (certificates, addresses) is never looked at. */
export const keptOf = (key: object): PublicKey =>
  Object.fromEntries(
    KEPT.filter((name) => (key as Record<string, unknown>)[name] !== undefined).map((name) => [name, (key as Record<string, unknown>)[name]]),
  ) as PublicKey;

/** The one key of that name, if it can be believed and is for this algorithm. None, or several, is nobody's. */
export function keyFor(keys: unknown[], kid: string, algorithm: Algorithm): PublicKey | null {
  const named = keys.filter((key) => (key as { kid?: unknown } | null)?.kid === kid);
  const [key] = named as PublicKey[];
  if (named.length !== 1 || !key || faultOfKey(key) !== null || key.kty !== FITTING[algorithm]) return null;
  return key.alg === undefined || key.alg === algorithm ? keptOf(key) : null;
}
