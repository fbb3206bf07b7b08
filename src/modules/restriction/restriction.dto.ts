import { PageQuery } from '../../platform/http/page.ts';
import { Id, Ids, Optional, QueryFlag, Text } from '../../platform/http/shapes.ts';

const MOST_READERS = 20;

export class RestrictClient {
  /** @example A colleague of ours; she asked that nobody but her own team reads her record. */
  @Text(10, 1000)
  reason: string;

  /** The client's own account, where he works at the center: it never sees the record. */
  @Optional()
  @Id()
  staffAccountId?: string;

  /** Who may see the client meanwhile, one at the least. Each must reach him already by role and caseload; being named opens nothing else, and you do not name yourself. */
  @Ids(MOST_READERS)
  accountIds: string[];
}

export class NameReaders {
  /** All who may see the client from now on, one at the least; whoever is not among them any more is out at his next request. */
  @Ids(MOST_READERS)
  accountIds: string[];
}

export class LiftRestriction {
  /** @example She has left the center's staff and wishes it so. */
  @Text(10, 1000)
  reason: string;
}

export class FindRestrictions extends PageQuery {
  @Optional()
  @Id()
  clientId?: string;

  /** `true`: those that stand. `false`: those that were lifted. */
  @Optional()
  @QueryFlag()
  standing?: boolean;
}

export class RestrictionReaderView {
  accountId: string;
  name: string;
  addedAt: Date;
  addedBy: string;
  removedAt: Date | null;
  removedBy: string | null;
}

export class RestrictionView {
  id: string;
  clientId: string;
  /** The client's code; his name is not shown here. */
  clientCode: string;
  reason: string;
  staffAccountId: string | null;
  startsAt: Date;
  madeBy: string;
  liftedAt: Date | null;
  liftedBy: string | null;
  liftReason: string | null;
  /** Whoever is or was named, in the order in which they were. */
  readers: RestrictionReaderView[];
  version: number;
}

export class RestrictionPage {
  items: RestrictionView[];
  next: string | null;
}
