import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { Problem } from '../problem.ts';

export const STEP_UP = Symbol('step-up');

/**
 * Beside `@Allow`, on what a session that was left open must not do by itself: its person has proved within the last five
 * minutes, by the database's clock, that he is there (`POST /v1/session/step-up`).
 */
export const StepUp = () => applyDecorators(SetMetadata(STEP_UP, true), ApiExtension('x-step-up', true));

/** What a session's person has shown of himself beside his password. */
export type SessionStanding = { steppedUp: boolean; mustEnrol: boolean };

/** `@SteppedUp() steppedUp: boolean` in a controller, where what is asked for decides whether that must be so. */
export const SteppedUp = createParamDecorator(
  (_: unknown, context: ExecutionContext): boolean => context.switchToHttp().getRequest<{ standing?: SessionStanding }>().standing?.steppedUp ?? false,
);

export const stepUpRequired = () =>
  new Problem(
    'forbidden',
    'step-up-required',
    'Prove first that it is you: POST /v1/session/step-up with a code of your second factor, or with your password if you have none; then ask again within five minutes',
  );

export const secondFactorRequired = () =>
  new Problem(
    'forbidden',
    'second-factor-required',
    'Your role needs a second factor: POST /v1/session/step-up with your password, then POST /v1/second-factors, and confirm it with a code',
  );
