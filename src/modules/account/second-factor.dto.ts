import { PageQuery } from '../../platform/http/page.ts';
import { OneOf, Text } from '../../platform/http/shapes.ts';
import { SECOND_FACTOR_STATES, type SecondFactorState } from './second-factor.entity.ts';

export class ConfirmSecondFactor {
  /**
   * The six digits that the authenticator shows.
   * @example 492039
   */
  @Text(6, 6)
  code: string;
}

export class FindSecondFactors extends PageQuery {}

export class SecondFactorView {
  id: string;
  /** `begun` counts for nothing until it is confirmed with a code. */
  @OneOf(SECOND_FACTOR_STATES)
  state: SecondFactorState;
  createdAt: Date;
  confirmedAt: Date | null;
  endedAt: Date | null;
  /** How many recovery codes have not been used. */
  recoveryCodesLeft: number;
  version: number;
}

export class SecondFactorPage {
  items: SecondFactorView[];
  next: string | null;
}

export class BegunSecondFactorView extends SecondFactorView {
  /** For authenticators into which it is typed; in base32. Null once it is confirmed: nobody is shown it again. */
  secret: string | null;
  /** The same as an address that authenticators open. */
  uri: string | null;
  /** The same as a picture to point a camera at: an SVG. */
  qrCode: string | null;
}

export class RecoveryCodesView extends SecondFactorView {
  /** Each works once in place of a code. Print them or write them down: nobody is shown them again. */
  recoveryCodes: string[];
}
