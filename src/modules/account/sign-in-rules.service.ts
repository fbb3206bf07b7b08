import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { ChangeSignInRule, FindSignInRules, SignInRulePage, SignInRuleView } from './sign-in-rule.dto.ts';
import { SignInRule } from './sign-in-rule.entity.ts';

const RULE = `select id, role, second_factor_required_from as "secondFactorRequiredFrom", version from app.sign_in_rules`;
const READ = { name: 'read_sign_in_rule', text: `${RULE} where id = $1` };
const LIST = { name: 'list_sign_in_rules', text: `${RULE} where ($1::uuid is null or id < $1) order by id desc limit $2` };

/** Which roles need a second factor, and from when. They come with the center and are only changed. */
@Injectable()
export class SignInRules {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
  ) {}

  async list(query: FindSignInRules): Promise<SignInRulePage> {
    const rows = await this.work.rows<SignInRuleView>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<SignInRuleView> {
    const [view] = await this.work.rows<SignInRuleView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async change(by: Actor, id: string, version: number, { secondFactorRequiredFrom: from }: ChangeSignInRule): Promise<SignInRuleView> {
    const rule = await this.work.forChange(SignInRule, id, version);
    if (!rule) throw notFound();
    if (from === undefined) return this.read(id);
    rule.requireSecondFactor(from, this.env.SITE_TIME_ZONE);
    await this.work.save(rule);
    this.audit.record(by, 'sign-in-rule.changed', id, { fields: ['secondFactorRequiredFrom'], forRole: rule.role, from });
    return this.read(id);
  }
}
