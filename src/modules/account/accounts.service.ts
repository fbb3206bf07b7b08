import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf, type Page } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { ChangeAccount, FindAccounts, InviteAccount } from './account.dto.ts';
import { Account } from './account.entity.ts';
import { Invitation } from './invitation.entity.ts';
import { Tokens } from './token.ts';

export type Invited = { account: Account; invitation: Invitation | null };

onViolation('accounts_email_unique', () => new Problem('conflict', 'email-taken', 'There is an account with this e-mail already'));
onViolation(
  'accounts_last_administrator',
  () => new Problem('conflict', 'last-administrator', 'The last administrator cannot be removed; name another one first'),
);

@Injectable()
export class Accounts {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly tokens: Tokens,
  ) {}

  async invite(by: Actor, wish: InviteAccount): Promise<Invited> {
    const account = Account.of(wish);
    const invitation = Invitation.to(account.id, this.tokens);
    await this.work.insert(account);
    await this.work.insert(invitation);
    this.audit.record(by, 'account.invited', account.id, { role: account.role });
    return { account, invitation };
  }

  /** The first one, at a terminal: he answers for his own invitation, since nobody is there who could. */
  async inviteAdministrator(wish: Pick<InviteAccount, 'email' | 'name'>): Promise<{ token: string; expiresAt: Date }> {
    const account = Account.of({ ...wish, role: 'administrator' });
    return this.work.run('administrator', account.id, async () => {
      const invitation = Invitation.to(account.id, this.tokens);
      await this.work.insert(account);
      await this.work.insert(invitation);
      this.audit.record(account, 'account.invited', account.id, { role: account.role });
      return { token: this.tokens.of('invitation', invitation.id), expiresAt: invitation.expiresAt };
    });
  }

  /** A new invitation for somebody whose first one was lost or ran out; the old one is dead. */
  async inviteAgain(by: Actor, id: string): Promise<Invited> {
    const account = await this.read(id);
    await this.work.rows({
      text: `update app.invitations set expires_at = least(expires_at, clock_timestamp()) where account_id = $1 and accepted_at is null`,
      values: [id],
    });
    const invitation = Invitation.to(id, this.tokens);
    await this.work.insert(invitation);
    this.audit.record(by, 'invitation.renewed', invitation.id, { accountId: id });
    return { account, invitation };
  }

  async list(query: FindAccounts): Promise<Page<Account>> {
    const rows = this.work
      .query(Account, 'account')
      .orderBy('account.id', 'DESC')
      .limit(query.limit + 1);
    const after = startOf(query);
    if (after) rows.andWhere('account.id < :after', { after });
    if (query.role) rows.andWhere('account.role = :role', { role: query.role });
    return pageOf(await rows.getMany(), query, ({ id }) => id);
  }

  async read(id: string): Promise<Account> {
    const account = await this.work.find(Account, id);
    if (!account) throw notFound();
    return account;
  }

  async invited(id: string): Promise<Invited> {
    const account = await this.read(id);
    const invitation = await this.work
      .query(Invitation, 'it')
      .where('it.accountId = :id and it.acceptedAt is null', { id })
      .orderBy('it.id', 'DESC')
      .limit(1)
      .getOne();
    return { account, invitation };
  }

  async change(by: Actor, id: string, version: number, wish: ChangeAccount): Promise<Account> {
    const account = await this.work.forChange(Account, id, version);
    if (!account) throw notFound();
    const wasDisabled = account.disabledAt !== null;
    account.changeBy(by.id, wish);
    await this.work.save(account);
    this.audit.record(by, 'account.changed', id, { fields: Object.keys(wish), role: account.role });
    if (wasDisabled !== (account.disabledAt !== null)) this.audit.record(by, wasDisabled ? 'account.enabled' : 'account.disabled', id, {});
    return account;
  }
}
