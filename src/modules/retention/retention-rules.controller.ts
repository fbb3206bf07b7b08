import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { AddRetentionRule, RetentionRulePage, RetentionRuleView } from './retention-rule.dto.ts';
import { RetentionRules } from './retention-rules.service.ts';

@ApiTags('retention')
@Controller('v1/retention-rules')
export class RetentionRulesController {
  constructor(private readonly rules: RetentionRules) {}

  @Get()
  @Allow('retention:read')
  @Describe('listRetentionRules', 'How long records are kept and by whose rule, newest first')
  list(@Query() query: PageQuery): Promise<RetentionRulePage> {
    return this.rules.list(query);
  }

  @Post()
  @Allow('retention:write')
  @ReplayedBy('rule')
  @Describe('addRetentionRule', 'Add a version of a rule; none is ever edited', 409)
  add(@By() by: Actor, @Body() terms: AddRetentionRule): Promise<RetentionRuleView> {
    return this.rules.add(by, terms);
  }

  rule(_by: Actor, id: string): Promise<RetentionRuleView> {
    return this.rules.read(id);
  }
}
