import { Instant, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { SETBACK_KINDS, type SetbackKind } from './setback.entity.ts';

export class RecordSetback {
  /** @example 2026-11-22T03:00:00Z */
  @Instant()
  occurredAt: Date;

  @OneOf(SETBACK_KINDS)
  kind: SetbackKind;

  /** @example He called from the ward and asks for a visit */
  @Optional()
  @Text(2, 2_000)
  note?: string;
}

export class VoidSetback {
  /** @example Another client's */
  @Text(2, 500)
  reason: string;
}

export class SetbackRow {
  id: string;
  clientId: string;
  occurredAt: Date;
  @OneOf(SETBACK_KINDS)
  kind: SetbackKind;
  recordedBy: string;
  createdAt: Date;
  /** Since when it is known to have been entered in error; null while it stands. */
  voidedAt: Date | null;
  voidedBy: string | null;
  version: number;
}

export class SetbackView extends SetbackRow {
  /** Null where nothing was written, and where the words are withheld. */
  note: string | null;
  voidReason: string | null;
}

export class SetbackPage {
  items: SetbackRow[];
  next: string | null;
}
