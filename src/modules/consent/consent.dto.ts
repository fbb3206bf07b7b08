import { PageQuery } from '../../platform/http/page.ts';
import { Base64, CalendarDate, Clearable, Code, Id, Ids, Instant, OneOf, Optional, Several, Text } from '../../platform/http/shapes.ts';
import { CONSENT_STATUSES, REVOKED_HOW } from './consent.entity.ts';
import { EXPIRIES, SIGNATURES, SIGNERS } from './elements.ts';
import { FORM_BYTES, type FormType, FORM_TYPES } from './signed-form.ts';
import { CATEGORIES, type Category, CONSENT_KINDS, type ConsentKind, type Purpose, PURPOSES, RECIPIENT_CLASSES, type RecipientClass } from './scope.ts';

/** Every element of a consent. A draft may lack any of them; null takes one away. */
export class ChangeConsent {
  /**
   * Who may disclose.
   * @example The staff of this program
   */
  @Clearable()
  @Text(2, 500)
  discloser?: string | null;

  @Optional()
  @Several(CATEGORIES, 6)
  categories?: Category[];

  /** Those who are named. */
  @Optional()
  @Ids(50)
  recipientIds?: string[];

  /** Those who are described: only for treatment, payment and operations, and through an intermediary. */
  @Optional()
  @Several(RECIPIENT_CLASSES, 3)
  recipientClasses?: RecipientClass[];

  @Optional()
  @Several(PURPOSES, 7)
  purposes?: Purpose[];

  /** Needed where the purpose is another one. */
  @Clearable()
  @Text(2, 500)
  purposeWords?: string | null;

  /**
   * Which wording of the right to revoke was signed.
   * @example revocation-2026
   */
  @Clearable()
  @Code()
  revocationStatement?: string | null;

  /** Which wording was signed of what recipients may disclose further; needed for treatment, payment and operations. */
  @Clearable()
  @Code()
  redisclosureStatement?: string | null;

  /** Which wording was signed of what refusing leads to; needed for treatment, payment and operations. */
  @Clearable()
  @Code()
  refusalStatement?: string | null;

  /**
   * The last day on which it holds.
   * @example 2027-11-30
   */
  @Clearable()
  @CalendarDate()
  expiresOn?: string | null;

  /** The event with which it ends, or that it ends with none. */
  @Clearable()
  @OneOf(EXPIRIES)
  expiresWith?: (typeof EXPIRIES)[number] | null;

  @Clearable()
  @OneOf(SIGNATURES)
  signature?: (typeof SIGNATURES)[number] | null;

  @Clearable()
  @OneOf(SIGNERS)
  signer?: (typeof SIGNERS)[number] | null;

  /** Needed of a personal representative. */
  @Clearable()
  @Text(2, 200)
  signerName?: string | null;

  /**
   * What the personal representative is to the client.
   * @example Legal guardian
   */
  @Clearable()
  @Text(2, 200)
  signerRelationship?: string | null;

  /** @example 2026-11-22 */
  @Clearable()
  @CalendarDate()
  signedOn?: string | null;

  /** Who signed besides a minor; needed where the state's law asks for it. */
  @Clearable()
  @Text(2, 200)
  guardianName?: string | null;

  /** @example Mother */
  @Clearable()
  @Text(2, 200)
  guardianRelationship?: string | null;

  @Clearable()
  @CalendarDate()
  guardianSignedOn?: string | null;

  /** Of a consent given to criminal justice: the day before which it cannot be revoked. */
  @Clearable()
  @CalendarDate()
  revocableFrom?: string | null;

  /** The active consent that this one ends when it is activated. */
  @Clearable()
  @Id()
  supersedes?: string | null;
}

export class CaptureConsent extends ChangeConsent {
  @OneOf(CONSENT_KINDS)
  kind: ConsentKind;
}

export class RevokeConsent {
  @OneOf(REVOKED_HOW)
  how: (typeof REVOKED_HOW)[number];

  /** @example The client changed clinics */
  @Optional()
  @Text(2, 500)
  reason?: string;

  /**
   * When the client said so; now, if nothing is said.
   * @example 2026-11-22T15:00:00Z
   */
  @Optional()
  @Instant()
  at?: Date;

  /** Of a consent given to criminal justice that cannot be revoked yet: the day of the final disposition. */
  @Optional()
  @CalendarDate()
  finalDispositionOn?: string;
}

export class AttachForm {
  /** A PDF, JPEG or PNG of at most 5 MB, in base64. */
  @Base64(FORM_BYTES)
  content: Uint8Array;
}

export class FindConsents extends PageQuery {}

export class ConsentRow {
  id: string;
  clientId: string;
  @OneOf(CONSENT_KINDS)
  kind: ConsentKind;
  @OneOf(CONSENT_STATUSES)
  status: (typeof CONSENT_STATUSES)[number];
  @Several(CATEGORIES, 6)
  categories: Category[];
  recipientIds: string[];
  @Several(RECIPIENT_CLASSES, 3)
  recipientClasses: RecipientClass[];
  @Several(PURPOSES, 7)
  purposes: Purpose[];
  signedOn: string | null;
  expiresOn: string | null;
  expiresWith: string | null;
  activatedAt: Date | null;
  endedAt: Date | null;
  version: number;
}

export class ConsentPage {
  items: ConsentRow[];
  next: string | null;
}

export class ConsentFormView {
  @OneOf(FORM_TYPES)
  mediaType: FormType;
  /** SHA-256 of the file, in hexadecimal. */
  contentHash: string;
  attachedBy: string;
  attachedAt: Date;
}

export class ConsentView extends ConsentRow {
  discloser: string | null;
  purposeWords: string | null;
  revocationStatement: string | null;
  redisclosureStatement: string | null;
  refusalStatement: string | null;
  signature: string | null;
  signer: string | null;
  signerName: string | null;
  signerRelationship: string | null;
  guardianName: string | null;
  guardianRelationship: string | null;
  guardianSignedOn: string | null;
  revocableFrom: string | null;
  supersedes: string | null;
  revokedHow: string | null;
  revokeReason: string | null;
  capturedBy: string;
  createdAt: Date;
  form: ConsentFormView | null;
}
