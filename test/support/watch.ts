import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { contactOf, identifierOf, type KeptValue } from '../../src/modules/client/index.ts';
import { Sealing } from '../../src/platform/encryption/sealing.ts';
import { logTo } from '../../src/platform/http/log.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { CAST } from './cast.ts';

type Answered = { id: string; route: string; status: number; isReplay: boolean };
type Told = { id: string; kind: 'change' | 'access' | 'refusal'; action: string; status: number | null };

/** Routes that nobody signs in for; what they do is on the trail as a change, not as a look. */
const PUBLIC = new Set(OPERATIONS.filter(([, { security }]) => !security).map(([route]) => route));

/** Attempts that are remembered although they were refused. */
const KEPT_ATTEMPTS = ['disclosure.refused', 'disclosure.withheld'];

/** What people wrote about clients and about themselves, wherever it is kept. */
const WRITTEN = `
  select distinct value from (
    select unnest(array[given_name, family_name, preferred_name, pronouns, code]) from app.clients
    union all select unnest(array[intervention, response, plan]) from app.session_note_texts
    union all select unnest(array[text, reason]) from app.session_note_addenda
    union all select statement from app.goals
    union all select email from app.accounts
  ) as written (value) where length(value) >= 6`;

/** What of it is sealed. */
const SEALED = `
  select id, client_id as "clientId", value, encode(value_sealed, 'base64') as sealed, true as "isContact" from app.client_contact_points
  union all select id, client_id, value, encode(value_sealed, 'base64'), false from app.client_identifiers`;

/** Sees every request that the application answers and every line that it logs, for what must hold of the whole suite. */
export class Watch {
  readonly lines: string[] = [];
  private sealing: Sealing;
  private readonly answered: Answered[] = [];
  private readonly secrets = new Set<string>(Object.values(CAST).map(({ token }) => token));

  over(app: NestFastifyApplication): void {
    this.sealing = app.get(Sealing);
    logTo({ write: (line) => void this.lines.push(line) });
    const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    server.addHook('preHandler', (request, _reply, done) => {
      this.remember(request);
      done();
    });
    server.addHook('onResponse', (request, reply, done) => {
      this.hear(request, reply);
      done();
    });
  }

  private remember({ headers, body }: FastifyRequest): void {
    const fields = body instanceof URLSearchParams ? Object.fromEntries(body) : body;
    const { password, token, device, code, client_assertion: assertion } = (fields ?? {}) as Record<string, unknown>;
    for (const secret of [headers.authorization?.replace(/^Bearer /i, ''), password, token, device, assertion])
      if (typeof secret === 'string' && secret.length >= 6) this.secrets.add(secret);
    // Six digits stand in every log by chance; recovery codes do not.
    if (typeof code === 'string' && code.length > 6) this.secrets.add(code);
  }

  private hear(request: FastifyRequest, reply: FastifyReply): void {
    const { url } = request.routeOptions;
    // An answer that its caller did not wait for has shown nothing, and its status is nobody's.
    const isTold = url?.startsWith('/v1/') || (url?.startsWith('/fhir/R4/') && !(request as { isOpen?: boolean }).isOpen);
    if (!isTold || !reply.raw.writableFinished) return;
    const isReplay = reply.getHeader('idempotency-replayed') === 'true';
    this.answered.push({ id: request.id, route: `${request.method} ${url}`, status: reply.statusCode, isReplay });
  }

  /** Over a connection of its own: what a test has done to its own is no matter here. */
  async findings(ownerUrl: string): Promise<{ untold: string[]; loose: string[] }> {
    const db = new pg.Client({ connectionString: ownerUrl });
    await db.connect();
    try {
      return { untold: await this.untold(db), loose: await this.loose(db) };
    } finally {
      await db.end();
    }
  }

  /** Every request so far that the trail does not tell of as it should. */
  async untold(db: pg.Client): Promise<string[]> {
    const { rows } = await db.query<Told>(`select request_id as id, kind, action, status from app.audit_events where request_id = any ($1)`, [
      this.answered.map(({ id }) => id),
    ]);
    const told = new Map<string, Told[]>();
    for (const row of rows) told.set(row.id, [...(told.get(row.id) ?? []), row]);
    return this.answered.flatMap((request) => {
      const fault = faultOf(request, told.get(request.id) ?? []);
      return fault ? [`${request.route} ${request.status} (${request.id}): ${fault}`] : [];
    });
  }

  /** Nothing, where a test has broken it. */
  private opened({ clientId, isContact, ...kept }: KeptValue & { clientId: string; isContact: boolean }): string[] {
    try {
      return [(isContact ? contactOf : identifierOf)(this.sealing, clientId, kept)];
    } catch {
      return [];
    }
  }

  /** Every line so far that has in it what somebody wrote, or what opens a door. */
  async loose(db: pg.Client): Promise<string[]> {
    const { rows } = await db.query<{ value: string }>(WRITTEN);
    const sealed = await db.query<KeptValue & { clientId: string; isContact: boolean }>(SEALED);
    const opened = sealed.rows.flatMap((one) => this.opened(one)).filter(({ length }) => length >= 6);
    // As it would stand in a line of JSON.
    const words = [...new Set([...this.secrets, ...rows.map(({ value }) => value), ...opened])].map((word) => JSON.stringify(word).slice(1, -1));
    const text = this.lines.join('');
    return words.filter((word) => text.includes(word)).flatMap((word) => this.lines.filter((line) => line.includes(word)).map((line) => `${word} in ${line}`));
  }
}

function faultOf({ route, status, isReplay }: Answered, told: Told[]): string | null {
  const looks = told.filter(({ kind }) => kind !== 'change');
  const changes = told.length - looks.length;
  // Where the trail itself was away nothing was shown; an answer that was lost on the way to a commit may have been told of twice.
  if (status === 503) return null;
  const undone = told.filter(({ kind, action }) => kind === 'change' && !KEPT_ATTEMPTS.includes(action));
  if (status >= 400 && undone.length > 0) return 'it was refused, and there is a record of a change';
  if (PUBLIC.has(route) && status < 400) return changes > 0 || isReplay ? null : 'there is no record of what it did';
  if (status === 500) return looks.some(({ kind }) => kind === 'refusal') ? null : 'there is no row of it';
  if (looks.length !== 1) return `there are ${looks.length} rows of it`;
  const [{ kind, action, status: toldStatus }] = looks as [Told];
  const right = [status < 400 ? 'access' : 'refusal', route, status].join(' ');
  return [kind, action, toldStatus].join(' ') === right ? null : `its row says ${kind} ${action} ${toldStatus}`;
}
