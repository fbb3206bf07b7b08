import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Id, Instant, OneOf, Optional, Several, Text } from '../../platform/http/shapes.ts';
import { type HeldCategory, HELD_CATEGORIES, type Purpose, PURPOSES } from '../consent/index.ts';
import { DISCLOSURE_STATUSES, type DisclosureStatus } from './disclosure.entity.ts';

const ALL_PURPOSES = [...PURPOSES, 'medical-emergency', 'report-to-authority'] as const;

export class RequestDisclosure {
  @Id()
  recipientId: string;

  @OneOf(PURPOSES)
  purpose: Purpose;

  /** What is to leave; no more than the purpose needs. */
  @Several(HELD_CATEGORIES, 5)
  categories: HeldCategory[];

  /**
   * The first day of what is to leave; everything before, if absent.
   * @example 2026-10-01
   */
  @Optional()
  @CalendarDate()
  from?: string;

  /**
   * The last day of it.
   * @example 2026-10-31
   */
  @Optional()
  @CalendarDate()
  to?: string;

  /**
   * Needed where the consent describes the recipients and does not name them: how this one belongs to them.
   * @example Her primary care clinic since 2024
   */
  @Optional()
  @Text(3, 500)
  why?: string;
}

/** What was told to somebody without a consent: to whom, by whom and when. */
export class ToldWithoutConsent {
  /** @example Dr. Lee */
  @Text(2, 200)
  recipientName: string;

  /** @example Harbor Hospital, emergency department */
  @Text(2, 200)
  recipientAffiliation: string;

  /**
   * Who disclosed.
   * @example Ana Ruiz
   */
  @Text(2, 200)
  disclosedBy: string;

  /** @example 2026-11-22T03:10:00Z */
  @Instant()
  disclosedAt: Date;
}

/** All four facts of 42 CFR 2.51(c) are needed. */
export class RecordEmergencyDisclosure extends ToldWithoutConsent {
  /**
   * The nature of the emergency.
   * @example Found unresponsive
   */
  @Text(3, 2_000)
  emergency: string;

  /** What was told. */
  @Several(HELD_CATEGORIES, 5)
  categories: HeldCategory[];
}

/** What was authorised was told by word of mouth: to a brother on the telephone, say. */
export class TellDisclosure {
  /**
   * When it was told: now or before, and after it was authorised.
   * @example 2026-11-22T15:10:00Z
   */
  @Instant()
  toldAt: Date;

  /** What was told of what was authorised. */
  @Several(HELD_CATEGORIES, 5)
  categories: HeldCategory[];
}

export class FindDisclosures extends PageQuery {}

export class DisclosureRow {
  id: string;
  clientId: string;
  /** Null in an emergency and of a report to an authority, whose recipient need not be registered. */
  recipientId: string | null;
  @OneOf(ALL_PURPOSES)
  purpose: (typeof ALL_PURPOSES)[number];
  @Several(HELD_CATEGORIES, 5)
  categories: HeldCategory[];
  @OneOf(DISCLOSURE_STATUSES)
  status: DisclosureStatus;
  /** On what it rests; null where it was refused. */
  basis: string | null;
  consentId: string | null;
  /** The order of a court that let it through. */
  legalOrderId: string | null;
  /** Null where a machine read it. */
  requestedBy: string | null;
  /** The machine that read it by FHIR. */
  machineClientId: string | null;
  requestedAt: Date;
  /** When it left first. */
  sentAt: Date | null;
  version: number;
}

export class DisclosurePage {
  items: DisclosureRow[];
  next: string | null;
}

export class ManifestLine {
  /** @example session-note */
  kind: string;
  ids: string[];
  fields: string[];
}

export class DisclosureView extends DisclosureRow {
  /** Of whoever was told in an emergency, or as registered. */
  recipientName: string;
  recipientAffiliation: string | null;
  /** What the machine that read it is called by now. */
  machineName: string | null;
  from: string | null;
  to: string | null;
  why: string | null;
  consentVersion: number | null;
  /**
   * Of an order: the rule that it was made under, the court and the case.
   * @example 42 CFR 2.64, Superior Court of Harbor County, 26-CV-1042
   */
  orderReference: string | null;
  /** Which statement of 42 CFR 2.32 goes along. */
  notice: string | null;
  /** Where it was refused: what was missing, in general words. */
  missing: string | null;
  manifest: ManifestLine[];
  disclosedBy: string | null;
  disclosedAt: Date | null;
  emergency: string | null;
  suspendedAt: Date | null;
  /** When it was told by word of mouth instead of being sent. */
  toldAt: Date | null;
  /** What of it was told. */
  @Several(HELD_CATEGORIES, 5)
  toldCategories: HeldCategory[] | null;
  /** With which export of claims it went to a payer. */
  claimExportId: string | null;
  /** Of a report to an authority. */
  reportGround: string | null;
  told: string[] | null;
  justification: string | null;
}
