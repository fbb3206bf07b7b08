import { ROLES, type Role } from '../../platform/access/actor.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { Flag, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { IsEmail } from 'class-validator';
import type { Account } from './account.entity.ts';

export class InviteAccount {
  /** @example ana@center.example */
  @Text(3, 254)
  @IsEmail({}, { message: 'must be an e-mail address' })
  email: string;

  @Text(1, 120)
  name: string;

  @OneOf(ROLES)
  role: Role;
}

export class ChangeAccount {
  @Optional()
  @Text(1, 120)
  name?: string;

  /** Acts on the person's next request. */
  @Optional()
  @OneOf(ROLES)
  role?: Role;

  /** Acts on the person's next request; what he signed stays his. */
  @Optional()
  @Flag()
  disabled?: boolean;
}

export class FindAccounts extends PageQuery {
  @Optional()
  @OneOf(ROLES)
  role?: Role;
}

export class AccountView {
  id: string;
  email: string;
  name: string;
  @OneOf(ROLES)
  role: Role;
  disabled: boolean;
  createdAt: Date;
  version: number;

  static of({ id, email, name, role, disabledAt, createdAt, version }: Account): AccountView {
    return { id, email, name, role, disabled: disabledAt !== null, createdAt, version };
  }
}

export class InvitationView {
  /** Hand it to the person by a way you trust; it works once. */
  token: string;
  expiresAt: Date;
}

export class InvitedAccountView extends AccountView {
  invitation: InvitationView | null;
}

export class AccountPage {
  items: AccountView[];
  next: string | null;
}

export class AcceptInvitation {
  @Text(43, 43)
  token: string;

  /** 12 to 128 characters; any characters, no rules but that it is hard to guess. */
  @Text(12, 128)
  password: string;
}

export class AcceptedInvitation {
  id: string;
  email: string;
  name: string;
  @OneOf(ROLES)
  role: Role;
}
