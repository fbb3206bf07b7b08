import { resolve } from 'node:path';
import { plainToInstance, Transform } from 'class-transformer';
import { getMetadataStorage, IsBoolean, IsEmail, IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, MinLength, validateSync } from 'class-validator';
import { faultsTogether } from './consistency.ts';
import { secretIn } from './secret-file.ts';

const number = Transform(({ value }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value));
const whole = (least: number, most: number) => (target: object, name: string) => [Max(most), Min(least), IsInt(), number].forEach((rule) => rule(target, name));
const flag = () => Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));
const postgres = { protocols: ['postgres', 'postgresql'], require_tld: false, require_host: false };

/** Everything that can be configured, read once. A name here and its line in .env.example are kept equal by a test. */
export class Env {
  @IsIn(['development', 'test', 'production'])
  NODE_ENV: 'development' | 'test' | 'production' = 'development';

  @IsString()
  HOST = '127.0.0.1';

  @whole(0, 65535)
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

  @whole(1, 60)
  SESSION_IDLE_MINUTES = 15;

  @whole(1, 24)
  SESSION_HOURS = 12;

  @whole(2, 50)
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
  @whole(1, 65535)
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
  @whole(0, 23)
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
    wrong.push(...faultsTogether(env));
    if (wrong.length > 0) throw new Error(`The configuration needs attention:\n  ${wrong.join('\n  ')}`);
    env.TOKEN_SECRET ??= secretIn(resolve(env.DATA_DIR, 'secrets/token-secret'));
    env.AUDIT_KEY_FILE ??= resolve(env.DATA_DIR, 'secrets/audit-key.pem');
    env.AUDIT_SEAL_FILE ??= resolve(env.DATA_DIR, 'audit/seals.jsonl');
    env.ENCRYPTION_KEY_FILE ??= resolve(env.DATA_DIR, 'secrets/encryption-key');
    Object.freeze(env);
    return env;
  }
}

/** The names that this class knows, which are those with a rule; the environment is full of others. */
export const NAMES: ReadonlySet<string> = new Set(
  getMetadataStorage()
    .getTargetValidationMetadatas(Env, '', false, false)
    .map(({ propertyName }) => propertyName),
);

// The rule is named, never the value: a mistyped secret must not end in a log.
const says = (property: string, constraints: Record<string, string> = {}) =>
  Object.values(constraints)
    .map((rule) => rule.replace(property, '').trim())
    .join(', ') || 'not valid';

/** Where an operator's command finds a running API, and in whose name it asks there. Nothing of it configures this process. */
export const callingFrom = (source: Record<string, string | undefined> = process.env) => ({ url: source['PEERWORK_URL'], token: source['PEERWORK_TOKEN'] });
