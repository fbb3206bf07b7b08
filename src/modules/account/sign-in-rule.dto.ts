import { ROLES, type Role } from '../../platform/access/actor.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, Clearable, OneOf } from '../../platform/http/shapes.ts';

export class ChangeSignInRule {
  /**
   * From this day on, at the site, whoever has the role and no second factor may only enrol one. Null: nobody needs one.
   * @example 2027-01-04
   */
  @Clearable()
  @CalendarDate()
  secondFactorRequiredFrom?: string | null;
}

export class FindSignInRules extends PageQuery {}

export class SignInRuleView {
  id: string;
  @OneOf(ROLES)
  role: Role;
  secondFactorRequiredFrom: string | null;
  version: number;
}

export class SignInRulePage {
  items: SignInRuleView[];
  next: string | null;
}
