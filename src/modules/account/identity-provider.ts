import { Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  ResponseBodyError,
  type ServerMetadata,
} from 'openid-client';
import { Env } from '../../config/env.ts';
import { secretFrom } from '../../config/secret-file.ts';
import { boundedFetch, conversation, FarPlaceAway } from '../../platform/http/far-places.ts';
import { logger } from '../../platform/http/log.ts';
import { Problem } from '../../platform/problem.ts';
import { identityIn, type ProvenIdentity } from './proven-identity.ts';

/** What binds one attempt: each is secret, and none is kept. */
export type Binding = { state: string; nonce: string; verifier: string };
/** What the provider sent the person back with. */
export type Callback = { state: string; code: string; iss?: string };

const METADATA_HOLDS_MS = 3_600_000;
/** With `none` anybody signs, and with a shared secret whoever knows what is public may be believed. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
/** Answers that are no answer, as the library calls them. */
const GARBAGE = [
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
];

/**
 * The center's identity provider, asked by OpenID Connect's authorization code flow with PKCE. What is checked of its
 * answers is the library's; which signatures are believed, how long is waited and how much is read is ours.
 */
@Injectable()
export class IdentityProvider {
  private known: { client: Configuration; until: number } | undefined;
  private readonly secret: string | undefined;

  constructor(private readonly env: Env) {
    this.secret = env.OIDC_CLIENT_SECRET_FILE && secretFrom(env.OIDC_CLIENT_SECRET_FILE);
  }

  /** Null while none is set up. */
  get issuer(): string | null {
    return this.env.OIDC_ISSUER ?? null;
  }

  /** Where the person proves who he is. */
  addressFor({ state, nonce, verifier }: Binding): Promise<string> {
    return this.ask(async () => {
      const proof = { code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };
      return buildAuthorizationUrl(await this.client(), { redirect_uri: this.comeBack().href, scope: 'openid email', state, nonce, ...proof }).href;
    });
  }

  /** Exchanges the code for an id token, and reads from it who was there. Null when any check says that it may be somebody else. */
  identityOf({ state, code, iss }: Callback, binding: Binding): Promise<ProvenIdentity | null> {
    return this.ask(async () => {
      const callback = this.comeBack();
      callback.search = new URLSearchParams({ state, code, ...(iss && { iss }) }).toString();
      const expected = { expectedState: binding.state, expectedNonce: binding.nonce, pkceCodeVerifier: binding.verifier, idTokenExpected: true };
      const tokens = await authorizationCodeGrant(await this.client(), callback, expected);
      return identityIn(tokens.claims()!);
    });
  }

  private comeBack(): URL {
    return new URL(`${this.env.PUBLIC_URL!.replace(/\/+$/, '')}/single-sign-on`);
  }

  private async ask<T>(body: () => Promise<T>): Promise<T | never> {
    try {
      return await conversation(body);
    } catch (error) {
      const reason = reasonOf(error);
      logger.warn({ source: 'identity-provider', reason }, isAway(error) ? 'the identity provider does not answer as it should' : 'a sign-on was refused');
      if (isAway(error)) throw providerAway();
      throw refused();
    }
  }

  private async client(): Promise<Configuration> {
    if (!this.known || this.known.until < Date.now()) this.known = { client: await this.discover(), until: Date.now() + METADATA_HOLDS_MS };
    return this.known.client;
  }

  private async discover(): Promise<Configuration> {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_HTTP_ON_LOOPBACK } = this.env;
    const fetching = boundedFetch({ httpOnLoopback: OIDC_HTTP_ON_LOOPBACK });
    const execute = OIDC_HTTP_ON_LOOPBACK ? [allowInsecureRequests] : [];
    const found = await discovery(new URL(OIDC_ISSUER!), OIDC_CLIENT_ID!, undefined, undefined, { [customFetch]: fetching, execute }).catch((error) => {
      // Nobody has come with anything yet, so whatever is wrong is the provider's.
      throw new FarPlaceAway(reasonOf(error));
    });
    const metadata = trusted(found.serverMetadata());
    const isBasic = metadata.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true;
    const client = new Configuration(metadata, OIDC_CLIENT_ID!, undefined, (isBasic ? ClientSecretBasic : ClientSecretPost)(this.secret));
    client[customFetch] = fetching;
    execute.forEach((extension) => extension(client));
    // Without it the library relies on TLS alone, and believes an id token that nobody signed.
    enableNonRepudiationChecks(client);
    return client;
  }
}

function trusted(metadata: ServerMetadata): ServerMetadata {
  const id_token_signing_alg_values_supported = (metadata.id_token_signing_alg_values_supported ?? ['RS256']).filter((name) => ALGORITHMS.includes(name));
  // What is kept for an hour has to be whole.
  if (!metadata.authorization_endpoint || !metadata.token_endpoint || !metadata.jwks_uri) throw new FarPlaceAway('does-not-say-where');
  if (id_token_signing_alg_values_supported.length === 0) throw new FarPlaceAway('signs-with-nothing-to-be-believed');
  return { ...metadata, id_token_signing_alg_values_supported };
}

/** What stands at the bottom of it: the library wraps what it was thrown. */
function rootOf(error: unknown): unknown {
  const { cause } = (error ?? {}) as { cause?: unknown };
  return error instanceof FarPlaceAway || !(cause instanceof Error) ? error : rootOf(cause);
}

function isAway(error: unknown): boolean {
  if (rootOf(error) instanceof FarPlaceAway) return true;
  // A code that does not hold is the caller's; that we are not known, or ask in a wrong way, is not.
  if (error instanceof ResponseBodyError) return error.error !== 'invalid_grant';
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code !== 'string' || GARBAGE.includes(code) || !code.startsWith('OAUTH_') || code === 'OAUTH_WWW_AUTHENTICATE_CHALLENGE';
}

/** For the log: our own word or the library's name for the kind of fault, never what stood in an answer. */
function reasonOf(error: unknown): string {
  const root = rootOf(error);
  if (root instanceof FarPlaceAway) return root.reason;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? code : 'unknown';
}

const providerAway = () =>
  new Problem('unavailable', 'identity-provider-away', "The center's identity provider does not answer; sign in with your password, or try again shortly", {
    retryAfter: 30,
  });

/** Whatever does not hold, and whoever is not known or disabled: one answer. */
export const refused = () => new Problem('unauthenticated', 'sign-on-refused', 'This sign-on cannot be confirmed, or belongs to no account that can sign in');
