import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';
import type { Printed } from '../session-note/index.ts';

/** Documents on a handler that it answers with a view, or with the same on paper. */
export const JsonOrPdf = (type: new () => object, description: string) =>
  applyDecorators(
    ApiExtraModels(type),
    ApiOkResponse({
      description,
      content: { 'application/json': { schema: { $ref: getSchemaPath(type) } }, 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
    }),
  );

export const wantsPdf = (accept = '*/*') => new Negotiator({ headers: { accept } }).mediaType(['application/json', 'application/pdf']) === 'application/pdf';

export function sentAsPdf(reply: FastifyReply, name: string, bytes: Printed): Printed {
  reply.header('Content-Type', 'application/pdf').header('Content-Disposition', `attachment; filename="${name}"`);
  return bytes;
}
