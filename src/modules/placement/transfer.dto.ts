import { PageQuery } from '../../platform/http/page.ts';
import { Flag, Id, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { TRANSFER_STATUSES, type TransferStatus } from './transfer.entity.ts';

export class RequestTransfer {
  /** Who is asked to take over. */
  @Id()
  toPeerSpecialistId: string;

  /** @example Moves closer to the house */
  @Text(2, 500)
  reason: string;

  /**
   * What must not be lost on the way: what is agreed, what helps, what to look out for. The specialist who is asked reads it.
   * @example Meets Tuesdays at 6; call before you come; his daughter visits in two weeks
   */
  @Text(2, 4_000)
  handOff: string;

  /** Whether the one who takes over reads the words of notes from before; absent: yes. */
  @Optional()
  @Flag()
  earlierNotesShown?: boolean;
}

export class AcceptTransfer {
  /** Why the caseload may grow beyond its limit, or a declared conflict of interest does not stand in the way: for a supervisor or a program manager to say. */
  @Optional()
  @Text(3, 500)
  overrideReason?: string;
}

export class CloseTransfer {
  /** @example I know the family */
  @Text(2, 500)
  reason: string;
}

export class FindTransfers extends PageQuery {
  @Optional()
  @OneOf(TRANSFER_STATUSES)
  status?: TransferStatus;

  @Optional()
  @Id()
  clientId?: string;
}

export class TransferRow {
  id: string;
  clientId: string;
  clientCode: string;
  fromPeerSpecialistId: string;
  fromName: string;
  toPeerSpecialistId: string;
  toName: string;
  @OneOf(TRANSFER_STATUSES)
  status: TransferStatus;
  earlierNotesShown: boolean;
  requestedBy: string;
  requestedAt: Date;
  /** 72 hours after it was asked for; from then on it is expired. */
  expiresAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
  /** The assignment that began when it was accepted. */
  assignmentId: string | null;
  version: number;
}

export class TransferView extends TransferRow {
  /** Null where the words are withheld. */
  reason: string | null;
  /** Null where the words are withheld. */
  handOff: string | null;
  /** Why it was declined or withdrawn. */
  answer: string | null;
}

export class TransferPage {
  items: TransferRow[];
  next: string | null;
}
