import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { AuditTrail } from '../audit/index.ts';
import { demandKnown, demandQuietable } from './quieted-kind.ts';
import type { QuietedKindPage, QuietedKindView } from './task.dto.ts';

const OPEN = 'account_id = (select app.account_id()) and ends_at is null';

/** What somebody does not want to be reminded of: his own, dated, and as often said as one likes. */
@Injectable()
export class QuietedKinds {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  async list(query: PageQuery): Promise<QuietedKindPage> {
    const rows = await this.work.rows<QuietedKindView & { id: string }>({
      name: 'list_quieted_kinds',
      text: `select id, kind, starts_at as since from app.quieted_kinds where ${OPEN} and ($1::uuid is null or id < $1) order by id desc limit $2`,
      values: [startOf(query), query.limit + 1],
    });
    const { items, next } = pageOf(rows, query, ({ id }) => id);
    return { items: items.map(({ kind, since }) => ({ kind, since })), next };
  }

  async quiet(by: Actor, wanted: string): Promise<QuietedKindView> {
    const kind = demandQuietable(wanted);
    const [made] = await this.work.rows<{ id: string }>({
      text: `insert into app.quieted_kinds (id, account_id, kind, starts_at) values ($1, $2, $3, clock_timestamp())
             on conflict (account_id, kind) where ends_at is null do nothing returning id`,
      values: [uuid(), by.id, kind],
    });
    if (made) this.audit.record(by, 'kind.quieted', made.id, { reminder: kind });
    const [view] = await this.work.rows<QuietedKindView>({
      text: `select kind, starts_at as since from app.quieted_kinds where ${OPEN} and kind = $1`,
      values: [kind],
    });
    return view!;
  }

  async hearAgain(by: Actor, wanted: string): Promise<void> {
    const kind = demandKnown(wanted);
    const [ended] = await this.work.rows<{ id: string }>({
      text: `update app.quieted_kinds set ends_at = greatest(clock_timestamp(), starts_at) where ${OPEN} and kind = $1 returning id`,
      values: [kind],
    });
    if (ended) this.audit.record(by, 'kind.heard-again', ended.id, { reminder: kind });
  }
}
