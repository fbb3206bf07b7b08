import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Transaction } from '../database/transaction.ts';
import type { SessionStanding } from './step-up.ts';

export const ROLES = ['peer-specialist', 'supervisor', 'clinician', 'program-manager', 'privacy-officer', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** The signed-in person a piece of work is done by. Passed by hand, so that a signature shows who is answerable. */
export type Actor = {
  id: string;
  sessionId: string;
  name: string;
  email: string;
  role: Role;
  peerSpecialistId: string | null;
  requestId: string;
};

/** `inEmergency`: the route is one of those that emergency access opens. */
export type SignedInRequest = FastifyRequest & { user?: Actor; standing?: SessionStanding; transaction?: Transaction; inEmergency?: boolean };

/** `@By() by: Actor` in a controller. AccessGuard has already made sure that there is one. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<SignedInRequest>().user);
