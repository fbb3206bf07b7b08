import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Clearable, Code, Flag, Ids, OneOf, Optional, Part, Text } from '../../platform/http/shapes.ts';
import { type Basis, BASES, RECIPIENT_KINDS, type RecipientKind } from './scope.ts';

export class AgreementFields {
  /** @example 2026-10-28 */
  @CalendarDate()
  signedOn: string;

  /** @example 2026-11-01 */
  @CalendarDate()
  validFrom: string;

  /**
   * The last day on which it holds. An approval of an audit, an evaluation or research needs one.
   * @example 2027-10-31
   */
  @Optional()
  @CalendarDate()
  validUntil?: string;

  /**
   * Where the signed paper is kept.
   * @example QSOA 2026-14
   */
  @Text(1, 200)
  reference: string;

  /**
   * Of an audit, an evaluation or research: the body that approved it.
   * @example State University IRB
   */
  @Optional()
  @Text(2, 200)
  approvedBy?: string;
}

export class AddRecipient {
  /** @example Harbor Family Clinic */
  @Text(2, 200)
  name: string;

  @OneOf(RECIPIENT_KINDS)
  kind: RecipientKind;

  /** A covered entity or business associate under HIPAA: it decides which statement of 42 CFR 2.32 goes along with what is disclosed. */
  @Flag()
  coveredEntity: boolean;

  /** On what the recipient may rely; `consent` unless the client's consent is not needed at all. */
  @OneOf(BASES)
  basis: Basis;

  /** @example 12 Harbor Street, Springfield */
  @Optional()
  @Text(2, 500)
  address?: string;

  /**
   * Of a payer: what its rule sets and coverages call it. Claims go to the one recipient that has it, and to nobody without one.
   * @example nc-medicaid
   */
  @Optional()
  @Code()
  payer?: string;

  /** The agreement of a qualified service organisation, or the approval of an audit, an evaluation or research. */
  @Optional()
  @Part(() => AgreementFields)
  agreement?: AgreementFields;

  /** Of an intermediary: the recipients who take part in it. */
  @Optional()
  @Ids(100)
  memberIds?: string[];
}

export class ChangeRecipient {
  @Optional()
  @Text(2, 200)
  name?: string;

  @Optional()
  @Flag()
  coveredEntity?: boolean;

  @Clearable()
  @Text(2, 500)
  address?: string | null;

  /** Of a payer: what its rule sets and coverages call it. */
  @Clearable()
  @Code()
  payer?: string | null;

  /** Replaces the one before. */
  @Optional()
  @Part(() => AgreementFields)
  agreement?: AgreementFields;

  /** Replaces those before. */
  @Optional()
  @Ids(100)
  memberIds?: string[];
}

export class FindRecipients extends PageQuery {}

export class RecipientRow {
  id: string;
  name: string;
  @OneOf(RECIPIENT_KINDS)
  kind: RecipientKind;
  coveredEntity: boolean;
  @OneOf(BASES)
  basis: Basis;
  /** When disclosing to it was ended. */
  endedAt: Date | null;
  version: number;
}

export class RecipientPage {
  items: RecipientRow[];
  next: string | null;
}

export class AgreementView {
  signedOn: string;
  validFrom: string;
  validUntil: string | null;
  reference: string;
  approvedBy: string | null;
}

export class RecipientView extends RecipientRow {
  address: string | null;
  payer: string | null;
  agreement: AgreementView | null;
  memberIds: string[];
}
