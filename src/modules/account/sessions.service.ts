import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { GRANTS } from '../../platform/access/grants.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Attempt, Idempotency } from '../../platform/http/idempotency.ts';
import { Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { FactorCodes } from './factor-codes.service.ts';
import { Guesses, type Place } from './guesses.ts';
import { verifyPassword } from './passwords.ts';
import { Self, type SessionView, type SignIn } from './session.dto.ts';
import { Tokens } from './token.ts';

/** Somebody whose account was found, and who is who he says. */
export type Recognised = Omit<Actor, 'sessionId' | 'requestId'>;
type Found = Recognised & { passwordHash: string | null; disabledAt: Date | null };
type Opened = { id: string; expiresAt: Date };

@Injectable()
export class Sessions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly guesses: Guesses,
    private readonly factorCodes: FactorCodes,
    private readonly tokens: Tokens,
    private readonly idempotency: Idempotency,
    private readonly env: Env,
  ) {}

  /** Unknown, wrong, disabled and not yet accepted answer alike, after the same work. */
  async open(
    { email, password, device, code }: SignIn,
    address: string,
    requestId: string,
    attempt: Attempt | null,
  ): Promise<{ view: SessionView; replayed: boolean }> {
    const place: Place = { address, device: device ?? null };
    await this.guesses.take(email, place);
    const found = await this.work.run('doorkeeper', null, () => this.find(email));
    const isRight = await verifyPassword(found?.passwordHash ?? null, password);
    if (!found || !isRight || found.disabledAt)
      throw new Problem('unauthenticated', 'wrong-sign-in', 'E-mail and password do not match an account that can sign in');
    // Only now, so that nobody learns who has a second factor before he has shown the password.
    if (code === undefined && (await this.work.run('doorkeeper', null, () => this.isCodeMissing(found.id, email, place)))) throw codeNeeded();
    return this.work.run('doorkeeper', null, async () => {
      const known = attempt && (await this.idempotency.before(attempt));
      const opened = known?.subjectId ? await this.again(known.subjectId) : await this.begin(found, code, requestId);
      if (attempt && !known) this.idempotency.after(attempt, { status: 201, subjectId: opened.id });
      const newDevice = device ?? this.tokens.of('device', opened.id);
      await this.guesses.succeeded(found.id, email, place, newDevice);
      const view = { token: this.tokens.of('session', opened.id), expiresAt: opened.expiresAt, account: Self.of(found, GRANTS[found.role]), device: newDevice };
      return { view, replayed: known !== null };
    });
  }

  /** For whom the identity provider vouches: the same session as after a password, in the caller's unit of work. */
  async openFor(person: Recognised, { address, device }: Place, code: string | undefined, requestId: string): Promise<{ id: string; view: SessionView }> {
    const { id, expiresAt } = await this.begin(person, code, requestId);
    const newDevice = device ?? this.tokens.of('device', id);
    await this.guesses.recognise(person.id, { address, device: newDevice });
    return { id, view: { token: this.tokens.of('session', id), expiresAt, account: Self.of(person, GRANTS[person.role]), device: newDevice } };
  }

  /** The token is dead for the very next request. */
  async end(by: Actor): Promise<void> {
    const ended = await this.work.rows({
      text: `update app.sessions set ended_at = clock_timestamp() where id = $1 and ended_at is null returning id`,
      values: [by.sessionId],
    });
    // Of two sign-outs at once only one ended it.
    if (ended.length === 1) this.audit.record(by, 'session.ended', by.sessionId, { accountId: by.id });
  }

  private async find(email: string): Promise<Found | null> {
    const [found] = await this.work.rows<Found>({
      name: 'find_sign_in',
      text: `select a.id, a.name, a.email, a.role, a.password_hash as "passwordHash", a.disabled_at as "disabledAt", app.specialist_of(a.id) as "peerSpecialistId"
               from app.accounts a where lower(a.email) = lower($1)`,
      values: [email],
    });
    return found ?? null;
  }

  /** The password was right and so is no guess, nor is the place familiar yet. */
  private async isCodeMissing(accountId: string, email: string, place: Place): Promise<boolean> {
    const isMissing = (await this.factorCodes.factorOf(accountId)) !== null;
    if (isMissing) await this.guesses.giveBack(email, place);
    return isMissing;
  }

  private async begin(account: Recognised, code: string | undefined, requestId: string): Promise<Opened> {
    const factor = await this.factorCodes.factorOf(account.id);
    if (factor && code === undefined) throw codeNeeded();
    const by = { id: account.id, role: account.role, requestId };
    if (factor && !(await this.factorCodes.use(by, factor, code!)))
      throw new Problem('unauthenticated', 'wrong-second-factor', 'The code is wrong, or was used already; wait for the next one');
    const id = uuid();
    const [opened] = await this.work.rows<Opened>({
      name: 'open_session',
      text: `insert into app.sessions (id, account_id, token_hash, created_at, last_seen_at, expires_at)
             values ($1, $2, $3, clock_timestamp(), clock_timestamp(), clock_timestamp() + make_interval(hours => $4)) returning id, expires_at as "expiresAt"`,
      values: [id, account.id, Tokens.hash(this.tokens.of('session', id)), this.env.SESSION_HOURS],
    });
    this.audit.record(by, 'session.opened', id, { accountId: account.id });
    return opened!;
  }

  private async again(id: string): Promise<Opened> {
    const [opened] = await this.work.rows<Opened>({ text: `select id, expires_at as "expiresAt" from app.sessions where id = $1`, values: [id] });
    return opened!;
  }
}

const codeNeeded = () =>
  new Problem(
    'unauthenticated',
    'second-factor-needed',
    'Send the code of your second factor as well, or a recovery code, as `code` (`factorCode` after a single sign-on)',
  );
