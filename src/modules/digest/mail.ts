import { createTransport, type Transporter } from 'nodemailer';
import type { Env } from '../../config/env.ts';
import { secretFrom } from '../../config/secret-file.ts';

export type Letter = { to: string; attention: number; openTasks: number };

/** A far end that does not answer is given up well before the next try. */
const PATIENCE_MS = 8_000;

/** Null while no mail is set up. */
export function transportFor({ SMTP_URL, SMTP_FROM, SMTP_PASSWORD_FILE }: Env): Transporter | null {
  if (!SMTP_URL || !SMTP_FROM) return null;
  const url = new URL(SMTP_URL);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const options = {
    // A password is told to a far end on another machine only once nobody can listen.
    ...{ host, requireTLS: url.username !== '' && !isHere(host) },
    ...{ port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587), secure: url.protocol === 'smtps:' },
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
    ...(url.username && {
      auth: { user: decodeURIComponent(url.username), pass: SMTP_PASSWORD_FILE ? secretFrom(SMTP_PASSWORD_FILE) : decodeURIComponent(url.password) },
    }),
  };
  return createTransport(options, { from: SMTP_FROM });
}

const isHere = (host: string) => host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);

/**
 * Mail is read on locked screens and by others: it counts, and says of nobody who he is, where he is in care or that it is
 * care at all.
 */
export function letterOf({ to, attention, openTasks }: Letter, publicUrl: string | undefined) {
  const lines = [
    'Your weekly digest is ready.',
    `${counted(attention, 'entry needs', 'entries need')} attention, and ${counted(openTasks, 'task is', 'tasks are')} open.`,
    `Sign in to read it${publicUrl ? `: ${publicUrl}` : '.'}`,
  ];
  return {
    to,
    subject: 'Your weekly digest',
    text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="en"><body>${lines.map((line) => `<p>${linked(escaped(line), publicUrl)}</p>`).join('\n')}</body></html>\n`,
  };
}

const counted = (count: number, one: string, several: string) => `${count} ${count === 1 ? one : several}`;
const linked = (line: string, url: string | undefined) => (url ? line.replace(escaped(url), `<a href="${escaped(url)}">${escaped(url)}</a>`) : line);

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
