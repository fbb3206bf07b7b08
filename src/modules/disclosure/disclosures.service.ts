import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { stepUpRequired } from '../../platform/access/step-up.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, notFound, Problem } from '../../platform/problem.ts';
import { Amendments } from '../amendment/index.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import { Consents, type Grounds, Recipients } from '../consent/index.ts';
import type { AuthorityReport } from './authority-report.ts';
import type { DisclosureContent, ScopeView } from './content.dto.ts';
import { Contents } from './contents.service.ts';
import type { DisclosurePage, DisclosureRow, DisclosureView, RecordEmergencyDisclosure, RequestDisclosure } from './disclosure.dto.ts';
import { type Claimed, type ClaimExported, Disclosure, type Manifested, type Missing, type Telling, type Wish } from './disclosure.entity.ts';
import { ACCOUNT, LIST, READ, SCOPE, SCOPE_OF_ORDER } from './disclosure.queries.ts';
import { NOTICE_TEXTS, noticeFor } from './notice.ts';

type Relied = Pick<Grounds, 'consentId' | 'legalOrderId'>;
type Scope = Omit<ScopeView, 'basis' | keyof Relied>;
const WITHOUT_CONSENT: Scope = { kind: null, categories: [], purposes: [], signedOn: null, expiresOn: null, expiresWith: null, reference: null };
const MOST_IN_PRINT = 5_000;
const BATCH = 1_000;

@Injectable()
export class Disclosures {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly recipients: Recipients,
    private readonly consents: Consents,
    private readonly contents: Contents,
    private readonly amendments: Amendments,
  ) {}

  /** Nothing leaves yet: the line in the accounting comes first, with what is to leave. */
  async request(by: Actor, clientId: string, { from, to, why, ...asked }: RequestDisclosure): Promise<DisclosureView> {
    await this.clients.demand(clientId);
    if (asked.categories.length === 0) throw invalid('#/categories', 'must name what is to leave');
    if (from && to && to < from) throw invalid('#/to', 'is before from');
    const wish: Wish = { ...asked, fromOn: from ?? null, toOn: to ?? null, why: why ?? null };
    const recipient = await this.recipients.read(asked.recipientId);
    const grounds = await this.consents.covering({ clientId, ...asked, fromOn: wish.fromOn, toOn: wish.toOn });
    if (!grounds) return this.refuse(by, clientId, wish, missingFor(recipient.basis));
    if (grounds.byClass && !why) throw invalid('#/why', 'is required where the consent does not name the recipient: how it belongs to those who are described');
    const [scope, manifest] = await Promise.all([this.scope(grounds), this.contents.manifestOf({ clientId, ...wish })]);
    const notice = noticeFor(recipient.coveredEntity, grounds.basis, scope.kind);
    const disclosure = Disclosure.authorise(clientId, wish, grounds, scope.reference, notice, manifest, by.id);
    await this.work.insert(disclosure);
    const { basis, consentId, legalOrderId } = grounds;
    this.audit.record(by, 'disclosure.authorised', disclosure.id, { clientId, ...asked, basis, consentId, legalOrderId, notice });
    return this.read(disclosure.id);
  }

  async recordEmergency(by: Actor, clientId: string, { categories, ...facts }: RecordEmergencyDisclosure): Promise<DisclosureView> {
    await this.clients.demand(clientId);
    const disclosure = Disclosure.inEmergency(clientId, facts, categories, by.id);
    await this.work.insert(disclosure);
    this.audit.record(by, 'disclosure.told-in-emergency', disclosure.id, { clientId, categories });
    return this.read(disclosure.id);
  }

  async report(by: Actor, clientId: string, report: AuthorityReport): Promise<DisclosureView> {
    await this.clients.demand(clientId);
    const disclosure = Disclosure.reported(clientId, report, by.id);
    await this.work.insert(disclosure);
    this.audit.record(by, 'disclosure.reported-to-authority', disclosure.id, { clientId, ground: report.ground, told: report.told });
    return this.read(disclosure.id);
  }

  async list(by: Actor, clientId: string, query: PageQuery): Promise<DisclosurePage> {
    await this.clients.demandAccounted(by, clientId);
    const rows = await this.work.rows<DisclosureRow>({ ...LIST, values: [clientId, startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  /** Everything at once, for print. */
  async account(by: Actor, clientId: string): Promise<DisclosureView[]> {
    await this.clients.demandAccounted(by, clientId);
    this.work.saw(clientId);
    return this.work.rows<DisclosureView>({ ...ACCOUNT, values: [clientId, MOST_IN_PRINT] });
  }

  async read(id: string): Promise<DisclosureView> {
    const [view] = await this.work.rows<DisclosureView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** As it was first answered: what was refused is refused again. */
  async again(id: string): Promise<DisclosureView> {
    const view = await this.read(id);
    if (view.status === 'refused') throw notCovered(view.missing as Missing);
    return view;
  }

  /** Asks the gate once more, under the lock that a revocation waits for, and only then lets the content out. */
  async send(by: Actor, id: string, format: 'json' | 'pdf', steppedUp: boolean): Promise<DisclosureContent | null> {
    const disclosure = await this.work.forChange(Disclosure, id);
    if (!disclosure) throw notFound();
    disclosure.demandContent();
    // Into proceedings nothing goes from a session that was left open.
    if (disclosure.purpose === 'legal' && !steppedUp) throw stepUpRequired();
    if (!(await this.isStillCovered(disclosure))) return this.suspend(by, disclosure);
    const { clientId, consentId, legalOrderId } = disclosure;
    const on = { consentId, legalOrderId };
    const [recipientId, purpose] = [disclosure.recipientId!, disclosure.purpose as Wish['purpose']];
    const manifest = disclosure.manifest as unknown as Manifested[];
    const [{ recipientName }, scope, parts, statements] = await Promise.all([
      this.read(id),
      this.scope(on),
      this.contents.of(disclosure, manifest),
      this.amendments.statementsOn(
        clientId,
        manifest.flatMap(({ ids }) => ids),
      ),
    ]);
    const preparedAt = new Date();
    if (disclosure.send(preparedAt)) {
      await this.work.save(disclosure);
      this.audit.record(by, 'disclosure.sent', id, { clientId, recipientId, format });
    }
    const notice = { version: disclosure.notice!, text: NOTICE_TEXTS[disclosure.notice!] };
    const whole = { basis: disclosure.basis!, ...on, ...scope };
    return { disclosureId: id, clientId, recipientName, purpose, preparedAt, notice, scope: whole, ...parts, statements };
  }

  /** What was told is measured by what the gate said when it was told. */
  async tell(by: Actor, id: string, version: number, telling: Telling): Promise<DisclosureView> {
    const disclosure = await this.work.forChange(Disclosure, id, version);
    if (!disclosure) throw notFound();
    disclosure.demandTelling(telling);
    if (!(await this.isStillCovered(disclosure, telling.toldAt))) {
      await this.suspend(by, disclosure);
      return this.read(id);
    }
    disclosure.tell(telling);
    await this.work.save(disclosure);
    const { clientId, recipientId } = disclosure;
    this.audit.record(by, 'disclosure.told', id, { clientId, recipientId: recipientId!, categories: telling.categories });
    return this.read(id);
  }

  /** Lines of claims: what each of these clients' payer was told goes into the accounting in the same work. */
  async claimed(by: Actor, claims: Claimed[], exported: ClaimExported): Promise<void> {
    const disclosures = claims.map((one) => Disclosure.claimed(one, exported, by.id));
    for (let from = 0; from < disclosures.length; from += BATCH) await this.work.insert(...disclosures.slice(from, from + BATCH));
  }

  private async isStillCovered(
    { clientId, recipientId, purpose, categories, fromOn, toOn, consentId, legalOrderId, basis }: Disclosure,
    at?: Date,
  ): Promise<boolean> {
    const on = { consentId, legalOrderId };
    const asked = { clientId, recipientId: recipientId!, purpose: purpose as Wish['purpose'], categories, fromOn, toOn, on };
    const grounds = await this.consents.covering({ ...asked, ...(at ? { at } : {}) });
    return grounds?.basis === basis;
  }

  private async refuse(by: Actor, clientId: string, wish: Wish, missing: Missing): Promise<DisclosureView> {
    const disclosure = Disclosure.refuse(clientId, wish, missing, by.id);
    await this.work.insert(disclosure);
    const { recipientId, purpose, categories } = wish;
    this.audit.record(by, 'disclosure.refused', disclosure.id, { clientId, recipientId, purpose, categories, missing });
    this.work.refuse(notCovered(missing));
    return this.read(disclosure.id);
  }

  /** What it rested on is gone meanwhile. */
  private async suspend(by: Actor, disclosure: Disclosure): Promise<null> {
    const { id, clientId, basis } = disclosure;
    disclosure.suspend(new Date());
    await this.work.save(disclosure);
    this.audit.record(by, 'disclosure.withheld', id, { clientId, recipientId: disclosure.recipientId! });
    this.work.refuse(notCovered(missingFor(basis!)));
    return null;
  }

  private async scope({ consentId, legalOrderId }: Relied): Promise<Scope> {
    const [scope] = await this.work.rows<Scope>(legalOrderId ? { ...SCOPE_OF_ORDER, values: [legalOrderId] } : { ...SCOPE, values: [consentId] });
    return scope ?? WITHOUT_CONSENT;
  }
}

const missingFor = (basis: string): Missing => (basis === 'consent' || basis === 'legal-order' ? basis : basis === 'same-program' ? 'purpose' : 'agreement');

/** It says what is missing and of whom nothing: not even that a rule protects this person (42 CFR 2.13(c)(2)). */
const notCovered = (missing: Missing): Problem =>
  new Problem('conflict', 'not-covered', 'Nothing on file lets this go to that recipient for that purpose', { missing });
