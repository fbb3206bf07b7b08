import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { logger } from '../../platform/http/log.ts';
import { Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { ExternalIdentity } from './external-identity.entity.ts';
import { Guesses, type Place } from './guesses.ts';
import { type Binding, IdentityProvider, refused } from './identity-provider.ts';
import { issuerOf, type ProvenIdentity } from './proven-identity.ts';
import type { SessionView } from './session.dto.ts';
import { type Recognised, Sessions } from './sessions.service.ts';
import type { CompleteSignOn, SignOnAttemptView } from './single-sign-on.dto.ts';
import { Tokens } from './token.ts';

type Linked = Recognised & { identityId: string };

const MINUTES = 10;
const PERSON = `a.id, a.name, a.email, a.role, app.specialist_of(a.id) as "peerSpecialistId"`;

/**
 * Signing in with the word of the center's identity provider. It says who somebody is and nothing else: whether there is
 * an account for him, and what that may do, is said here. The provider is never asked while a transaction waits.
 */
@Injectable()
export class SingleSignOn {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly guesses: Guesses,
    private readonly tokens: Tokens,
    private readonly provider: IdentityProvider,
    private readonly sessions: Sessions,
  ) {}

  async begin(address: string, requestId: string): Promise<SignOnAttemptView> {
    await this.guesses.setOut(address);
    const id = uuid();
    const authorizationUrl = await this.provider.addressFor(this.bindingOf(id));
    const attempt = this.tokens.of('sign-on', id);
    const expiresAt = await this.work.run('doorkeeper', null, () => this.remember(id, attempt, requestId));
    return { attempt, authorizationUrl, expiresAt };
  }

  /** The attempt is spent before the provider is asked, so that of fifty who come with it one gets an answer. */
  async complete({ attempt, device, factorCode, ...callback }: CompleteSignOn, address: string, requestId: string): Promise<SessionView> {
    const id = await this.work.run('doorkeeper', null, () => this.spend(attempt));
    if (!id) throw new Problem('conflict', 'attempt-unusable', 'This attempt was used, has run out or never was; begin another one');
    const identity = await this.provider.identityOf(callback, this.bindingOf(id));
    if (!identity) throw refused();
    const place = { address, device: device ?? null };
    const guesser = `${identity.subject} of ${identity.issuer}`;
    // Guesses at the code of a second factor count here as they do beside a password.
    if (factorCode !== undefined) await this.guesses.take(guesser, place);
    return this.work.run('doorkeeper', null, async () => {
      const view = await this.open(identity, place, factorCode, requestId);
      if (factorCode !== undefined) await this.guesses.giveBack(guesser, place);
      return view;
    });
  }

  private bindingOf(id: string): Binding {
    return { state: this.tokens.of('sign-on state', id), nonce: this.tokens.of('sign-on nonce', id), verifier: this.tokens.of('sign-on verifier', id) };
  }

  private async remember(id: string, attempt: string, requestId: string): Promise<Date> {
    // Whoever never came back is forgotten by those who set out after him.
    await this.work.rows({
      text: `delete from app.sign_on_attempts where id in (select id from app.sign_on_attempts
               where expires_at < clock_timestamp() - interval '1 day' limit 100 for no key update skip locked)`,
    });
    const [made] = await this.work.rows<{ expiresAt: Date }>({
      text: `insert into app.sign_on_attempts (id, token_hash, issuer, created_at, expires_at)
             values ($1, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(mins => $4)) returning expires_at as "expiresAt"`,
      values: [id, Tokens.hash(attempt), issuerOf(this.provider.issuer!), MINUTES],
    });
    this.audit.record({ id: null, role: null, requestId }, 'sign-on.begun', id, {});
    return made!.expiresAt;
  }

  private async spend(attempt: string): Promise<string | null> {
    const [spent] = await this.work.rows<{ id: string }>({
      text: `update app.sign_on_attempts set used_at = clock_timestamp()
              where token_hash = $1 and issuer = $2 and used_at is null and expires_at > clock_timestamp() returning id`,
      values: [Tokens.hash(attempt), issuerOf(this.provider.issuer!)],
    });
    return spent?.id ?? null;
  }

  private async open(identity: ProvenIdentity, place: Place, factorCode: string | undefined, requestId: string): Promise<SessionView> {
    const person = (await this.linkedTo(identity)) ?? (await this.linkByEmail(identity, requestId));
    if (!person) {
      logger.warn({ source: 'identity-provider', requestId, reason: 'no-account' }, 'a sign-on was refused');
      throw refused();
    }
    const { id, view } = await this.sessions.openFor(person, place, factorCode, requestId);
    await this.work.rows({
      text: `insert into app.single_sign_ons (session_id, identity_id, acr, amr, created_at) values ($1, $2, $3, $4, clock_timestamp())`,
      values: [id, person.identityId, identity.acr, identity.amr],
    });
    await this.guesses.cameBack(place.address);
    this.audit.record({ ...person, requestId }, 'sign-on.completed', id, { accountId: person.id, externalIdentityId: person.identityId });
    return view;
  }

  // Shared with others who come in by it, and not with whoever ends it meanwhile.
  private async linkedTo({ issuer, subject }: ProvenIdentity): Promise<Linked | null> {
    const [linked] = await this.work.rows<Linked>({
      text: `select ${PERSON}, i.id as "identityId" from app.external_identities i join app.accounts a on a.id = i.account_id and a.disabled_at is null
              where i.issuer = $1 and i.subject = $2 and i.ended_at is null for share of i`,
      values: [issuer, subject],
    });
    return linked ?? null;
  }

  /** Once in the life of an account and of a subject: what an administrator ended, an e-mail does not bring back. */
  private async linkByEmail(identity: ProvenIdentity, requestId: string): Promise<Linked | null> {
    if (!identity.email) return null;
    const [person] = await this.work.rows<Recognised>({
      text: `select ${PERSON} from app.accounts a where lower(a.email) = lower($1) and a.disabled_at is null for no key update`,
      values: [identity.email],
    });
    if (!person) return null;
    // Whoever held the account before may have been the same person at another door.
    const [meanwhile, [{ isSpent }]] = await Promise.all([this.linkedTo(identity), this.isSpent(person.id, identity)]);
    if (meanwhile || isSpent) return meanwhile;
    const made = ExternalIdentity.of(person.id, identity, null);
    await this.work.insert(made);
    this.audit.record({ ...person, requestId }, 'external-identity.linked', made.id, { accountId: person.id, how: made.linkedHow });
    return { ...person, identityId: made.id };
  }

  private isSpent(accountId: string, { issuer, subject }: ProvenIdentity): Promise<[{ isSpent: boolean }]> {
    return this.work.rows<{ isSpent: boolean }>({
      text: `select exists (select from app.external_identities where issuer = $1 and (subject = $2 or account_id = $3)) as "isSpent"`,
      values: [issuer, subject, accountId],
    }) as Promise<[{ isSpent: boolean }]>;
  }
}
