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
import type { AttachForm, CaptureConsent, ChangeConsent, ConsentPage, ConsentRow, ConsentView, RevokeConsent } from './consent.dto.ts';
import { Consent, ConsentForm } from './consent.entity.ts';
import { COVERING, COVERING_PAYMENTS, FORM, GROUND, HOLD, LIST, READ, SCOPES } from './consent.queries.ts';
import type { Ground } from './elements.ts';
import { Recipients } from './recipients.service.ts';
import type { Category, DisclosureBasis, Purpose } from './scope.ts';
import { formTypeOf } from './signed-form.ts';

/** What is to leave, of which days, for whom and what for; now, unless an instant is given, and on whatever covers it, unless it was this. */
export type Asked = {
  clientId: string;
  recipientId: string;
  purpose: Purpose;
  categories: Category[];
  fromOn: string | null;
  toOn: string | null;
  at?: Date;
  on?: { consentId: string | null; legalOrderId: string | null };
};
/** On what it may leave. `byClass`: the recipient is described by the consent, and not named. */
export type Grounds = { basis: DisclosureBasis; consentId: string | null; consentVersion: number | null; legalOrderId: string | null; byClass: boolean };

/** Who pays for a client. */
export type Payment = { clientId: string; payer: string };
/** `recipientId` is null where nobody has said yet to whom that payer's claims go. */
export type PaymentGrounds = Payment & { recipientId: string | null; grounds: Grounds | null };

@Injectable()
export class Consents {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly recipients: Recipients,
    private readonly env: Env,
  ) {}

  /** The one gate that anything of a client goes through on its way out. Null: it stays. */
  async covering({ clientId, recipientId, purpose, categories, fromOn, toOn, at, on }: Asked): Promise<Grounds | null> {
    const grounds = await this.work.rows<Grounds>({ ...COVERING, values: [clientId, recipientId, purpose, categories, at ?? null, fromOn, toOn] });
    return grounds.find((each) => !on || (each.consentId === on.consentId && each.legalOrderId === on.legalOrderId)) ?? null;
  }

  /** The same gate, for claims: of each client and who pays for him, on what these categories may go to the payer now. */
  async coveringPayments(asked: Payment[], categories: Category[]): Promise<PaymentGrounds[]> {
    const pairs = [...new Map(asked.map(({ clientId, payer }) => [`${clientId} ${payer}`, { clientId, payer }])).values()];
    if (pairs.length === 0) return [];
    const values = [pairs.map(({ clientId }) => clientId), pairs.map(({ payer }) => payer), categories];
    const rows = await this.work.rows<Payment & { recipientId: string | null } & Grounds>({ ...COVERING_PAYMENTS, values });
    return rows.map(({ clientId, payer, recipientId, ...grounds }) => ({ clientId, payer, recipientId, grounds: grounds.basis ? grounds : null }));
  }

  /** Those of them that are active; their revocation waits until this work is done. */
  async hold(ids: string[]): Promise<Set<string>> {
    return new Set((await this.work.rows<{ id: string }>({ ...HOLD, values: [ids] })).map(({ id }) => id));
  }

  /** What each of them covers, in words, 42 CFR 2.32(b). */
  async scopesOf(ids: string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    return new Map((await this.work.rows<{ id: string; words: string }>({ ...SCOPES, values: [ids] })).map(({ id, words }) => [id, words]));
  }

  async capture(by: Actor, clientId: string, { kind, ...elements }: CaptureConsent): Promise<ConsentView> {
    await this.clients.demand(clientId);
    await this.demandNamed(clientId, elements);
    const consent = Consent.draft(clientId, kind, elements, by.id);
    await this.work.insert(consent);
    this.audit.record(by, 'consent.captured', consent.id, { clientId, consent: kind });
    return this.read(consent.id);
  }

  async list(clientId: string, query: PageQuery): Promise<ConsentPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<ConsentRow>({ ...LIST, values: [clientId, startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ConsentView> {
    const [view] = await this.work.rows<ConsentView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async change(by: Actor, id: string, version: number, elements: ChangeConsent): Promise<ConsentView> {
    const consent = await this.forChange(id, version);
    consent.change(elements);
    await this.demandNamed(consent.clientId, elements);
    await this.work.save(consent);
    this.audit.record(by, 'consent.changed', id, { clientId: consent.clientId, fields: Object.keys(elements) });
    return this.read(id);
  }

  async activate(by: Actor, id: string, version: number): Promise<ConsentView> {
    const consent = await this.forChange(id, version);
    const at = new Date();
    const ground = await this.ground(consent, at);
    consent.activate(at, by.id, ground);
    if (consent.supersedes) await this.supersede(by, consent, consent.supersedes, at, ground.today);
    await this.work.save(consent);
    this.audit.record(by, 'consent.activated', id, { clientId: consent.clientId, consent: consent.kind });
    return this.read(id);
  }

  async revoke(by: Actor, id: string, version: number, { how, reason, at = new Date(), finalDispositionOn }: RevokeConsent): Promise<ConsentView> {
    const consent = await this.forChange(id, version);
    consent.revoke({ how, reason: reason ?? null, at, dispositionOn: finalDispositionOn ?? null }, by.id, this.today());
    await this.work.save(consent);
    this.audit.record(by, 'consent.revoked', id, { clientId: consent.clientId, how });
    return this.read(id);
  }

  async attach(by: Actor, id: string, version: number, { content: bytes }: AttachForm): Promise<ConsentView> {
    const content = Buffer.from(bytes);
    const mediaType = formTypeOf(content);
    if (!mediaType) throw invalid('#/content', 'must be a PDF, a JPEG or a PNG');
    const consent = await this.forChange(id, version);
    consent.demandOpen();
    const contentHash = createHash('sha256').update(content).digest();
    const form = ConsentForm.of(consent, mediaType, content, contentHash, by.id);
    await this.work.save(consent, { touch: true });
    await this.work.insert(form);
    this.audit.record(by, 'consent.form-attached', id, { clientId: consent.clientId, contentHash: contentHash.toString('hex') });
    return this.read(id);
  }

  /** The file's name tells nobody who the client is. */
  async form(id: string): Promise<{ mediaType: string; content: Buffer; name: string }> {
    const [form] = await this.work.rows<{ mediaType: string; content: Buffer; clientId: string }>({ ...FORM, values: [id] });
    if (!form) throw notFound();
    this.work.saw(form.clientId);
    return { ...form, name: `consent-${id}.${form.mediaType.split('/')[1]}` };
  }

  private async supersede(by: Actor, successor: Consent, id: string, at: Date, today: string): Promise<void> {
    const former = await this.forChange(id);
    former.supersede(successor, at, by.id, today);
    await this.work.save(former);
    this.audit.record(by, 'consent.superseded', id, { clientId: former.clientId, successorId: successor.id });
  }

  private async forChange(id: string, version?: number): Promise<Consent> {
    const consent = await this.work.forChange(Consent, id, version);
    if (!consent) throw notFound();
    return consent;
  }

  /** Whoever is named is registered; what is superseded is a consent of the same client. */
  private async demandNamed(clientId: string, { recipientIds = [], supersedes }: ChangeConsent): Promise<void> {
    await this.recipients.demandEach(recipientIds, 'recipientIds');
    if (!supersedes) return;
    const [own] = await this.work.rows({ text: 'select from app.consents where id = $1 and client_id = $2', values: [supersedes, clientId] });
    if (!own) throw invalid('#/supersedes', 'is no consent of this client');
  }

  private async ground({ clientId, recipientIds, signedOn }: Consent, at: Date): Promise<Ground> {
    const today = this.today(at);
    const [ground] = await this.work.rows<Omit<Ground, 'today' | 'timeZone'>>({ ...GROUND, values: [clientId, recipientIds, signedOn ?? today] });
    return { ...ground!, today, timeZone: this.env.SITE_TIME_ZONE };
  }

  private today(at = new Date()): string {
    return serviceDay(at, this.env.SITE_TIME_ZONE);
  }
}
