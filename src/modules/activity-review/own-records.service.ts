import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { Accounts } from '../account/index.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { OwnRecordPage, OwnRecordView, RecordOwnRecord } from './own-record.dto.ts';
import { OwnRecord } from './own-record.entity.ts';

const known = () => new Problem('conflict', 'own-record-known', 'A record of this account, or an account of this client, is known already; end it first');
onViolation('own_records_account_once', known);
onViolation('own_records_client_once', known);

const VIEW = `select o.id, o.account_id as "accountId", a.name as "accountName", o.client_id as "clientId", o.starts_at as "startsAt", o.ends_at as "endsAt",
    o.recorded_by as "recordedBy", o.version from app.own_records o join app.accounts a on a.id = o.account_id`;

@Injectable()
export class OwnRecords {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly accounts: Accounts,
    private readonly clients: Clients,
  ) {}

  async record(by: Actor, accountId: string, { clientId }: RecordOwnRecord): Promise<OwnRecordView> {
    await this.accounts.read(accountId);
    await this.clients.demand(clientId);
    const own = OwnRecord.of(accountId, clientId, by.id);
    await this.work.insert(own);
    this.audit.record(by, 'own-record.recorded', own.id, { clientId, accountId });
    return this.read(own.id);
  }

  async list(query: PageQuery): Promise<OwnRecordPage> {
    const values = [startOf(query), query.limit + 1];
    const rows = await this.work.rows<OwnRecordView>({ text: `${VIEW} where $1::uuid is null or o.id < $1 order by o.id desc limit $2`, values });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<OwnRecordView> {
    const [view] = await this.work.rows<OwnRecordView>({ text: `${VIEW} where o.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async end(by: Actor, id: string, version: number): Promise<OwnRecordView> {
    const own = await this.work.forChange(OwnRecord, id, version);
    if (!own) throw notFound();
    own.end(by.id);
    await this.work.save(own);
    this.audit.record(by, 'own-record.ended', id, { clientId: own.clientId, accountId: own.accountId });
    return this.read(id);
  }
}
