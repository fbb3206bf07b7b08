import { PageQuery } from '../../platform/http/page.ts';
import { Text } from '../../platform/http/shapes.ts';

export class RequestSecondFactorRemoval {
  /**
   * How you know that it is he who asks.
   * @example Phone lost on the bus; came to the office with his badge
   */
  @Text(3, 500)
  reason: string;
}

export class FindSecondFactorRemovals extends PageQuery {}

export class SecondFactorRemovalRow {
  id: string;
  accountId: string;
  requestedBy: string;
  createdAt: Date;
  /** Not confirmed until then, it has to be asked for anew. */
  expiresAt: Date;
  confirmedBy: string | null;
  confirmedAt: Date | null;
  version: number;
}

export class SecondFactorRemovalView extends SecondFactorRemovalRow {
  reason: string;
}

export class SecondFactorRemovalPage {
  items: SecondFactorRemovalRow[];
  next: string | null;
}
