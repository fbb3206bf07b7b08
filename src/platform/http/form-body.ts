import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.ts';

const MOST_FIELDS = 200;
/** Where forms are read at all: OAuth's token endpoint and FHIR's searches. */
const TAKES_FORMS = /^\/fhir\/R4\/(token|[^/]+\/_search)$/;

/** Reads a form as the list of its fields, in order and with repeats, where every reader would understand it alike. */
export function readForm(raw: Buffer, { headers, routeOptions }: Pick<FastifyRequest, 'headers' | 'routeOptions'>): URLSearchParams {
  if (!TAKES_FORMS.test(routeOptions.url ?? '') || !isUtf8(headers['content-type']))
    throw new Problem('unsupported-media-type', 'unsupported-media-type', 'Send the body as application/json in UTF-8');
  const text = raw.toString('latin1');
  const parts = text.split('&').filter((part) => part !== '');
  if (parts.length > MOST_FIELDS) throw new Problem('malformed', 'body-too-complex', `Send at most ${MOST_FIELDS} fields in one form`);
  const form = new URLSearchParams();
  for (const part of parts) {
    const [name, value] = [part.split('=', 1)[0]!, part.slice(part.indexOf('=') + 1)];
    form.append(decoded(name), part.includes('=') ? decoded(value) : '');
  }
  return form;
}

/** The class of its own would read on past what is no form, and put a question mark where the encoding is broken. */
function decoded(part: string): string {
  if (!/^[\x21-\x7e]*$/.test(part)) throw unreadable();
  try {
    const text = decodeURIComponent(part.replaceAll('+', ' '));
    if (text.includes('\0')) throw unreadable();
    return text;
  } catch {
    throw unreadable();
  }
}

const isUtf8 = (contentType = '') =>
  contentType
    .toLowerCase()
    .split(';')
    .slice(1)
    .every((parameter) => !parameter.trim().startsWith('charset') || /^charset="?utf-8"?$/.test(parameter.trim()));

const unreadable = () => new Problem('malformed', 'unreadable-body', 'The form is not valid; encode it as application/x-www-form-urlencoded in UTF-8');

/** `@Form() form: URLSearchParams | null` in a controller: null when the body is none. */
export const Form = createParamDecorator((_: unknown, context: ExecutionContext): URLSearchParams | null => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  return body instanceof URLSearchParams ? body : null;
});
