import { createHash, createHmac } from 'node:crypto';

export type TokenKind = 'session' | 'invitation' | 'device' | 'sign-on' | 'sign-on state' | 'sign-on nonce' | 'sign-on verifier' | 'machine';

/**
 * Opaque 256-bit tokens, made from a secret outside the database and the id of the row they open; only their hash is
 * stored. A repeated request can therefore be given the same token again, and a stolen database gives none away.
 */
export class Tokens {
  constructor(private readonly secret: string) {}

  of(kind: TokenKind, id: string): string {
    return createHmac('sha256', this.secret).update(`${kind} ${id}`).digest('base64url');
  }

  static hash(token: string): Buffer {
    return createHash('sha256').update(token).digest();
  }
}
