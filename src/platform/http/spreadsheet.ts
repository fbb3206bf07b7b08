import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';

/** Documents on a handler that it answers with a view, or with a file of it. */
export const JsonOrCsv = (type: new () => object, description: string) =>
  applyDecorators(
    ApiExtraModels(type),
    ApiOkResponse({
      description,
      content: { 'application/json': { schema: { $ref: getSchemaPath(type) } }, 'text/csv': { schema: { type: 'string' } } },
    }),
  );

export const wantsCsv = (accept = '*/*') =>
  new Negotiator({ headers: { accept } }).mediaType(['application/json', 'text/csv', 'text/csv;charset=utf-8'])?.startsWith('text/csv');

export function sentAsFile(reply: FastifyReply, name: string, content: string): string {
  reply.header('Content-Type', 'text/csv; charset=utf-8').header('Content-Disposition', `attachment; filename="${name}"`);
  return content;
}

/**
 * As spreadsheets open it without asking: a byte order mark, CRLF, and no cell that would be run as a formula (such a cell
 * gets an apostrophe in front).
 */
export const spreadsheet = (rows: object[], columns: Record<string, string>): string =>
  stringify(rows, { header: true, columns, bom: true, record_delimiter: 'windows', escape_formulas: true });
