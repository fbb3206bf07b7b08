import { Id } from '../../platform/http/shapes.ts';

export class RecordOwnRecord {
  /** Whom the record is about: the holder of the account himself. */
  @Id()
  clientId: string;
}

export class OwnRecordView {
  id: string;
  accountId: string;
  accountName: string;
  clientId: string;
  startsAt: Date;
  /** From then on opening it is no finding any more. */
  endsAt: Date | null;
  recordedBy: string;
  version: number;
}

export class OwnRecordPage {
  items: OwnRecordView[];
  next: string | null;
}
