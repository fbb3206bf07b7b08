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
import { RULE_SET } from './claims.queries.ts';
import type { AddPayerRuleSet, PayerRuleSetPage, PayerRuleSetView } from './payer-rule-set.dto.ts';
import { PayerRuleSet, unknownPayer } from './payer-rule-set.entity.ts';

onViolation(
  'payer_rule_sets_version_unique',
  () => new Problem('conflict', 'rule-set-added-meanwhile', "Somebody added a version of this payer's rules meanwhile; read it first"),
);

@Injectable()
export class PayerRuleSets {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async add(by: Actor, wish: AddPayerRuleSet): Promise<PayerRuleSetView> {
    const [newest] = await this.work.rows<PayerRuleSetView>({
      text: `select ${RULE_SET} from app.payer_rule_sets where payer = $1 order by version desc limit 1`,
      values: [wish.payer],
    });
    const { dailyCapUnits = null, weeklyCapUnits = null, annualCapUnits = null, unitsWithoutAuthorization = null, ...others } = wish;
    const { groupLimit = null, groupModifier = null, timelinessLimitHours = null, ...stated } = others;
    const limits = { dailyCapUnits, weeklyCapUnits, annualCapUnits, unitsWithoutAuthorization, groupLimit, groupModifier, timelinessLimitHours };
    const today = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
    const ruleSet = PayerRuleSet.after(newest ?? null, { ...stated, ...limits }, today, by.id);
    await this.work.insert(ruleSet);
    this.audit.record(by, 'payer-rule-set.added', ruleSet.id, { payer: ruleSet.payer, version: ruleSet.version, validFrom: ruleSet.validFrom });
    return this.read(ruleSet.id);
  }

  async list(query: PageQuery): Promise<PayerRuleSetPage> {
    const rows = await this.work.rows<PayerRuleSetView>({
      text: `select ${RULE_SET} from app.payer_rule_sets where $1::uuid is null or id < $1 order by id desc limit $2`,
      values: [startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<PayerRuleSetView> {
    const [view] = await this.work.rows<PayerRuleSetView>({ text: `select ${RULE_SET} from app.payer_rule_sets where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** A payer whose rules nobody has entered would hold every claim. */
  async demandPayer(payer: string): Promise<void> {
    const found = await this.work.rows({ text: 'select from app.payer_rule_sets where payer = $1 limit 1', values: [payer] });
    if (found.length === 0) throw unknownPayer();
  }
}
