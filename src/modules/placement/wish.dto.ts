import { Codes, Id, LanguageTags, Optional, Several, Text } from '../../platform/http/shapes.ts';
import { EXPERIENCES, type Experience } from '../peer-specialist/index.ts';
import { AVAILABLE_TIMES } from './wish.entity.ts';

/** Everything that the client wishes of a peer now: what is left out is not wished for any more. */
export class RecordWish {
  /**
   * Ways of recovery, as the center's own codes.
   * @example ["smart-recovery"]
   */
  @Optional()
  @Codes(20)
  pathways?: string[];

  /** Absent or empty: the client's own languages are asked for. */
  @Optional()
  @LanguageTags(20)
  languages?: string[];

  /** What the peer should know from his own life. */
  @Optional()
  @Several(EXPERIENCES, EXPERIENCES.length)
  experiences?: Experience[];

  /** When the client has time: mornings are from 6 to 12, afternoons from 12 to 17, evenings from 17 to 22 at the site. */
  @Optional()
  @Several(AVAILABLE_TIMES, AVAILABLE_TIMES.length)
  availableTimes?: string[];

  /** Whom the client asks for by name. Whom he does not want is declared as a conflict of the kind `client-declined`. */
  @Optional()
  @Id()
  preferredSpecialistId?: string;

  /**
   * In the client's words.
   * @example Somebody who does not mind silence
   */
  @Optional()
  @Text(2, 1_000)
  notes?: string;
}

export class WishRow {
  id: string;
  clientId: string;
  pathways: string[];
  languages: string[];
  experiences: string[];
  availableTimes: string[];
  preferredSpecialistId: string | null;
  preferredName: string | null;
  startsAt: Date;
  /** Null: it is in force. */
  endsAt: Date | null;
  recordedBy: string;
  version: number;
}

export class WishView extends WishRow {
  /** Null where there are none, and where the words are withheld. */
  notes: string | null;
}

export class WishPage {
  items: WishRow[];
  next: string | null;
}
