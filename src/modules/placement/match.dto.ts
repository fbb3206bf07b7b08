import { OneOf, Optional, QueryNumber } from '../../platform/http/shapes.ts';

export const REASON_KINDS = ['wished-for', 'language', 'pathway', 'shared-experience', 'schedule', 'free-places'] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];

export const EXCLUSIONS = ['client-declined', 'conflict-of-interest', 'has-the-client'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export class FindMatches {
  /** How many specialists at the most. */
  @Optional()
  @QueryNumber(1, 50)
  limit: number = 20;
}

export class MatchReason {
  @OneOf(REASON_KINDS)
  kind: ReasonKind;
  agrees: boolean;
  /** In what they agree, as codes: languages, pathways, experiences or times of the week. The more, the earlier. */
  what: string[];
  /** @example Speaks Spanish, as the client wishes */
  words: string;
}

export class Match {
  peerSpecialistId: string;
  name: string;
  /** Each of the six, in this order, whether it agrees or not. */
  reasons: MatchReason[];
  /** Primary clients whom the caseload still takes. */
  freePlaces: number;
  /** No place is free: an assignment needs a reason. */
  overCapacity: boolean;
  /** You may assign this specialist yourself; the others are asked to take the client over by a transfer. */
  assignable: boolean;
}

export class ExcludedSpecialist {
  peerSpecialistId: string;
  name: string;
  /**
   * `client-declined`: the client does not want him, and no reason overrides that. `conflict-of-interest`: one is declared; read
   * the client’s conflicts. `has-the-client`: he is the primary now.
   */
  @OneOf(EXCLUSIONS)
  reason: Exclusion;
}

export class Matches {
  clientId: string;
  /** The wish that the matches answer; null: the client has stated none. */
  wishId: string | null;
  /**
   * In an order that is nothing but the reasons: whoever reads them can make it himself. First who is wished for by name. Then
   * whoever has a free place before whoever has none. Then, each only where all before it is equal: more wished languages (the
   * client’s own where he wishes for none), more wished pathways, more shared experiences, more of the times at which the
   * client can meet, more free places, the name.
   */
  matches: Match[];
  /** There are more than were asked for. */
  more: boolean;
  /** Who is not ranked at all, by name. */
  excluded: ExcludedSpecialist[];
}
