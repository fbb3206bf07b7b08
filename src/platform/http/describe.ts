import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

const TITLES: Record<number, string> = {
  400: 'The body cannot be read',
  401: 'No live session',
  403: 'The role may not',
  404: 'Not there, or not yours to see',
  409: 'A rule of the field is broken',
  412: 'Somebody changed it meanwhile',
  413: 'The body is too large',
  415: 'Not JSON in UTF-8',
  422: 'Some fields need attention',
  428: 'If-Match is missing',
  429: 'Too many requests',
  500: 'Something broke on our side',
  503: 'The database is away',
};

export const EVERYWHERE = [400, 401, 403, 404, 413, 415, 422, 500, 503];

/**
 * An operation's name in generated clients, its one-line summary, and the problems of its own beside those that any
 * route may answer with.
 */
export const Describe = (operationId: string, summary: string, ...problems: number[]) =>
  applyDecorators(
    ApiOperation({ operationId, summary }),
    ...[...EVERYWHERE, ...problems].map((status) =>
      ApiResponse({
        status,
        description: TITLES[status] ?? 'Problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
