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

export const MACHINE_PURPOSES = ['treatment', 'payment', 'operations'] as const;
export type MachinePurpose = (typeof MACHINE_PURPOSES)[number];

/** The machine that reads by FHIR: on behalf of which recipient, what for, and what kinds of thing its token opens. */
export type Machine = {
  id: string;
  name: string;
  role: 'machine';
  recipientId: string;
  purpose: MachinePurpose;
  scopes: string[];
  requestId: string;
};

/** `inEmergency`: the route is one of those that emergency access opens. `isOpen`: it only reads what is open to all. */
export type SignedInRequest = FastifyRequest & {
  user?: Actor | Machine;
  standing?: SessionStanding;
  transaction?: Transaction;
  inEmergency?: boolean;
  isOpen?: boolean;
};

/** `@By() by: Actor` in a controller, or `by: Machine` where only machines come. AccessGuard has already made sure that there is one. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<SignedInRequest>().user);
