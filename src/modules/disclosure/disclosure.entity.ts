import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Machine } from '../../platform/access/actor.ts';
import { invalid, invalidAll, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';
import type { DisclosureBasis, Grounds, HeldCategory, Purpose } from '../consent/index.ts';
import { type AuthorityReport, basisOf, demandReportable, type ReportBasis, type Reported, type ReportGround } from './authority-report.ts';
import { NOTICE_OF_CLAIMS, type NoticeVersion } from './notice.ts';

export const DISCLOSURE_STATUSES = ['authorised', 'refused', 'sent', 'suspended'] as const;
export type DisclosureStatus = (typeof DISCLOSURE_STATUSES)[number];
/** In general words: nothing of whom it concerns. */
export const MISSING = ['consent', 'agreement', 'purpose', 'legal-order'] as const;
export type Missing = (typeof MISSING)[number];

/** Exactly which fields of which rows, and of what kind these are. */
export type Manifested = { kind: string; ids: string[]; fields: string[] };
export type Wish = { recipientId: string; purpose: Purpose; categories: HeldCategory[]; fromOn: string | null; toOn: string | null; why: string | null };
export type Emergency = { recipientName: string; recipientAffiliation: string; disclosedBy: string; disclosedAt: Date; emergency: string };

/** What a machine is shown of one client on one ground: of each type of resource, which. */
export type HandedOut = {
  clientId: string;
  basis: string;
  consentId: string | null;
  consentVersion: number | null;
  categories: Set<string>;
  ids: Map<string, Set<string>>;
};

const NO_GROUNDS = { basis: null, consentId: null, consentVersion: null, legalOrderId: null, orderReference: null, notice: null };
/** What was told instead of sent. */
export type Telling = { toldAt: Date; categories: HeldCategory[] };
/** What an export of claims took to a payer. */
/** Of what kind everything is that a line of a claim says: when somebody was here, for how long, and with whom. */
export const CLAIMED: HeldCategory[] = ['attendance'];
export type Claimed = {
  clientId: string;
  recipientId: string;
  why: string | null;
  grounds: Grounds;
  manifest: Manifested[];
};
export type ClaimExported = { id: string; from: string; to: string; at: Date };

const NOT_TOLD = { toldAt: null, toldCategories: null, claimExportId: null, reportGround: null, told: null, justification: null };
const NO_EMERGENCY = { recipientName: null, recipientAffiliation: null, disclosedBy: null, disclosedAt: null, emergency: null };

/** One line of the accounting of disclosures: written before anything leaves, and kept for good. */
@Entity('disclosures')
export class Disclosure {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  /** Null in an emergency, whose recipient need not be registered. */
  @Column('uuid', { nullable: true }) recipientId: string | null;
  @Column('text') purpose: Purpose | 'medical-emergency' | 'report-to-authority';
  @Column('text', { array: true }) categories: HeldCategory[];
  @Column('date', { nullable: true }) fromOn: string | null;
  @Column('date', { nullable: true }) toOn: string | null;
  @Column('text', { nullable: true }) why: string | null;
  @Column('text') status: DisclosureStatus;
  @Column('text', { nullable: true }) basis: DisclosureBasis | 'medical-emergency' | ReportBasis | null;
  @Column('uuid', { nullable: true }) consentId: string | null;
  @Column('integer', { nullable: true }) consentVersion: number | null;
  @Column('uuid', { nullable: true }) legalOrderId: string | null;
  /** The rule, the court and the case, as they were when it was authorised: the accounting says so for good. */
  @Column('text', { nullable: true }) orderReference: string | null;
  @Column('text', { nullable: true }) notice: NoticeVersion | null;
  @Column('text', { nullable: true }) missing: Missing | null;
  /** A list of `Manifested`, as JSON. */
  @Column('jsonb') manifest: string;
  @Column('text', { nullable: true }) recipientName: string | null;
  @Column('text', { nullable: true }) recipientAffiliation: string | null;
  @Column('text', { nullable: true }) disclosedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) disclosedAt: Date | null;
  @Column('text', { nullable: true }) emergency: string | null;
  /** Null when a machine read it, which is named below. */
  @Column('uuid', { nullable: true }) requestedBy: string | null;
  @Column('uuid', { nullable: true }) machineClientId: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) requestedAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) sentAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) suspendedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) toldAt: Date | null;
  @Column('text', { array: true, nullable: true }) toldCategories: HeldCategory[] | null;
  @Column('text', { nullable: true }) reportGround: ReportGround | null;
  /** Of a report to an authority. */
  @Column('text', { array: true, nullable: true }) told: Reported[] | null;
  @Column('text', { nullable: true }) justification: string | null;
  /** With which export of claims it left. */
  @Column('uuid', { nullable: true }) claimExportId: string | null;
  @Column('integer') version: number;

  static authorise(
    clientId: string,
    wish: Wish,
    { basis, consentId, consentVersion, legalOrderId }: Grounds,
    orderReference: string | null,
    notice: NoticeVersion,
    manifest: Manifested[],
    by: string,
  ): Disclosure {
    const grounds = { basis, consentId, consentVersion, legalOrderId, orderReference, notice, missing: null };
    return begun(clientId, { ...wish, ...grounds, ...NO_EMERGENCY, status: 'authorised', manifest: JSON.stringify(manifest), sentAt: null }, by);
  }

  /** An attempt is remembered as well. */
  static refuse(clientId: string, wish: Wish, missing: Missing, by: string): Disclosure {
    return begun(clientId, { ...wish, ...NO_GROUNDS, ...NO_EMERGENCY, missing, status: 'refused', manifest: '[]', sentAt: null }, by);
  }

  /** What was told by word of mouth or on paper when a life was at stake, 42 CFR 2.51(c). */
  static inEmergency(clientId: string, facts: Emergency, categories: HeldCategory[], by: string): Disclosure {
    if (isFuture(facts.disclosedAt)) throw invalid('#/disclosedAt', 'lies in the future');
    const wish = { recipientId: null, purpose: 'medical-emergency' as const, categories, fromOn: null, toOn: null, why: null };
    const grounds = { ...NO_GROUNDS, basis: 'medical-emergency' as const, missing: null };
    return begun(clientId, { ...wish, ...grounds, ...facts, status: 'sent', manifest: '[]', sentAt: facts.disclosedAt }, by);
  }

  /** What a machine reads leaves at once; which fields a type has is said by the CapabilityStatement and its profile. */
  static toMachine({ id, recipientId, purpose }: Machine, { clientId, basis, consentId, consentVersion, categories, ids }: HandedOut): Disclosure {
    const manifest = [...ids].map(([kind, each]): Manifested => ({ kind, ids: [...each], fields: ['*'] }));
    const wish = { recipientId, purpose, categories: [...categories], fromOn: null, toOn: null, why: null };
    const grounds = { ...NO_GROUNDS, basis, consentId, consentVersion, notice: '2.32-a2' as const, missing: null };
    const sent = { status: 'sent' as const, manifest: JSON.stringify(manifest), sentAt: new Date() };
    return begun(clientId, { ...wish, ...grounds, ...NO_EMERGENCY, ...sent, machineClientId: id }, null);
  }

  /** What was reported to the police or to whoever protects children; of the record nothing went with it. */
  static reported(clientId: string, report: AuthorityReport, by: string): Disclosure {
    demandReportable(report);
    const { ground: reportGround, told, justification, ...facts } = report;
    const wish = { recipientId: null, purpose: 'report-to-authority' as const, categories: [], fromOn: null, toOn: null, why: null };
    const grounds = { ...NO_GROUNDS, basis: basisOf(report), missing: null };
    const said = { reportGround, told, justification, emergency: null };
    return begun(clientId, { ...wish, ...grounds, ...facts, ...said, status: 'sent', manifest: '[]', sentAt: facts.disclosedAt }, by);
  }

  /** What a payer is told by the lines of an export leaves with it, and at once. */
  static claimed({ clientId, recipientId, why, grounds, manifest }: Claimed, { id, from, to, at }: ClaimExported, by: string): Disclosure {
    const { basis, consentId, consentVersion, legalOrderId } = grounds;
    const wish = { recipientId, purpose: 'payment' as const, categories: CLAIMED, fromOn: from, toOn: to, why };
    const ground = { basis, consentId, consentVersion, legalOrderId, orderReference: null, notice: NOTICE_OF_CLAIMS, missing: null };
    return begun(clientId, { ...wish, ...ground, ...NO_EMERGENCY, status: 'sent', manifest: JSON.stringify(manifest), sentAt: at, claimExportId: id }, by);
  }

  /** Whether it leaves for the first time: what was sent once may be fetched again, as long as it may be sent at all. */
  send(at: Date): boolean {
    if (this.status !== 'authorised') return false;
    Object.assign(this, { status: 'sent', sentAt: at });
    return true;
  }

  /** Whether it may be told instead of sent, and of what was authorised no more. */
  demandTelling({ toldAt, categories }: Telling): void {
    this.demandGranted();
    if (this.status === 'sent') throw new Problem('conflict', 'disclosure-sent', 'This has left already; ask for another one', { sentAt: this.sentAt });
    const faults = categories.flatMap((one, at) => (this.categories.includes(one) ? [] : [{ pointer: `#/categories/${at}`, detail: 'was not authorised' }]));
    if (categories.length === 0) faults.push({ pointer: '#/categories', detail: 'must name what was told' });
    if (isFuture(toldAt)) faults.push({ pointer: '#/toldAt', detail: 'lies in the future' });
    else if (toldAt < this.requestedAt) faults.push({ pointer: '#/toldAt', detail: 'is before it was authorised' });
    if (faults.length > 0) throw invalidAll(faults);
  }

  tell({ toldAt, categories }: Telling): void {
    Object.assign(this, { status: 'sent', sentAt: toldAt, toldAt, toldCategories: categories });
  }

  suspend(at: Date): void {
    if (this.status === 'authorised') Object.assign(this, { status: 'suspended', suspendedAt: at });
  }

  /** Whether there is anything to be fetched. */
  demandContent(): void {
    if (this.recipientId === null || this.toldAt || this.claimExportId || this.machineClientId)
      throw new Problem(
        'conflict',
        'disclosure-without-content',
        'What was told, read by a machine, or went to a payer with an export of claims, is not fetched from here',
      );
    this.demandGranted();
  }

  private demandGranted(): void {
    if (this.status === 'refused' || this.status === 'suspended')
      throw new Problem('conflict', 'disclosure-not-open', 'Nothing leaves on the strength of this disclosure; ask for another one', { status: this.status });
  }
}

const begun = (clientId: string, facts: object, requestedBy: string | null): Disclosure =>
  Object.assign(new Disclosure(), {
    id: uuid(),
    clientId,
    requestedBy,
    machineClientId: null,
    requestedAt: new Date(),
    suspendedAt: null,
    ...NOT_TOLD,
    ...facts,
    version: 1,
  });
