import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { AddMinorConsentRule, MinorConsentRulePage, MinorConsentRuleView } from './minor-consent-rule.dto.ts';
import { MinorConsentRules } from './minor-consent-rules.service.ts';

@ApiTags('consent')
@Controller('v1/minor-consent-rules')
export class MinorConsentRulesController {
  constructor(private readonly rules: MinorConsentRules) {}

  @Get()
  @Allow('minor-consent-rule:read')
  @Describe('listMinorConsentRules', "From which age a minor consents alone by the state's law, newest first")
  list(@Query() query: PageQuery): Promise<MinorConsentRulePage> {
    return this.rules.list(query);
  }

  @Post()
  @Allow('minor-consent-rule:write')
  @ReplayedBy('rule')
  @Describe('addMinorConsentRule', 'Add a version; none is ever edited', 409)
  add(@By() by: Actor, @Body() terms: AddMinorConsentRule): Promise<MinorConsentRuleView> {
    return this.rules.add(by, terms);
  }

  rule(_by: Actor, id: string): Promise<MinorConsentRuleView> {
    return this.rules.read(id);
  }
}
