import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { ALGORITHMS, type Algorithm, keyFor, type KeySet } from './public-keys.ts';
import { PublishedKeys } from './published-keys.ts';

/** Who signed, and what of it is remembered so that it is good once. */
export type Proved = { machineId: string; jtiHash: Buffer; expiresAt: Date };
/** In which point it does not hold: for the log of whoever runs the center, and for no caller. */
export type Doubt = { doubt: string };
type Registered = { jwks: KeySet | null; jwksUrl: string | null };

/** Clocks differ a little. */
const SKEW_S = 5;
const LONGEST_S = 300;
const MOST_LETTERS = 8_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Keys, and ways to keys, that whoever signed has named himself. */
const OWN_KEYS = ['jwk', 'x5u', 'x5c'] as const;
const FIND = {
  name: 'machine_to_be_proved',
  text: `select m.jwks, m.jwks_url as "jwksUrl" from app.machine_clients m join app.recipients r on r.id = m.recipient_id
          where m.id = $1 and m.disabled_at is null and r.ended_at is null`,
};

/**
 * The signed word of a machine that it is itself (RFC 7523, as SMART Backend Services has it). What does not hold in every
 * point proves nothing, and nobody is told which point it was.
 */
@Injectable()
export class Assertions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly published: PublishedKeys,
  ) {}

  /** `audience`: where it has to be meant for. A doubt whenever it may be somebody else's word. */
  async prove(assertion: string, audience: string): Promise<Proved | Doubt> {
    const said = readUnproved(assertion);
    if (!said) return { doubt: 'not-as-smart-has-it' };
    const [registered] = await this.work.run('doorkeeper', null, () => this.work.rows<Registered>({ ...FIND, values: [said.machineId] }));
    if (!registered) return { doubt: 'no-such-machine' };
    if (said.header.jku !== undefined && said.header.jku !== registered.jwksUrl) return { doubt: 'another-jku' };
    const keys = registered.jwks?.keys ?? (await this.published.of(said.machineId, registered.jwksUrl!, said.header.kid));
    const key = keyFor(keys, said.header.kid, said.header.alg);
    if (!key) return { doubt: 'no-such-key' };
    const claims = await verified(assertion, await importJWK(key, said.header.alg), said.machineId, audience);
    return 'doubt' in claims ? (claims as Doubt) : provedBy(claims, said.machineId);
  }
}

type Header = ProtectedHeaderParameters & { alg: Algorithm; kid: string; jku?: unknown };

/** What it says of itself, to find out by which key it would have to be signed; nothing of it is believed yet. */
function readUnproved(assertion: string): { header: Header; machineId: string } | null {
  if (assertion.length > MOST_LETTERS) return null;
  try {
    const header = decodeProtectedHeader(assertion) as Header;
    const { iss, sub } = decodeJwt(assertion);
    const isRight = ALGORITHMS.includes(header.alg) && typeof header.kid === 'string' && header.typ === 'JWT' && OWN_KEYS.every((name) => !(name in header));
    return isRight && typeof iss === 'string' && UUID.test(iss) && iss === sub ? { header, machineId: iss } : null;
  } catch {
    return null;
  }
}

/** Who it says that it is, for counting what was refused; never for anything else. */
export function claimedBy(assertion: string): string {
  return readUnproved(assertion)?.machineId ?? 'nobody';
}

async function verified(assertion: string, key: Awaited<ReturnType<typeof importJWK>>, machineId: string, audience: string): Promise<JWTPayload | Doubt> {
  const required = ['iss', 'sub', 'aud', 'exp', 'jti'];
  const expected = { algorithms: [...ALGORITHMS], audience, issuer: machineId, subject: machineId, typ: 'JWT', requiredClaims: required };
  return jwtVerify(assertion, key, { ...expected, clockTolerance: SKEW_S }).then(
    // A claim of that name would be taken for a doubt.
    ({ payload: { doubt: _, ...claims } }) => claims,
    (error: unknown) => ({ doubt: doubtIn(error) }),
  );
}

/** The library's own name for the fault, and which claim it is about; never what stands in it. */
function doubtIn(error: unknown): string {
  const { code = 'unknown', claim = '' } = error as { code?: string; claim?: string };
  return `${code} ${['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'typ'].includes(claim) ? claim : ''}`.trim();
}

/** What the library does not ask: that it is meant for us alone, ends soon, was not signed tomorrow, and has a name of its own. */
function provedBy({ aud, exp, iat, jti }: JWTPayload, machineId: string): Proved | Doubt {
  const now = Date.now() / 1_000;
  if (typeof aud !== 'string') return { doubt: 'for-others-too' };
  if (exp! > now + LONGEST_S + SKEW_S) return { doubt: 'ends-too-late' };
  if (iat !== undefined && (typeof iat !== 'number' || iat > now + SKEW_S)) return { doubt: 'signed-in-the-future' };
  if (typeof jti !== 'string' || jti.length === 0 || jti.length > 200) return { doubt: 'no-name-of-its-own' };
  return { machineId, jtiHash: createHash('sha256').update(jti).digest(), expiresAt: new Date((exp! + SKEW_S + 1) * 1_000) };
}
