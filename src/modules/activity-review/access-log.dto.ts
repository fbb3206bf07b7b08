import { PageQuery } from '../../platform/http/page.ts';
import { OneOf, Optional, QueryInstant } from '../../platform/http/shapes.ts';

/** On paper all of it stands, whatever the page. */
export class FindAccesses extends PageQuery {
  @Optional()
  @QueryInstant()
  from?: Date;

  @Optional()
  @QueryInstant()
  to?: Date;
}

const KINDS = ['look', 'disclosure'] as const;

/** Somebody's looks of one day with nobody else's between them, or what was told to somebody outside. */
export class AccessLogEntry {
  id: string;
  clientId: string;
  @OneOf(KINDS)
  kind: (typeof KINDS)[number];
  at: Date;
  /** Of the last of these looks. */
  until: Date;
  /** @example Ana Ruiz */
  who: string;
  /**
   * What he was to the client then, and in what capacity he looked.
   * @example the client’s peer specialist
   */
  capacity: string;
  /**
   * What kinds of thing.
   * @example ["goals", "session notes"]
   */
  what: string[];
  /** Of a disclosure: what for. */
  purpose: string | null;
  /** How many looks were drawn together. */
  looks: number;
}

export class AccessLogPage {
  items: AccessLogEntry[];
  next: string | null;
}
