import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { plainToInstance, Transform } from 'class-transformer';
import { secretIn } from './secret-file.ts';
import { singleSignOnFaults } from './single-sign-on.ts';
import { IsBoolean, IsEmail, IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, MinLength, validateSync } from 'class-validator';

const number = () => Transform(({ value }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value));
const flag = () => Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));
const postgres = { protocols: ['postgres', 'postgresql'], require_tld: false, require_host: false };

/** Everything that can be configured, read once. A name here and its line in .env.example are kept equal by a test. */
export class Env {
  @IsIn(['development', 'test', 'production'])
  NODE_ENV: 'development' | 'test' | 'production' = 'development';

  @IsString()
  HOST = '127.0.0.1';

  @number()
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT = 3000;

  /** The schema's owner: migrates, and creates the API's own login. Without it an embedded PostgreSQL is started. */
  @IsOptional()
  @IsUrl(postgres)
  DATABASE_URL?: string;

  /** The API's login, when the owner's secret is not to be on this machine. Migrations are then run elsewhere. */
  @IsOptional()
  @IsUrl(postgres)
  DATABASE_LOGIN_URL?: string;

  @flag()
  @IsBoolean()
  EMBEDDED_IN_PRODUCTION = false;

  @IsString()
  DATA_DIR = '.data';

  /** Where backups of the embedded database go; in DATA_DIR when it is not said. */
  @IsOptional()
  @IsString()
  BACKUP_DIR?: string;

  /** From which invitations' and sessions' tokens are made. 32 characters or more; made on first start outside production. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  TOKEN_SECRET: string;

  @number()
  @IsInt()
  @Min(1)
  @Max(60)
  SESSION_IDLE_MINUTES = 15;

  @number()
  @IsInt()
  @Min(1)
  @Max(24)
  SESSION_HOURS = 12;

  @number()
  @IsInt()
  @Min(2)
  @Max(50)
  POOL_SIZE = 10;

  /** Addresses or networks of the proxies in front, by comma; nobody else is believed about where a request came from. */
  @IsOptional()
  @Matches(/^[0-9a-fA-F.:/]+(,[0-9a-fA-F.:/]+)*$/)
  TRUST_PROXY?: string;

  /** Service dates are calendar days here. */
  @IsString()
  @Matches(/^[A-Za-z_+\-0-9]+(\/[A-Za-z_+\-0-9]+)*$/)
  SITE_TIME_ZONE = 'UTC';

  @IsString()
  CENTER_NAME = 'Demo Recovery Center';

  @IsIn(['debug', 'info', 'warn', 'error', 'silent'])
  LOG_LEVEL = 'info';

  /** Where /metrics is served for Prometheus; nowhere, and nothing is counted, while this is not set. */
  @IsOptional()
  @number()
  @IsInt()
  @Min(1)
  @Max(65535)
  METRICS_PORT?: number;

  /** Whoever reaches it sees when the center is busy, and with what; never whose records. */
  @IsString()
  METRICS_HOST = '127.0.0.1';

  /** Base address of an OpenTelemetry collector (OTLP over HTTP). Without it nothing is traced, nor even loaded for it. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_tld: false, require_protocol: true })
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  /** Ed25519 private key (PEM) that signs sealed audit batches; made on first start when absent. Keep it off the database's machine. */
  @IsOptional()
  @IsString()
  AUDIT_KEY_FILE: string;

  /** Where each sealed batch is also written, outside the database. */
  @IsOptional()
  @IsString()
  AUDIT_SEAL_FILE: string;

  /**
   * 32 bytes in base64url that open the keys by which values are sealed. In DATA_DIR, and made on first start; in production with a
   * database of your own you make it and name it. Without it what was sealed cannot be read by anybody.
   */
  @IsOptional()
  @IsString()
  ENCRYPTION_KEY_FILE: string;

  /** A list of wordings to be hinted at in notes, instead of the one that is shipped (JSON: [{ "avoid": ["word"], "say": "word" }]). */
  @IsOptional()
  @IsString()
  PERSON_FIRST_FILE?: string;

  /** Where mail is handed in, as smtps://login:password@host:465; no mail is sent while it or SMTP_FROM is not set. */
  @IsOptional()
  @IsUrl({ protocols: ['smtp', 'smtps'], require_tld: false, require_protocol: true })
  SMTP_URL?: string;

  /** Its password, when that is not to stand in SMTP_URL: a file that holds nothing else. */
  @IsOptional()
  @IsString()
  SMTP_PASSWORD_FILE?: string;

  @IsOptional()
  @IsEmail({ require_tld: false })
  SMTP_FROM?: string;

  /** Where this Peerwork is reached: staff sign in there and mail links there, and under it machines read by FHIR. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_tld: false, require_protocol: true })
  PUBLIC_URL?: string;

  /** From which hour on, on Mondays at the site, weekly digests are made. */
  @number()
  @IsInt()
  @Min(0)
  @Max(23)
  DIGEST_HOUR = 6;

  /** The center's identity provider, as it names itself. Without it nobody signs in but with a password. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_tld: false, require_protocol: true })
  OIDC_ISSUER?: string;

  /** As whom the identity provider knows this Peerwork. */
  @IsOptional()
  @IsString()
  OIDC_CLIENT_ID?: string;

  /** The secret that goes with it: a file that holds nothing else. */
  @IsOptional()
  @IsString()
  OIDC_CLIENT_SECRET_FILE?: string;

  /** Lets the identity provider of a test be asked without TLS, on this machine and nowhere else. */
  @flag()
  @IsBoolean()
  OIDC_HTTP_ON_LOOPBACK = false;

  /** Names or addresses in the clinic's own network, by comma, from which machines' keys may be read; otherwise only from the internet. */
  @IsOptional()
  @Matches(/^[a-z0-9.:-]+(,[a-z0-9.:-]+)*$/)
  EHR_PRIVATE_HOSTS?: string;

  /** Lets the keys of a test's machines be read without TLS, on this machine and nowhere else. */
  @flag()
  @IsBoolean()
  EHR_HTTP_ON_LOOPBACK = false;

  static read(source: Record<string, string | undefined>): Env {
    const names = Object.keys(source).filter((name) => source[name] !== undefined && source[name] !== '');
    const env = plainToInstance(Env, Object.fromEntries(names.filter((name) => NAMES.has(name)).map((name) => [name, source[name]])));
    const wrong = validateSync(env, { forbidUnknownValues: true }).map(({ property, constraints }) => `${property}: ${says(property, constraints)}`);
    if (env.NODE_ENV === 'production') wrong.push(...env.missingInProduction());
    if (!isTimeZone(env.SITE_TIME_ZONE)) wrong.push('SITE_TIME_ZONE: not a time zone that this machine knows');
    if (!env.SMTP_URL !== !env.SMTP_FROM) wrong.push('SMTP_URL: is set together with SMTP_FROM, or neither is');
    if (env.SMTP_PASSWORD_FILE && !existsSync(env.SMTP_PASSWORD_FILE)) wrong.push('SMTP_PASSWORD_FILE: there is no such file');
    if (env.EHR_HTTP_ON_LOOPBACK && env.NODE_ENV === 'production') wrong.push('EHR_HTTP_ON_LOOPBACK: is for tests, and not to be set in production');
    wrong.push(...singleSignOnFaults(env));
    if (wrong.length > 0) throw new Error(`The configuration needs attention:\n  ${wrong.join('\n  ')}`);
    env.TOKEN_SECRET ??= secretIn(resolve(env.DATA_DIR, 'secrets/token-secret'));
    env.AUDIT_KEY_FILE ??= resolve(env.DATA_DIR, 'secrets/audit-key.pem');
    env.AUDIT_SEAL_FILE ??= resolve(env.DATA_DIR, 'audit/seals.jsonl');
    env.ENCRYPTION_KEY_FILE ??= resolve(env.DATA_DIR, 'secrets/encryption-key');
    Object.freeze(env);
    return env;
  }

  private missingInProduction(): string[] {
    const missing: string[] = [];
    if (!this.TOKEN_SECRET) missing.push('TOKEN_SECRET: needed in production');
    if (!this.DATABASE_URL && !this.DATABASE_LOGIN_URL && !this.EMBEDDED_IN_PRODUCTION)
      missing.push('DATABASE_URL: needed in production (or EMBEDDED_IN_PRODUCTION=true for a pilot)');
    const hasOwnDatabase = this.DATABASE_URL ?? this.DATABASE_LOGIN_URL;
    if (hasOwnDatabase && !this.ENCRYPTION_KEY_FILE)
      missing.push('ENCRYPTION_KEY_FILE: needed in production with a database of your own; docs/encryption.md says how to make one');
    return missing;
  }
}

/** The names that this class knows; the environment is full of others. */
export const NAMES: ReadonlySet<string> = new Set([
  'NODE_ENV',
  'HOST',
  'PORT',
  'DATABASE_URL',
  'DATABASE_LOGIN_URL',
  'EMBEDDED_IN_PRODUCTION',
  'DATA_DIR',
  'BACKUP_DIR',
  'TOKEN_SECRET',
  'SESSION_IDLE_MINUTES',
  'SESSION_HOURS',
  'POOL_SIZE',
  'TRUST_PROXY',
  'SITE_TIME_ZONE',
  'CENTER_NAME',
  'LOG_LEVEL',
  'METRICS_PORT',
  'METRICS_HOST',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'AUDIT_KEY_FILE',
  'AUDIT_SEAL_FILE',
  'ENCRYPTION_KEY_FILE',
  'PERSON_FIRST_FILE',
  'SMTP_URL',
  'SMTP_PASSWORD_FILE',
  'SMTP_FROM',
  'PUBLIC_URL',
  'DIGEST_HOUR',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET_FILE',
  'OIDC_HTTP_ON_LOOPBACK',
  'EHR_PRIVATE_HOSTS',
  'EHR_HTTP_ON_LOOPBACK',
]);

// The rule is named, never the value: a mistyped secret must not end in a log.
const says = (property: string, constraints: Record<string, string> = {}) =>
  Object.values(constraints)
    .map((rule) => rule.replace(property, '').trim())
    .join(', ') || 'not valid';

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Where an operator's command finds a running API, and in whose name it asks there. Nothing of it configures this process. */
export const callingFrom = (source: Record<string, string | undefined> = process.env) => ({ url: source['PEERWORK_URL'], token: source['PEERWORK_TOKEN'] });
