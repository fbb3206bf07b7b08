import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';
import type { Answer, Running } from '../support/app.ts';
import { asking } from '../support/asking.ts';

export const PUBLIC_URL = 'https://peerwork.example';
/** What a center is launched with whose machines are tested. */
export const SETTINGS = { PUBLIC_URL, EHR_HTTP_ON_LOOPBACK: 'true' };
export const AUDIENCE = `${PUBLIC_URL}/fhir/R4/token`;
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export type Algorithm = 'RS384' | 'ES384';
export type SigningKey = { privateKey: CryptoKey; jwk: JWK; algorithm: Algorithm };

/** A pair of keys, of which the public half goes to the center. */
export async function makeKey(algorithm: Algorithm = 'ES384', kid: string = randomUUID()): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid }, algorithm };
}

export const seconds = (ahead = 0) => Math.floor(Date.now() / 1_000) + ahead;

type Wish = { recipient?: string; purpose?: string; scopes?: string[]; algorithm?: Algorithm; jwksUrl?: string; key?: SigningKey };
type Registered = { id: string; version: number };

/** Registers an organisation that the center discloses to, and answers its id. */
export async function addRecipient(center: Running, more: object = {}): Promise<string> {
  const wish = { name: `Clinic ${randomUUID()}`, kind: 'treating-provider', coveredEntity: true, basis: 'consent', ...more };
  const { status, body, text } = await center.as('priya').post('/v1/recipients', wish);
  if (status !== 201) throw new Error(`a recipient was answered ${status} ${text}`);
  return body.id;
}

/** A clinic's system, far away: it has keys of its own, asks for tokens and reads by FHIR. */
export class FarEhr {
  private held: { token: string; until: number } | undefined;

  private constructor(
    readonly center: Running,
    readonly registered: Registered,
    readonly recipientId: string,
    readonly key: SigningKey,
  ) {}

  static async register(
    center: Running,
    { recipient, purpose = 'treatment', scopes = ['system/*.rs'], algorithm, jwksUrl, ...made }: Wish = {},
  ): Promise<FarEhr> {
    const key = made.key ?? (await makeKey(algorithm));
    const recipientId = recipient ?? (await addRecipient(center));
    const keys = jwksUrl ? { jwksUrl } : { jwks: { keys: [key.jwk] } };
    const { status, body, text } = await center.as('ada').post('/v1/machine-clients', { name: 'EHR of the clinic', recipientId, purpose, scopes, ...keys });
    if (status !== 201) throw new Error(`a machine was answered ${status} ${text}`);
    return new FarEhr(center, body, recipientId, key);
  }

  get id(): string {
    return this.registered.id;
  }

  /** Its signed word, right in every point unless it is told otherwise; undefined leaves a claim or a header out. */
  async assertion(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}, key: SigningKey = this.key): Promise<string> {
    const said = { iss: this.id, sub: this.id, aud: AUDIENCE, exp: seconds(240), iat: seconds(), jti: randomUUID(), ...claims };
    const protectedHeader = stripped({ alg: key.algorithm, kid: key.jwk.kid, typ: 'JWT', ...header }) as JWTHeaderParameters;
    return new SignJWT(stripped(said)).setProtectedHeader(protectedHeader).sign(key.privateKey);
  }

  /** Asks with these fields; undefined leaves one out. */
  async ask(fields: Record<string, string | undefined> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const form = { grant_type: 'client_credentials', scope: 'system/*.rs', client_assertion_type: ASSERTION_TYPE, ...fields };
    const whole = 'client_assertion' in fields ? form : { ...form, client_assertion: await this.assertion() };
    return this.send(new URLSearchParams(stripped(whole) as Record<string, string>).toString(), headers);
  }

  async send(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return asking(`${this.center.url}/fhir/R4/token`, { method: 'POST', body, headers: { ...type, ...headers } });
  }

  /** A token for these scopes. */
  async token(scopes = 'system/*.rs'): Promise<string> {
    const { status, body, text } = await this.ask({ scope: scopes });
    if (status !== 200) throw new Error(`a token was answered ${status} ${text}`);
    return body.access_token;
  }

  /** Reads with the token that it holds, and with a new one when that is nearly over. */
  async get(path: string, headers: Record<string, string> = {}, at = this.center.url): Promise<Answer> {
    if (!this.held || this.held.until < Date.now()) this.held = { token: await this.token(), until: Date.now() + 200_000 };
    return asking(`${at}${path}`, { headers: { authorization: `Bearer ${this.held.token}`, accept: 'application/fhir+json', ...headers } });
  }
}

const stripped = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  const { status, headers } = response;
  return { status, headers, text, body: isJson && text ? JSON.parse(text) : null, etag: headers.get('etag') ?? '' };
}
