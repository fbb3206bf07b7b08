import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import { Recipients } from '../consent/index.ts';
import type { AnswerPrivacyRequest, FindPrivacyRequests, PrivacyRequestPage, PrivacyRequestRow, PrivacyRequestView } from './privacy-request.dto.ts';
import type { ExtendPrivacyRequest, RecordPrivacyRequest, WithdrawPrivacyRequest } from './privacy-request.dto.ts';
import { PrivacyRequest } from './privacy-request.entity.ts';
import { LIST, READ } from './privacy-request.queries.ts';

@Injectable()
export class PrivacyRequests {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly recipients: Recipients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async record(
    by: Actor,
    clientId: string,
    { recipientId, purpose, paidInFull = false, receivedOn, ...wish }: RecordPrivacyRequest,
  ): Promise<PrivacyRequestView> {
    await this.clients.demand(clientId);
    const today = this.today();
    const asked = { ...wish, receivedOn: receivedOn ?? today, recipientId: recipientId ?? null, purpose: purpose ?? null, paidInFull };
    const request = PrivacyRequest.record(clientId, asked, today, by.id);
    if (request.recipientId) await this.recipients.read(request.recipientId);
    await this.work.insert(request);
    this.audit.record(by, 'privacy-request.recorded', request.id, { clientId, request: request.kind });
    return this.read(request.id);
  }

  async list({ kind, state, overdue, clientId, ...query }: FindPrivacyRequests): Promise<PrivacyRequestPage> {
    const values = [this.today(), startOf(query), kind ?? null, state ?? null, overdue ?? null, clientId ?? null, query.limit + 1];
    return pageOf(await this.work.rows<PrivacyRequestRow>({ ...LIST, values }), query, ({ id }) => id);
  }

  async read(id: string): Promise<PrivacyRequestView> {
    const [view] = await this.work.rows<PrivacyRequestView>({ ...READ, values: [this.today(), id] });
    if (!view) throw notFound();
    return view;
  }

  async extend(by: Actor, id: string, version: number, { reason }: ExtendPrivacyRequest): Promise<PrivacyRequestView> {
    const request = await this.forChange(id, version);
    request.extend(this.clock.now(), by.id, reason, this.today());
    await this.work.save(request);
    this.audit.record(by, 'privacy-request.extended', id, { clientId: request.clientId, dueOn: request.dueOn });
    return this.read(id);
  }

  async answer(by: Actor, id: string, version: number, { outcome, ground: named, words }: AnswerPrivacyRequest): Promise<PrivacyRequestView> {
    const request = await this.forChange(id, version);
    const ground = named ?? null;
    const recipient = request.recipientId && (await this.recipients.read(request.recipientId));
    request.decide({ outcome, ground, words }, this.clock.now(), by.id, recipient ? recipient.kind : null);
    await this.work.save(request);
    this.audit.record(by, 'privacy-request.decided', id, { clientId: request.clientId, request: request.kind, outcome, ground });
    return this.read(id);
  }

  async withdraw(by: Actor, id: string, version: number, { reason }: WithdrawPrivacyRequest): Promise<PrivacyRequestView> {
    const request = await this.forChange(id, version);
    request.withdraw(this.clock.now(), by.id, reason);
    await this.work.save(request);
    this.audit.record(by, 'privacy-request.withdrawn', id, { clientId: request.clientId, request: request.kind });
    return this.read(id);
  }

  private async forChange(id: string, version: number): Promise<PrivacyRequest> {
    const request = await this.work.forChange(PrivacyRequest, id, version);
    if (!request) throw notFound();
    return request;
  }

  private today(): string {
    return serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
  }
}
