import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';
import { htmlOf, textOf } from './digest-document.ts';
import type { DigestView } from './digest.dto.ts';

/** Nothing of a page of ours is to be fetched from anywhere, or run. */
const INERT = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** The view, or what people read of it. */
export function inFormOf(accept = '*/*', reply: FastifyReply, digest: DigestView): DigestView | string {
  const form = new Negotiator({ headers: { accept } }).mediaType(['application/json', 'text/plain', 'text/html']);
  if (form === 'text/plain') {
    reply.header('Content-Type', 'text/plain; charset=utf-8');
    return textOf(digest);
  }
  if (form === 'text/html') {
    reply.header('Content-Type', 'text/html; charset=utf-8').header('Content-Security-Policy', INERT);
    return htmlOf(digest);
  }
  return digest;
}
