import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import { formTypeOf, Recipients } from '../consent/index.ts';
import type { AttachPaper, ChangeLegalOrder, DecideLegalOrder, LegalOrderPage, LegalOrderRow, LegalOrderView, RecordLegalOrder } from './legal-order.dto.ts';
import { LegalOrder, LegalOrderPaper, type Served } from './legal-order.entity.ts';
import { LIST, PAPER, READ } from './legal-order.queries.ts';

@Injectable()
export class LegalOrders {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly recipients: Recipients,
    private readonly env: Env,
  ) {}

  async record(by: Actor, { clientId, ...wish }: RecordLegalOrder): Promise<LegalOrderView> {
    if (clientId) await this.clients.demand(clientId);
    await this.demandNamed(wish);
    const { kind, issuer, servedOn, receivedBy } = wish;
    const order = LegalOrder.record(clientId ?? null, { ...servedOf(wish), kind, issuer, servedOn, receivedBy }, by.id, this.today());
    await this.work.insert(order);
    this.audit.record(by, 'legal-order.recorded', order.id, { ...of(order), order: order.kind });
    return this.read(order.id);
  }

  async list(query: PageQuery): Promise<LegalOrderPage> {
    const rows = await this.work.rows<LegalOrderRow>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<LegalOrderView> {
    const [view] = await this.work.rows<LegalOrderView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async change(by: Actor, id: string, version: number, wish: ChangeLegalOrder): Promise<LegalOrderView> {
    const order = await this.forChange(id, version);
    order.change(servedOf(wish), this.today());
    await this.demandNamed(wish);
    await this.work.save(order);
    this.audit.record(by, 'legal-order.changed', id, { ...of(order), fields: Object.keys(wish) });
    return this.read(id);
  }

  /** What was to leave on the strength of one that is honoured no longer is suspended by the database, in the same transaction. */
  async decide(by: Actor, id: string, version: number, { decision, reason }: DecideLegalOrder): Promise<LegalOrderView> {
    const order = await this.forChange(id, version);
    const at = new Date();
    const step = order.decide(decision, reason, by.id, at, { today: this.today(at), timeZone: this.env.SITE_TIME_ZONE });
    await this.work.save(order);
    await this.work.insert(step);
    this.audit.record(by, 'legal-order.decided', id, { ...of(order), decision });
    return this.read(id);
  }

  async attach(by: Actor, id: string, version: number, { content: bytes }: AttachPaper): Promise<LegalOrderView> {
    const content = Buffer.from(bytes);
    const mediaType = formTypeOf(content);
    if (!mediaType) throw invalid('#/content', 'must be a PDF, a JPEG or a PNG');
    const order = await this.forChange(id, version);
    order.demandOpen();
    const contentHash = createHash('sha256').update(content).digest();
    await this.work.save(order, { touch: true });
    await this.work.insert(LegalOrderPaper.of(order, mediaType, content, contentHash, by.id));
    this.audit.record(by, 'legal-order.paper-attached', id, { ...of(order), contentHash: contentHash.toString('hex') });
    return this.read(id);
  }

  /** The file's name tells nobody whom it is about. */
  async paper(id: string): Promise<{ mediaType: string; content: Buffer; name: string }> {
    const [paper] = await this.work.rows<{ mediaType: string; content: Buffer; clientId: string | null }>({ ...PAPER, values: [id] });
    if (!paper) throw notFound();
    if (paper.clientId) this.work.saw(paper.clientId);
    return { ...paper, name: `legal-order-${id}.${paper.mediaType.split('/')[1]}` };
  }

  private async forChange(id: string, version: number): Promise<LegalOrder> {
    const order = await this.work.forChange(LegalOrder, id, version);
    if (!order) throw notFound();
    return order;
  }

  private async demandNamed({ recipientId }: ChangeLegalOrder): Promise<void> {
    if (recipientId) await this.recipients.read(recipientId);
  }

  private today(at = new Date()): string {
    return serviceDay(at, this.env.SITE_TIME_ZONE);
  }
}

const of = ({ clientId }: LegalOrder) => (clientId ? { clientId } : {});

/** The window has longer names inside, where `to` says nothing. */
const servedOf = ({ from, to, ...others }: ChangeLegalOrder): Partial<Served> => ({
  ...others,
  ...(from === undefined ? {} : { fromOn: from }),
  ...(to === undefined ? {} : { toOn: to }),
});
