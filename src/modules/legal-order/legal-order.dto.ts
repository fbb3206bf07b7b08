import { PageQuery } from '../../platform/http/page.ts';
import { Base64, CalendarDate, Clearable, Id, OneOf, Optional, Several, Text } from '../../platform/http/shapes.ts';
import { FORM_BYTES, FORM_TYPES, type FormType, HELD_CATEGORIES, type HeldCategory } from '../consent/index.ts';
import { type Decision, DECISIONS, ORDER_STATUSES } from './legal-order.entity.ts';
import { ORDER_KINDS, type OrderKind, type Rule, RULES } from './opening.ts';

/** What the paper may say beside what each says; null takes it away again. */
class OrderFields {
  /** The section of 42 CFR part 2 that the court made it under; a subpoena alone has none. */
  @Clearable()
  @OneOf(RULES)
  rule?: Rule | null;

  /** @example 26-CV-1042 */
  @Clearable()
  @Text(1, 100)
  caseNumber?: string | null;

  /** What the court found before it made the order. */
  @Clearable()
  @Text(3, 4_000)
  findings?: string | null;

  /** To whom it opens something: a registered recipient. */
  @Clearable()
  @Id()
  recipientId?: string | null;

  /** What it names, and nothing else. Counseling notes are never among it. */
  @Optional()
  @Several(HELD_CATEGORIES, 5)
  categories?: HeldCategory[];

  /**
   * The first day of what it names; everything before, if absent.
   * @example 2026-10-01
   */
  @Clearable()
  @CalendarDate()
  from?: string | null;

  /**
   * The last day of it.
   * @example 2026-10-31
   */
  @Clearable()
  @CalendarDate()
  to?: string | null;

  /** When the client and the center were told that it was asked for. */
  @Clearable()
  @CalendarDate()
  noticeGivenOn?: string | null;

  /** When they were heard, or could have been. */
  @Clearable()
  @CalendarDate()
  hearingOn?: string | null;

  /** By when whoever served it is to be answered. */
  @Clearable()
  @CalendarDate()
  answerBy?: string | null;

  /** The last day on which it opens anything. */
  @Clearable()
  @CalendarDate()
  expiresOn?: string | null;
}

export class RecordLegalOrder extends OrderFields {
  /** A subpoena opens nothing, nor does an order without one. */
  @OneOf(ORDER_KINDS)
  kind: OrderKind;

  /**
   * The court, or whoever else issued it.
   * @example Superior Court of Harbor County
   */
  @Text(2, 200)
  issuer: string;

  /** @example 2026-11-20 */
  @CalendarDate()
  servedOn: string;

  /**
   * Who took it.
   * @example Front desk, Lee Moss
   */
  @Text(2, 200)
  receivedBy: string;

  /** Whose records it names; absent where it is about the program, or about nobody whom the center knows. */
  @Optional()
  @Id()
  clientId?: string;
}

export class ChangeLegalOrder extends OrderFields {
  @Optional()
  @OneOf(ORDER_KINDS)
  kind?: OrderKind;

  @Optional()
  @Text(2, 200)
  issuer?: string;

  @Optional()
  @CalendarDate()
  servedOn?: string;

  @Optional()
  @Text(2, 200)
  receivedBy?: string;
}

export class DecideLegalOrder {
  @OneOf(DECISIONS)
  decision: Decision;

  /** @example Counsel asks the court to narrow it */
  @Text(3, 2_000)
  reason: string;
}

export class AttachPaper {
  /** A PDF, JPEG or PNG of at most 5 MB, in base64. */
  @Base64(FORM_BYTES)
  content: Uint8Array;
}

export class FindLegalOrders extends PageQuery {}

export class LegalOrderRow {
  id: string;
  clientId: string | null;
  @OneOf(ORDER_KINDS)
  kind: OrderKind;
  @OneOf(ORDER_STATUSES)
  status: (typeof ORDER_STATUSES)[number];
  rule: string | null;
  issuer: string;
  caseNumber: string | null;
  servedOn: string;
  answerBy: string | null;
  expiresOn: string | null;
  version: number;
}

export class LegalOrderPage {
  items: LegalOrderRow[];
  next: string | null;
}

export class LegalOrderStepView {
  @OneOf(DECISIONS)
  decision: Decision;
  reason: string;
  decidedBy: string;
  decidedAt: Date;
}

export class LegalOrderPaperView {
  @OneOf(FORM_TYPES)
  mediaType: FormType;
  /** SHA-256 of the file, in hexadecimal. */
  contentHash: string;
  attachedBy: string;
  attachedAt: Date;
}

export class LegalOrderView extends LegalOrderRow {
  receivedBy: string;
  findings: string | null;
  recipientId: string | null;
  @Several(HELD_CATEGORIES, 5)
  categories: HeldCategory[];
  from: string | null;
  to: string | null;
  noticeGivenOn: string | null;
  hearingOn: string | null;
  recordedBy: string;
  createdAt: Date;
  honouredAt: Date | null;
  /** What was decided, oldest first. */
  steps: LegalOrderStepView[];
  paper: LegalOrderPaperView | null;
}
