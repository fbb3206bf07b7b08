import { Strategy } from 'passport';
import type { Actor, Machine, SignedInRequest } from './actor.ts';

type Verify<Caller> = (request: SignedInRequest, token: string | null, done: (error: unknown, caller?: Caller | false) => void) => void;

/** The token comes in the Authorization header and nowhere else: what stands in an address ends in logs. */
export class BearerStrategy<Caller extends Actor | Machine> extends Strategy {
  constructor(private readonly verify: Verify<Caller>) {
    super();
  }

  override authenticate(request: unknown): void {
    const { authorization } = (request as SignedInRequest).headers;
    const token = authorization?.match(/^Bearer ([A-Za-z0-9_-]{43})$/i)?.[1] ?? null;
    this.verify(request as SignedInRequest, token, (error, caller) => (error ? this.error(error) : caller ? this.success(caller) : this.fail(401)));
  }
}
