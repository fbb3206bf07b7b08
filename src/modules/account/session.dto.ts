import { OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import type { Permission } from '../../platform/access/grants.ts';
import { ROLES, type Actor, type Role } from '../../platform/access/actor.ts';

export class SignIn {
  /** @example ana.demo@peerwork.example */
  @Text(3, 254)
  email: string;

  @Text(1, 128)
  password: string;

  /** The `device` of an earlier sign-in: from a known device, strangers' guesses do not keep you out. */
  @Optional()
  @Text(43, 43)
  device?: string;

  /**
   * Of whoever has a second factor: the code that it shows, or a recovery code.
   * @example 492039
   */
  @Optional()
  @Text(6, 40)
  code?: string;
}

export class StepUpSession {
  /**
   * Needed from whoever has a second factor: the code that it shows, or a recovery code.
   * @example 492039
   */
  @Optional()
  @Text(6, 40)
  code?: string;

  /** Needed from whoever has no second factor; looked at from nobody else. */
  @Optional()
  @Text(1, 128)
  password?: string;
}

export class SteppedUpView {
  /** Until then this session may do what asks for a step-up. */
  until: Date;
}

export class Self {
  id: string;
  name: string;
  email: string;
  @OneOf(ROLES)
  role: Role;
  /** Set when this account belongs to a peer specialist. */
  peerSpecialistId: string | null;
  /** What the role may do at all. */
  permissions: string[];

  static of({ id, name, email, role, peerSpecialistId }: Omit<Actor, 'sessionId' | 'requestId'>, permissions: readonly Permission[]): Self {
    return { id, name, email, role, peerSpecialistId, permissions: [...permissions] };
  }
}

export class SessionView {
  /** Send it as `Authorization: Bearer <token>`. */
  token: string;
  /** The session ends then at the latest, and earlier when it is not used. */
  expiresAt: Date;
  account: Self;
  /** Keep it and send it with the next sign-in from this device. */
  device: string;
}
