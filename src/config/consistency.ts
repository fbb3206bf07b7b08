import { existsSync } from 'node:fs';
import { singleSignOnFaults } from './single-sign-on.ts';

type Settings = Parameters<typeof singleSignOnFaults>[0] & {
  SITE_TIME_ZONE: string;
  TOKEN_SECRET?: string;
  DATABASE_URL?: string;
  DATABASE_LOGIN_URL?: string;
  EMBEDDED_IN_PRODUCTION: boolean;
  ENCRYPTION_KEY_FILE?: string;
  SMTP_URL?: string;
  SMTP_FROM?: string;
  SMTP_PASSWORD_FILE?: string;
  EHR_HTTP_ON_LOOPBACK: boolean;
};

/** What no setting says by itself: what production needs, what goes together, and what has to be on this machine. */
export function faultsTogether(settings: Settings): string[] {
  const { NODE_ENV, SITE_TIME_ZONE, SMTP_URL, SMTP_FROM, SMTP_PASSWORD_FILE, EHR_HTTP_ON_LOOPBACK } = settings;
  const faults = NODE_ENV === 'production' ? missingInProduction(settings) : [];
  if (!isTimeZone(SITE_TIME_ZONE)) faults.push('SITE_TIME_ZONE: not a time zone that this machine knows');
  if (!SMTP_URL !== !SMTP_FROM) faults.push('SMTP_URL: is set together with SMTP_FROM, or neither is');
  if (SMTP_PASSWORD_FILE && !existsSync(SMTP_PASSWORD_FILE)) faults.push('SMTP_PASSWORD_FILE: there is no such file');
  if (EHR_HTTP_ON_LOOPBACK && NODE_ENV === 'production') faults.push('EHR_HTTP_ON_LOOPBACK: is for tests, and not to be set in production');
  return [...faults, ...singleSignOnFaults(settings)];
}

function missingInProduction({ TOKEN_SECRET, DATABASE_URL, DATABASE_LOGIN_URL, EMBEDDED_IN_PRODUCTION, ENCRYPTION_KEY_FILE }: Settings): string[] {
  const missing: string[] = [];
  if (!TOKEN_SECRET) missing.push('TOKEN_SECRET: needed in production');
  if (!DATABASE_URL && !DATABASE_LOGIN_URL && !EMBEDDED_IN_PRODUCTION)
    missing.push('DATABASE_URL: needed in production (or EMBEDDED_IN_PRODUCTION=true for a pilot)');
  const hasOwnDatabase = DATABASE_URL ?? DATABASE_LOGIN_URL;
  if (hasOwnDatabase && !ENCRYPTION_KEY_FILE)
    missing.push('ENCRYPTION_KEY_FILE: needed in production with a database of your own; docs/encryption.md says how to make one');
  return missing;
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
