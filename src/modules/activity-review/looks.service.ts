import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { invalid } from '../../platform/problem.ts';
import { Accounts } from '../account/index.ts';
import { Clients } from '../client/index.ts';
import type { FindLooks, LookPage, LookView } from './look.dto.ts';
import { whoLooked } from './who-looked.ts';

const LOOK = `select e.id, e.at, e.kind, e.account_id as "accountId", ${whoLooked('e.account_id')} as "accountName", e.role, e.action, e.subject_id as "subjectId",
      e.client_ids as "clientIds", e.status
    from app.audit_events e left join app.accounts a on a.id = e.account_id`;
/** $1 whose, $2 the one before, $3 from, $4 to, $5 how many. */
const WITHIN = `e.kind in ('access', 'refusal') and ($2::uuid is null or e.id < $2) and ($3::timestamptz is null or e.at >= $3)
    and ($4::timestamptz is null or e.at < $4) order by e.id desc limit $5`;
const OF_CLIENT = `${LOOK} where e.client_ids @> array[$1::uuid] and ${WITHIN}`;
const OF_ACCOUNT = `${LOOK} where e.account_id = $1 and ${WITHIN}`;

/** As much as one request has time for, and a spreadsheet is still read. */
const MOST_IN_FILE = 20_000;

@Injectable()
export class Looks {
  constructor(
    private readonly work: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly clients: Clients,
  ) {}

  async ofClient(id: string, query: FindLooks): Promise<LookPage> {
    await this.clients.demand(id);
    return this.page(OF_CLIENT, id, query);
  }

  async ofAccount(id: string, query: FindLooks): Promise<LookPage> {
    await this.accounts.read(id);
    return this.page(OF_ACCOUNT, id, query);
  }

  async allOfClient(id: string, query: FindLooks): Promise<LookView[]> {
    await this.clients.demand(id);
    return this.all(OF_CLIENT, id, query);
  }

  async allOfAccount(id: string, query: FindLooks): Promise<LookView[]> {
    await this.accounts.read(id);
    return this.all(OF_ACCOUNT, id, query);
  }

  private async page(text: string, id: string, query: FindLooks): Promise<LookPage> {
    const rows = await this.work.rows<LookView>({ text, values: [id, startOf(query), query.from ?? null, query.to ?? null, query.limit + 1] });
    return pageOf(rows, query, (row) => row.id);
  }

  private async all(text: string, id: string, { from, to }: FindLooks): Promise<LookView[]> {
    const rows = await this.work.rows<LookView>({ text, values: [id, null, from ?? null, to ?? null, MOST_IN_FILE + 1] });
    if (rows.length > MOST_IN_FILE) throw invalid('#/from', `and to must be nearer to each other: more than ${MOST_IN_FILE} looks lie between them`);
    return rows;
  }
}
