import { Marker, OneOf, Optional, QueryNumber } from '../../platform/http/shapes.ts';

export class FindChanges {
  /** `next` of the answer before; absent: from now on, with everybody who is yours. */
  @Optional()
  @Marker(12_000)
  since?: string;

  /** How many changes at the most. */
  @Optional()
  @QueryNumber(1, 500)
  limit: number = 200;
}

export const KINDS_OF_CHANGE = ['created', 'changed', 'yours', 'no-longer-yours'] as const;

export class ChangeView {
  /**
   * What it is: `client` with `yours` says that all of his is to be read, and with `no-longer-yours` that it is to be forgotten.
   * @example session-note
   */
  kind: string;
  id: string;
  clientId: string;
  @OneOf(KINDS_OF_CHANGE)
  change: (typeof KINDS_OF_CHANGE)[number];
  /** When it was done; of who is yours or no longer, when it was asked. */
  at: Date;
}

export class ChangeFeed {
  /** Forget everything and read it anew: there was no `since`, or the database was restored from a backup since. */
  restart: boolean;
  changes: ChangeView[];
  /** The next `since`. */
  next: string;
  /** There is more now; ask again at once. */
  more: boolean;
}
