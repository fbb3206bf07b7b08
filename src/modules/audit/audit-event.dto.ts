import { PageQuery } from '../../platform/http/page.ts';
import { Id, Optional, QueryInstant } from '../../platform/http/shapes.ts';

export class FindAuditEvents extends PageQuery {
  /** Only what concerns this client. */
  @Optional()
  @Id()
  clientId?: string;

  /** Only what this account, or this machine client, did, looked at or was refused. */
  @Optional()
  @Id()
  accountId?: string;

  @Optional()
  @QueryInstant()
  from?: Date;

  @Optional()
  @QueryInstant()
  to?: Date;
}

export class AuditEventView {
  /** @example 019a2b6e-7d4f-7c3a-9a51-0d3b8a4f2c11 */
  id: string;
  at: Date;
  kind: 'change' | 'access' | 'refusal';
  requestId: string | null;
  /** Of a system that reads by FHIR its `client_id`; `role` is then `machine`. */
  accountId: string | null;
  role: string | null;
  /** `goal.agreed` for a change, the route's pattern for what was looked at or refused. */
  action: string;
  subjectId: string | null;
  clientIds: string[];
  /** The HTTP status of what was looked at or refused. */
  status: number | null;
  /** Ids, codes and names of fields; never what somebody wrote. */
  facts: Record<string, unknown>;
}

export class AuditEventPage {
  items: AuditEventView[];
  next: string | null;
}
