import { createHash, createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Claims = Record<string, unknown>;
export type Callback = { state: string; code: string; iss?: string };
type Visit = { claims: Claims; nonce: string; challenge: string; comeBack: string };
/** How it answers at one of its addresses, when not as it should. */
export type Fault = 'away' | 'slow' | 'dripping' | 'garbage' | 'huge' | 'redirecting' | 'failing' | 'empty';

const CLIENT = { id: 'peerwork-at-the-center', secret: 'a client secret, of +odd% signs' };
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const PUBLIC_PEM = own.publicKey.export({ type: 'spki', format: 'pem' }) as string;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const content = (header: object, claims: Claims) => `${part(header)}.${part(claims)}`;
const rs256 = (text: string, key = own.privateKey) => createSign('RSA-SHA256').update(text).sign(key, 'base64url');

/** Ways of writing an id token, the right one first. */
export const SIGNED = {
  rightly: (claims: Claims) => signed(content({ alg: 'RS256', kid: 'own' }, claims), rs256),
  withAnotherKey: (claims: Claims) => signed(content({ alg: 'RS256', kid: 'own' }, claims), (text) => rs256(text, other.privateKey)),
  withAKeyOfNobody: (claims: Claims) => signed(content({ alg: 'RS256', kid: 'nobodys' }, claims), (text) => rs256(text, other.privateKey)),
  byNobody: (claims: Claims) => `${content({ alg: 'none' }, claims)}.`,
  withThePublicKey: (claims: Claims) => signed(content({ alg: 'HS256', kid: 'own' }, claims), (text) => hs256(text, PUBLIC_PEM)),
  withTheClientSecret: (claims: Claims) => signed(content({ alg: 'HS256' }, claims), (text) => hs256(text, CLIENT.secret)),
  andThenChanged: (claims: Claims) => {
    const [header, , signature] = SIGNED.rightly(claims).split('.');
    return `${header}.${part({ ...claims, sub: 'somebody-else' })}.${signature}`;
  },
};
const hs256 = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('base64url');
const signed = (text: string, sign: (text: string) => string) => `${text}.${sign(text)}`;

export function settingsFor(issuer: string): Record<string, string> {
  const secretFile = join(mkdtempSync(join(tmpdir(), 'peerwork-oidc-')), 'secret');
  writeFileSync(secretFile, `${CLIENT.secret}\n`);
  const client = { OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET_FILE: secretFile };
  return { OIDC_ISSUER: issuer, ...client, OIDC_HTTP_ON_LOOPBACK: 'true', PUBLIC_URL: 'https://peerwork.example' };
}

/** An identity provider on this machine, which a person visits and the application asks; it keeps to the standards unless it is told otherwise. */
export class FarProvider {
  url = '';
  /** Everything that must end in no log. */
  readonly secrets: string[] = [CLIENT.secret];
  readonly asked: string[] = [];
  fault: Partial<Record<string, Fault>> = {};
  write: (claims: Claims) => string = SIGNED.rightly;
  metadata: object = {};
  forgetsItsClient = false;
  private readonly visits = new Map<string, Visit>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async listening(): Promise<FarProvider> {
    const provider = new FarProvider();
    await once(provider.server.listen(0, '127.0.0.1'), 'listening');
    provider.url = `http://127.0.0.1:${(provider.server.address() as AddressInfo).port}`;
    return provider;
  }

  /** What the application is started with. */
  get settings(): Record<string, string> {
    return settingsFor(this.url);
  }

  reset(): void {
    Object.assign(this, { fault: {}, write: SIGNED.rightly, metadata: {}, forgetsItsClient: false });
    this.asked.length = 0;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** The person follows the address, proves who he is, and is sent back. */
  visit(address: string, claims: Claims): Callback {
    const asked = new URL(address);
    const wish = Object.fromEntries(asked.searchParams);
    const { redirect_uri = '', state = '', nonce = '', code_challenge = '' } = wish;
    const right = { client_id: CLIENT.id, response_type: 'code', code_challenge_method: 'S256', scope: 'openid email' };
    for (const [name, value] of Object.entries(right)) if (wish[name] !== value) throw new Error(`${name} is ${wish[name]}`);
    if (!address.startsWith(`${this.url}/authorize?`) || redirect_uri !== 'https://peerwork.example/single-sign-on')
      throw new Error(`a wrong address: ${address}`);
    const code = randomBytes(24).toString('base64url');
    this.visits.set(code, { claims, nonce, challenge: code_challenge, comeBack: redirect_uri });
    this.secrets.push(code, state, nonce);
    return { code, state, iss: this.url };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0]!;
    this.asked.push(path);
    const fault = this.fault[path];
    if (fault) return misbehave(fault, response);
    if (path === '/.well-known/openid-configuration') return reply(response, this.described());
    if (path === '/keys') return reply(response, { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] });
    if (path === '/token') return this.exchange(request, response);
    response.writeHead(404).end();
  }

  private described(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      // More than anybody should believe.
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: true,
      ...this.metadata,
    };
  }

  private async exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const chunk of request) parts.push(chunk as Buffer);
    const body = new URLSearchParams(Buffer.concat(parts).toString());
    const [id, secret] = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64')
      .toString()
      .split(':')
      .map((text) => decodeURIComponent(text.replaceAll('+', ' ')));
    if (this.forgetsItsClient || id !== CLIENT.id || secret !== CLIENT.secret) return reply(response, { error: 'invalid_client' }, 401);
    const visit = this.visits.get(body.get('code') ?? '');
    const verifier = body.get('code_verifier') ?? '';
    this.visits.delete(body.get('code') ?? '');
    const isRight = visit?.challenge === createHash('sha256').update(verifier).digest('base64url') && visit.comeBack === body.get('redirect_uri');
    if (!visit || !isRight) return reply(response, { error: 'invalid_grant', error_description: `no such code ${body.get('code')}` }, 400);
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.url, aud: CLIENT.id, iat: now, exp: now + 300, nonce: visit.nonce, ...visit.claims };
    const [id_token, access_token] = [this.write(claims), randomBytes(24).toString('base64url')];
    this.secrets.push(id_token, access_token, verifier);
    reply(response, { access_token, id_token, token_type: 'Bearer', expires_in: 300 });
  }
}

const reply = (response: ServerResponse, body: object, status = 200) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

function misbehave(fault: Fault, response: ServerResponse): void {
  const json = { 'content-type': 'application/json' };
  const ways: Record<Fault, () => void> = {
    away: () => response.destroy(),
    slow: () => {},
    dripping: () => {
      response.writeHead(200, json);
      const dripping = setInterval(() => response.write(' '), 200);
      response.on('close', () => clearInterval(dripping));
    },
    garbage: () => void response.writeHead(200, json).end('<html>not today</html>'),
    empty: () => void response.writeHead(200, json).end(),
    failing: () => void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad gateway</html>'),
    redirecting: () => void response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end(),
    huge: () => {
      response.writeHead(200, json);
      const chunk = Buffer.alloc(65_536, ' ');
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour).on('error', () => {});
      pour();
    },
  };
  ways[fault]();
}
