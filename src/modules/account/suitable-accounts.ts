import { Injectable } from '@nestjs/common';
import type { Role } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { notFound, Problem } from '../../platform/problem.ts';

/** By the role that somebody is wanted in, what is said of whoever does not have it. */
const UNSUITABLE = {
  'peer-specialist': (title: string) => new Problem('conflict', 'account-is-no-specialist', title),
  supervisor: (title: string) => new Problem('conflict', 'account-is-no-supervisor', title),
  clinician: (title: string) => new Problem('conflict', 'account-is-no-clinician', title),
} satisfies Partial<Record<Role, (title: string) => Problem>>;

type Wanted = {
  role: keyof typeof UNSUITABLE;
  /** Says in the refusal what the role is wanted for. */
  title: string;
  /** Whoever has left may be named all the same. */
  mayBeDisabled?: boolean;
};

/** Whether somebody may be hired, supervise, lead, treat or stand in: an account that is there, enabled, and has the role for it. */
@Injectable()
export class SuitableAccounts {
  constructor(private readonly work: UnitOfWork) {}

  async demand(accountId: string, { role, title, mayBeDisabled = false }: Wanted): Promise<void> {
    const [account] = await this.work.rows<{ role: Role; isDisabled: boolean }>({
      name: 'suitable_account',
      text: 'select role, disabled_at is not null as "isDisabled" from app.accounts where id = $1',
      values: [accountId],
    });
    if (!account) throw notFound();
    if (account.role !== role || (account.isDisabled && !mayBeDisabled)) throw UNSUITABLE[role](title);
  }
}
