import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FhirResource } from 'fhir/r4.js';
import Negotiator from 'negotiator';
import { badParameter, notAcceptable, onlyForms } from './outcomes.ts';
import type { Field } from './search.ts';

export const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const JSON_TYPES = ['application/fhir+json', 'application/json'];
const FORMATS = ['json', ...JSON_TYPES];

/** The fields of the address as they were sent, with their repeats. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext): Field[] => {
  const { url } = context.switchToHttp().getRequest<FastifyRequest>();
  return fieldsOf(url.split('?')[1] ?? '');
});

/** And behind them those of a form. Any other body would be searched past. */
export const AskedByForm = createParamDecorator((_: unknown, context: ExecutionContext): Field[] => {
  const { url, body } = context.switchToHttp().getRequest<FastifyRequest>();
  const form = body ?? new URLSearchParams();
  if (!(form instanceof URLSearchParams)) throw onlyForms();
  return [...fieldsOf(url.split('?')[1] ?? ''), ...form];
});

function fieldsOf(query: string): Field[] {
  // What is broken would otherwise become question marks, and be searched for.
  if (/%(?![0-9a-f]{2})/i.test(query)) throw badParameter('query', 'is not encoded as an address is');
  const fields = [...new URLSearchParams(query)];
  if (fields.some((field) => field.some((part) => part.includes('\0') || part.includes('\ufffd')))) throw badParameter('query', 'is not text in UTF-8');
  return fields;
}

/** Refuses whoever wants another form than JSON: `_format` says more than the header does. */
export function demandJson({ headers }: Pick<FastifyRequest, 'headers'>, fields: Field[]): void {
  const format = fields.findLast(([name]) => name === '_format')?.[1];
  if (format !== undefined ? !FORMATS.includes(format.replace(' ', '+').split(';')[0]!) : !accepts(headers.accept)) throw notAcceptable();
}

const accepts = (accept: string | undefined): boolean =>
  accept === undefined || new Negotiator({ headers: { accept: accept.replace(/;\s*fhirVersion=[^;,]*/gi, '') } } as never).mediaType(JSON_TYPES) !== undefined;

export const isStrict = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean => /(^|[,;\s])handling\s*=\s*strict\b/i.test(String(headers['prefer'] ?? ''));

/**
 * Whether the caller has this version already; then nothing but that is answered. Tells the version otherwise. Of a roster the
 * version alone tells: whoever is in it no more leaves no date there.
 */
export function isKnown({ headers }: Pick<FastifyRequest, 'headers'>, reply: FastifyReply, { resourceType, meta }: FhirResource): boolean {
  const [tag, changedAt] = [`W/"${meta!.versionId}"`, new Date(meta!.lastUpdated!)];
  const isDated = resourceType !== 'Group';
  reply.header('ETag', tag);
  if (isDated) reply.header('Last-Modified', changedAt.toUTCString());
  const known = headers['if-none-match'];
  if (known !== undefined) return known === '*' || known.split(/\s*,\s*/).some((each) => each.replace(/^W\//, '') === tag.replace(/^W\//, ''));
  const since = !isDated || headers['if-modified-since'] === undefined ? NaN : Date.parse(headers['if-modified-since']);
  // The header knows seconds alone, so a change within that second counts as one.
  return !Number.isNaN(since) && changedAt.getTime() <= since;
}
