import { CalendarDate, Instant, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { CONTACT_HOLD_KINDS, type ContactHoldKind } from './contact-hold.entity.ts';

export class BeginContactHold {
  @OneOf(CONTACT_HOLD_KINDS)
  kind: ContactHoldKind;

  /** @example Visits his sister and calls when he is back */
  @Text(2, 500)
  reason: string;

  /** Absent: from now on. */
  @Optional()
  @Instant()
  from?: Date;

  /** @example 2026-12-01 */
  @Optional()
  @CalendarDate()
  expectedEndOn?: string;
}

export class EndContactHold {
  /** Absent: now. */
  @Optional()
  @Instant()
  at?: Date;
}

export class ContactHoldRow {
  id: string;
  clientId: string;
  @OneOf(CONTACT_HOLD_KINDS)
  kind: ContactHoldKind;
  startsAt: Date;
  expectedEndOn: string | null;
  /** Null as long as it goes on, whatever was expected. */
  endsAt: Date | null;
  recordedBy: string;
  version: number;
}

export class ContactHoldView extends ContactHoldRow {
  reason: string;
}

export class ContactHoldPage {
  items: ContactHoldRow[];
  next: string | null;
}
