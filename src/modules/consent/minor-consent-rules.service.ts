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
import type { AddMinorConsentRule, MinorConsentRulePage, MinorConsentRuleView } from './minor-consent-rule.dto.ts';
import { MinorConsentRule } from './minor-consent-rule.entity.ts';

onViolation('minor_consent_rules_version_unique', () => new Problem('conflict', 'rule-added-meanwhile', 'Somebody added a version meanwhile; read it first'));

const RULE = `select id, version, valid_from as "validFrom", alone_from_age as "aloneFromAge", guardian_besides as "guardianBesides", source from app.minor_consent_rules`;

@Injectable()
export class MinorConsentRules {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async add(by: Actor, terms: AddMinorConsentRule): Promise<MinorConsentRuleView> {
    const [newest] = await this.work.rows<MinorConsentRuleView>({ text: `${RULE} order by version desc limit 1`, values: [] });
    const rule = MinorConsentRule.after(newest ?? null, terms, serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE), by.id);
    await this.work.insert(rule);
    this.audit.record(by, 'minor-consent-rule.added', rule.id, { version: rule.version, validFrom: rule.validFrom });
    return this.read(rule.id);
  }

  async list(query: PageQuery): Promise<MinorConsentRulePage> {
    const values = [startOf(query), query.limit + 1];
    const rows = await this.work.rows<MinorConsentRuleView>({ text: `${RULE} where $1::uuid is null or id < $1 order by id desc limit $2`, values });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<MinorConsentRuleView> {
    const [view] = await this.work.rows<MinorConsentRuleView>({ text: `${RULE} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }
}
