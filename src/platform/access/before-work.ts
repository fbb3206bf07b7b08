import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

export const BEFORE_WORK = Symbol('before-work');
export type BeforeWork = (request: FastifyRequest) => Promise<unknown> | undefined;

/**
 * On a handler that needs what takes long to load: it is there before the request's transaction begins, because the server
 * ends a transaction that lies idle for three seconds.
 */
export const Before = (load: BeforeWork) => SetMetadata(BEFORE_WORK, load);
