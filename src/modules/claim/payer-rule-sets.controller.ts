import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { AddPayerRuleSet, FindPayerRuleSets, PayerRuleSetPage, PayerRuleSetView } from './payer-rule-set.dto.ts';
import { PayerRuleSets } from './payer-rule-sets.service.ts';

@ApiTags('claim')
@Controller('v1/payer-rule-sets')
export class PayerRuleSetsController {
  constructor(private readonly ruleSets: PayerRuleSets) {}

  @Get()
  @Allow('payer-rule-set:read')
  @Describe('listPayerRuleSets', 'What payers pay for and ask for, version by version, newest first')
  list(@Query() query: FindPayerRuleSets): Promise<PayerRuleSetPage> {
    return this.ruleSets.list(query);
  }

  @Post()
  @Allow('payer-rule-set:write')
  @ReplayedBy('ruleSet')
  @Describe('addPayerRuleSet', "Add a version of a payer's rules; none is ever edited", 409)
  add(@By() by: Actor, @Body() wish: AddPayerRuleSet): Promise<PayerRuleSetView> {
    return this.ruleSets.add(by, wish);
  }

  @Get(':id')
  @Allow('payer-rule-set:read')
  @Describe('getPayerRuleSet', "One version of a payer's rules")
  read(@Param('id', PathId) id: string): Promise<PayerRuleSetView> {
    return this.ruleSets.read(id);
  }

  ruleSet(_by: Actor, id: string): Promise<PayerRuleSetView> {
    return this.ruleSets.read(id);
  }
}
