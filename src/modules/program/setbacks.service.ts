import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { RecordSetback, SetbackPage, SetbackRow, SetbackView } from './setback.dto.ts';
import { Setback, SetbackText } from './setback.entity.ts';

const ROW = `s.id, s.client_id as "clientId", s.occurred_at as "occurredAt", s.kind, s.recorded_by as "recordedBy", s.created_at as "createdAt",
    s.voided_at as "voidedAt", s.voided_by as "voidedBy", s.version`;

@Injectable()
export class Setbacks {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
  ) {}

  async record(by: Actor, clientId: string, { occurredAt, kind, note }: RecordSetback): Promise<SetbackView> {
    await this.clients.demand(clientId);
    const setback = Setback.record(clientId, occurredAt, kind, by.id);
    await this.work.insert(setback);
    if (note !== undefined) await this.work.insert(SetbackText.of(setback, note));
    this.audit.record(by, 'setback.recorded', setback.id, { clientId, setback: kind });
    return this.read(setback.id);
  }

  async list(clientId: string, query: PageQuery): Promise<SetbackPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<SetbackRow>({
      text: `select ${ROW} from app.setbacks s where s.client_id = $1 and ($2::uuid is null or s.id < $2) order by s.id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<SetbackView> {
    const [view] = await this.work.rows<SetbackView>({
      text: `select ${ROW}, t.note, s.void_reason as "voidReason" from app.setbacks s left join app.setback_texts t on t.setback_id = s.id where s.id = $1`,
      values: [id],
    });
    if (!view) throw notFound();
    return view;
  }

  async void(by: Actor, id: string, version: number, reason: string): Promise<SetbackView> {
    const setback = await this.work.forChange(Setback, id, version);
    if (!setback) throw notFound();
    setback.void(by, reason);
    await this.work.save(setback);
    this.audit.record(by, 'setback.voided', id, { clientId: setback.clientId });
    return this.read(id);
  }
}
