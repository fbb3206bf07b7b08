import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import type { AuditEventPage, AuditEventView, FindAuditEvents } from './audit-event.dto.ts';

@Injectable()
export class AuditEvents {
  constructor(private readonly work: UnitOfWork) {}

  async find(query: FindAuditEvents): Promise<AuditEventPage> {
    const { clientId, accountId, from, to, limit } = query;
    const rows = await this.work.rows<AuditEventView>({
      text: `select id, at, kind, request_id as "requestId", account_id as "accountId", role, action, subject_id as "subjectId",
                    client_ids as "clientIds", status, facts
               from app.audit_events
              where ($1::uuid is null or id < $1) and ($2::uuid[] is null or client_ids @> $2) and ($3::uuid is null or account_id = $3)
                and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
              order by id desc limit $6`,
      values: [startOf(query), clientId ? [clientId] : null, accountId ?? null, from ?? null, to ?? null, limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }
}
