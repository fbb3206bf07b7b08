import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AddRetentionRule, RetentionRulePage, RetentionRuleView } from './retention-rule.dto.ts';
import { RetentionRule } from './retention-rule.entity.ts';

onViolation('retention_rules_version_unique', () => new Problem('conflict', 'policy-added-meanwhile', 'Somebody added a version meanwhile; read it first'));

const RULE = `select id, kind, payer, version, years, majority_age as "majorityAge", valid_from as "validFrom", source from app.retention_rules`;

@Injectable()
export class RetentionRules {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async add(by: Actor, wish: AddRetentionRule): Promise<RetentionRuleView> {
    const { payer = null, majorityAge = null, ...terms } = wish;
    const [newest] = await this.work.rows<RetentionRuleView>({
      text: `${RULE} where kind = $1 and payer is not distinct from $2 order by version desc limit 1`,
      values: [terms.kind, payer],
    });
    const today = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
    const rule = RetentionRule.after(newest ?? null, { ...terms, payer, majorityAge }, today, by.id);
    await this.work.insert(rule);
    this.audit.record(by, 'retention-rule.added', rule.id, { rule: rule.kind, version: rule.version, validFrom: rule.validFrom });
    return this.read(rule.id);
  }

  async list(query: PageQuery): Promise<RetentionRulePage> {
    const values = [startOf(query), query.limit + 1];
    const rows = await this.work.rows<RetentionRuleView>({ text: `${RULE} where $1::uuid is null or id < $1 order by id desc limit $2`, values });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<RetentionRuleView> {
    const [view] = await this.work.rows<RetentionRuleView>({ text: `${RULE} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }
}
