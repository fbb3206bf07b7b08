import { IsUrl } from 'class-validator';
import { PageQuery } from '../../platform/http/page.ts';
import { OneOf, Text } from '../../platform/http/shapes.ts';
import { type ExternalIdentity, LINKED_HOW, type LinkedHow } from './external-identity.entity.ts';

export class LinkIdentity {
  /**
   * The identity provider, as it names itself (`iss`).
   * @example https://login.center.example
   */
  @Text(8, 500)
  @IsUrl({ protocols: ['http', 'https'], require_tld: false, require_protocol: true }, { message: 'must be the address of an identity provider' })
  issuer: string;

  /**
   * Whom it means (`sub`); an e-mail is not one.
   * @example 248289761001
   */
  @Text(1, 255)
  subject: string;
}

export class FindIdentities extends PageQuery {}

export class ExternalIdentityView {
  id: string;
  accountId: string;
  issuer: string;
  subject: string;
  /** By an administrator, or by the verified e-mail of the first sign-on. */
  @OneOf(LINKED_HOW)
  linkedHow: LinkedHow;
  createdAt: Date;
  /** Nobody signs in by it from then on. */
  endedAt: Date | null;
  version: number;

  static of({ id, accountId, issuer, subject, linkedHow, createdAt, endedAt, version }: ExternalIdentity): ExternalIdentityView {
    return { id, accountId, issuer, subject, linkedHow, createdAt, endedAt, version };
  }
}

export class ExternalIdentityPage {
  items: ExternalIdentityView[];
  next: string | null;
}
