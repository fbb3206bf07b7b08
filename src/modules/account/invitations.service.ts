import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Role } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Attempt, Idempotency } from '../../platform/http/idempotency.ts';
import { invalid, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AcceptedInvitation, AcceptInvitation } from './account.dto.ts';
import { faultsOf, hashPassword } from './passwords.ts';
import { Tokens } from './token.ts';

type Found = { id: string; isOpen: boolean; account: { id: string; email: string; name: string; role: Role } };

@Injectable()
export class Invitations {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly idempotency: Idempotency,
    private readonly env: Env,
  ) {}

  /** The only way in which a password is ever set: by its owner, with a token that works once. */
  async accept({ token, password }: AcceptInvitation, requestId: string, attempt: Attempt | null): Promise<{ view: AcceptedInvitation; replayed: boolean }> {
    const found = await this.work.run('doorkeeper', null, () => this.find(token));
    if (!found) throw unusable();
    const known = attempt && (await this.work.run('doorkeeper', null, () => this.idempotency.before(attempt)));
    if (known) return { view: found.account, replayed: true };
    if (!found.isOpen) throw unusable();
    const faults = faultsOf(password, [this.env.CENTER_NAME, found.account.name, found.account.email.split('@')[0]!]);
    if (faults.length > 0) throw invalid('#/password', faults.join('; '));
    const passwordHash = await hashPassword(password);
    const replayed = await this.work.run('doorkeeper', null, () => this.use(found, passwordHash, requestId, attempt));
    return { view: found.account, replayed };
  }

  /** Answers whether an attempt with the same key has been there meanwhile: hashing takes long enough for one. */
  private async use({ id, account }: Found, passwordHash: string, requestId: string, attempt: Attempt | null): Promise<boolean> {
    if (attempt && (await this.idempotency.before(attempt))) return true;
    // Whoever is first takes it; the others find nothing left to accept.
    const accepted = await this.work.rows({
      text: `update app.invitations set accepted_at = clock_timestamp() where id = $1 and accepted_at is null and expires_at > clock_timestamp() returning id`,
      values: [id],
    });
    if (accepted.length === 0) throw unusable();
    await this.work.rows({ text: `update app.accounts set password_hash = $2, version = version + 1 where id = $1`, values: [account.id, passwordHash] });
    this.audit.record({ id: account.id, role: account.role, requestId }, 'invitation.accepted', id, { accountId: account.id });
    if (attempt) this.idempotency.after(attempt, { status: 201, subjectId: account.id });
    return false;
  }

  private async find(token: string): Promise<Found | null> {
    const [found] = await this.work.rows<Found>({
      text: `select i.id, i.accepted_at is null and i.expires_at > clock_timestamp() and a.disabled_at is null as "isOpen",
                    jsonb_build_object('id', a.id, 'email', a.email, 'name', a.name, 'role', a.role) as account
               from app.invitations i join app.accounts a on a.id = i.account_id where i.token_hash = $1`,
      values: [Tokens.hash(token)],
    });
    return found ?? null;
  }
}

const unusable = () => new Problem('conflict', 'invitation-unusable', 'This invitation was used, has run out or never was; ask an administrator for a new one');
