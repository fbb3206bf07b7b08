import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Account } from './account.entity.ts';
import type {
  FindSecondFactorRemovals,
  RequestSecondFactorRemoval,
  SecondFactorRemovalPage,
  SecondFactorRemovalRow,
  SecondFactorRemovalView,
} from './second-factor-removal.dto.ts';
import { SecondFactorRemoval } from './second-factor-removal.entity.ts';

const ROW = `id, account_id as "accountId", requested_by as "requestedBy", created_at as "createdAt", expires_at as "expiresAt",
  confirmed_by as "confirmedBy", confirmed_at as "confirmedAt", version`;
const READ = { name: 'read_factor_removal', text: `select ${ROW}, reason from app.second_factor_removals where id = $1` };
const LIST = {
  name: 'list_factor_removals',
  text: `select ${ROW} from app.second_factor_removals where ($1::uuid is null or id < $1) order by id desc limit $2`,
};

@Injectable()
export class SecondFactorRemovals {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  async request(by: Actor, accountId: string, { reason }: RequestSecondFactorRemoval): Promise<SecondFactorRemovalView> {
    if (!(await this.work.find(Account, accountId))) throw notFound();
    const removal = SecondFactorRemoval.request(accountId, reason, by.id);
    const [account] = await this.work.rows<{ hasFactor: boolean }>({ text: 'select app.has_second_factor($1) as "hasFactor"', values: [accountId] });
    if (!account!.hasFactor) throw new Problem('conflict', 'no-second-factor', 'This person has no second factor that could be removed');
    await this.work.insert(removal);
    this.audit.record(by, 'second-factor-removal.requested', removal.id, { accountId });
    return this.read(removal.id);
  }

  async list(query: FindSecondFactorRemovals): Promise<SecondFactorRemovalPage> {
    const rows = await this.work.rows<SecondFactorRemovalRow>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<SecondFactorRemovalView> {
    const [view] = await this.work.rows<SecondFactorRemovalView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** Every session of the person ends with it: whoever has them may be whoever has the phone. */
  async confirm(by: Actor, id: string, version: number): Promise<SecondFactorRemovalView> {
    const removal = await this.work.forChange(SecondFactorRemoval, id, version);
    if (!removal) throw notFound();
    removal.confirm(by.id, new Date());
    await this.work.save(removal);
    const [outcome] = await this.work.rows<{ removed: boolean }>({ text: 'select app.remove_second_factor($1) as removed', values: [id] });
    if (!outcome!.removed) throw new Error('A confirmed removal took nothing away');
    const { accountId, requestedBy } = removal;
    this.audit.record(by, 'second-factor.removed', id, { accountId, requestedBy });
    return this.read(id);
  }
}
