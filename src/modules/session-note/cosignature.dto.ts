import { Refusal } from '../../platform/http/refusal.dto.ts';
import { Id, OneOf, Parts, WholeNumber } from '../../platform/http/shapes.ts';

export class NoteToCosign {
  @Id()
  id: string;

  /** The version that was read. */
  @WholeNumber(1, 1_000_000_000)
  version: number;
}

export class CosignSessionNotes {
  /** Each once. */
  @Parts(() => NoteToCosign, 100)
  notes: NoteToCosign[];
}

export class CosignatureResult {
  id: string;
  @OneOf(['cosigned', 'refused'])
  outcome: 'cosigned' | 'refused';
  /** The note's new version; null where it was refused. */
  version: number | null;
  problem: Refusal | null;
}

export class CosignatureResults {
  /** One for each note, in the order in which they were asked for. */
  results: CosignatureResult[];
}
