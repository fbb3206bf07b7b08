import { Optional, Text } from '../../platform/http/shapes.ts';

export class SignOnAttemptView {
  /** Keep it where the person's browser cannot be made to give it away, and send it when he is back. It works once. */
  attempt: string;
  /** Where to send the person's browser. He comes back to `/single-sign-on` at the center's address with `state`, `code` and perhaps `iss`. */
  authorizationUrl: string;
  expiresAt: Date;
}

export class CompleteSignOn {
  /** The `attempt` that was begun by the same caller. */
  @Text(43, 43)
  attempt: string;

  /** As it came back, like the next two. */
  @Text(1, 200)
  state: string;

  @Text(1, 4000)
  code: string;

  /** Send it whenever it came along: it says which provider the person was sent back by. */
  @Optional()
  @Text(1, 500)
  iss?: string;

  /** The `device` of an earlier sign-in, as with a password. */
  @Optional()
  @Text(43, 43)
  device?: string;

  /** Of whoever has a second factor here: its code, or a recovery code. Without it the answer says so, and another attempt is needed. */
  @Optional()
  @Text(6, 40)
  factorCode?: string;
}
