import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Actor, Machine } from '../../platform/access/actor.ts';
import { type Look, Witness } from '../../platform/access/witness.ts';
import type { Statement } from '../../platform/database/transaction.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { AuditAction, AuditFacts } from './audit-facts.ts';

/** Whoever did it, or a visitor of whom nothing is known yet. */
type Answerable = (Pick<Actor | Machine, 'id' | 'role'> | { id: null; role: null }) & { requestId?: string };

/** What was done and what was looked at. The database completes each record (time, transaction, hash) and keeps it for good. */
@Injectable()
export class AuditTrail extends Witness {
  constructor(private readonly work: UnitOfWork) {
    super();
  }

  /** Goes out with the commit of the change that it tells of; the database refuses that commit without it. */
  record<A extends AuditAction>(by: Answerable | null, action: A, subjectId: string | null, facts: AuditFacts[A]): void {
    const { clientId, clientIds = clientId ? [clientId] : [], ...others } = facts as { clientId?: string; clientIds?: string[] };
    this.work.atCommit(event('change', by?.requestId ?? null, by, action, subjectId, clientIds, null, others));
  }

  seen({ requestId, by, route, status, subjectId, clientIds }: Look): Statement {
    return event('access', requestId, by, route, subjectId, clientIds, status, {});
  }

  async refused({ requestId, by, route, status, subjectId, clientIds }: Look): Promise<void> {
    await this.work.run('witness', null, async () => this.work.atCommit(event('refusal', requestId, by, route, subjectId, clientIds, status, {})));
  }
}

const event = (
  kind: 'change' | 'access' | 'refusal',
  requestId: string | null,
  by: Answerable | null,
  action: string,
  subjectId: string | null,
  clientIds: string[],
  status: number | null,
  facts: object,
): Statement => ({
  name: 'audit_event',
  text: `insert into app.audit_events (id, kind, request_id, account_id, role, action, subject_id, client_ids, status, facts)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  values: [uuid(), kind, requestId, by?.id ?? null, by?.role ?? null, action, subjectId, clientIds, status, JSON.stringify(facts)],
});
