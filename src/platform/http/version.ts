import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.ts';

/** `@IfMatch() version: number`: the version that the caller read, from a strong ETag. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw new Problem('precondition-required', 'if-match-required', 'Send If-Match with the ETag of what you read');
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (!version) throw new Problem('stale', 'stale-version', 'If-Match must hold exactly one ETag as it was given, such as "3"');
  return Number(version);
});

export const etag = (version: number) => `"${version}"`;

/** Documents on a handler that it takes `If-Match`. */
export const ChangesVersion = () =>
  applyDecorators(ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of what you read', schema: { type: 'string', example: '"1"' } }));
