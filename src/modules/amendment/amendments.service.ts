import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type {
  AcceptAmendment,
  AmendmentPage,
  AmendmentRow,
  AmendmentView,
  DenyAmendment,
  DisclosedStatement,
  FindAmendments,
  RequestAmendment,
} from './amendment-request.dto.ts';
import { AmendmentRequest, type RecordKind } from './amendment-request.entity.ts';

onViolation('amendment_requests_addendum', () => invalid('#/addendumId', 'is no addendum of this note'));

const ABOUT = `case when r.goal_id is null then 'session-note' else 'goal' end as "recordKind", coalesce(r.note_id, r.goal_id) as "recordId"`;
const ROW = `r.id, r.client_id as "clientId", ${ABOUT}, r.status, r.received_on as "receivedOn", r.due_on as "dueOn", r.status = 'open' and r.due_on < $1 as overdue,
    r.recorded_by as "recordedBy", r.extended_at as "extendedAt", r.decided_at as "decidedAt", r.decided_by as "decidedBy", r.disagreed_at as "disagreedAt",
    r.rebutted_at as "rebuttedAt", r.version`;
const LIST = `select ${ROW} from app.amendment_requests r
   where ($2::uuid is null or r.client_id = $2) and ($3::text is null or r.status = $3 or $3 = 'overdue' and r.status = 'open' and r.due_on < $1)
     and ($4::uuid is null or r.id < $4) order by r.id desc limit $5`;
const READ = `select ${ROW}, r.wrong, r.should_stand as "shouldStand", r.extension_reason as "extensionReason", r.basis, r.decision, r.addendum_id as "addendumId",
    r.disagreement, r.rebuttal from app.amendment_requests r where r.id = $2`;
const STATEMENTS = {
  name: 'disputed_amendments',
  text: `select ${ABOUT}, r.wrong, r.should_stand as "shouldStand", r.decision as denial, r.disagreement as statement, r.rebuttal from app.amendment_requests r
    where r.client_id = $1 and r.disagreed_at is not null and coalesce(r.note_id, r.goal_id) = any ($2::uuid[]) order by r.id`,
};
const RECORDS: Record<RecordKind, string> = { 'session-note': 'app.session_notes', goal: 'app.goals' };

@Injectable()
export class Amendments {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async record(by: Actor, clientId: string, { receivedOn = this.today(), ...asked }: RequestAmendment): Promise<AmendmentView> {
    await this.clients.demand(clientId);
    const { recordKind, recordId } = asked;
    const [own] = await this.work.rows({ text: `select from ${RECORDS[recordKind]} where id = $1 and client_id = $2`, values: [recordId, clientId] });
    if (!own) throw invalid('#/recordId', 'is no such record of this client');
    const request = AmendmentRequest.record(clientId, { ...asked, receivedOn }, by.id, this.today());
    await this.work.insert(request);
    this.audit.record(by, 'amendment.requested', request.id, { clientId, record: recordKind, recordId });
    return this.read(request.id);
  }

  async list(query: FindAmendments): Promise<AmendmentPage> {
    const values = [this.today(), query.clientId ?? null, query.status ?? null, startOf(query), query.limit + 1];
    return pageOf(await this.work.rows<AmendmentRow>({ text: LIST, values }), query, ({ id }) => id);
  }

  async read(id: string): Promise<AmendmentView> {
    const [view] = await this.work.rows<AmendmentView>({ text: READ, values: [this.today(), id] });
    if (!view) throw notFound();
    return view;
  }

  async extend(by: Actor, id: string, version: number, reason: string): Promise<AmendmentView> {
    const request = await this.forChange(id, version);
    request.extend(reason, by.id);
    await this.work.save(request);
    this.audit.record(by, 'amendment.extended', id, { clientId: request.clientId, dueOn: request.dueOn });
    return this.read(id);
  }

  async accept(by: Actor, id: string, version: number, { addendumId, words }: AcceptAmendment): Promise<AmendmentView> {
    const request = await this.forChange(id, version);
    request.accept(addendumId ?? null, words ?? null, by.id);
    await this.work.save(request);
    this.audit.record(by, 'amendment.accepted', id, { clientId: request.clientId, addendumId: request.addendumId });
    return this.read(id);
  }

  async deny(by: Actor, id: string, version: number, { basis, words }: DenyAmendment): Promise<AmendmentView> {
    const request = await this.forChange(id, version);
    request.deny(basis, words, by.id);
    await this.work.save(request);
    this.audit.record(by, 'amendment.denied', id, { clientId: request.clientId, basis });
    return this.read(id);
  }

  async disagree(by: Actor, id: string, version: number, statement: string): Promise<AmendmentView> {
    const request = await this.forChange(id, version);
    request.disagree(statement);
    await this.work.save(request);
    this.audit.record(by, 'amendment.disagreed', id, { clientId: request.clientId });
    return this.read(id);
  }

  async rebut(by: Actor, id: string, version: number, words: string): Promise<AmendmentView> {
    const request = await this.forChange(id, version);
    request.rebut(words, by.id);
    await this.work.save(request);
    this.audit.record(by, 'amendment.rebutted', id, { clientId: request.clientId });
    return this.read(id);
  }

  /** What a client says to denials about these of his records: it leaves with them, whenever they leave. */
  statementsOn(clientId: string, recordIds: string[]): Promise<DisclosedStatement[]> {
    return this.work.rows<DisclosedStatement>({ ...STATEMENTS, values: [clientId, recordIds] });
  }

  private async forChange(id: string, version: number): Promise<AmendmentRequest> {
    const request = await this.work.forChange(AmendmentRequest, id, version);
    if (!request) throw notFound();
    return request;
  }

  private today(): string {
    return serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
  }
}
