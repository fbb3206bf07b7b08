import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { ChangeSignInRule, FindSignInRules, SignInRulePage, SignInRuleView } from './sign-in-rule.dto.ts';
import { SignInRules } from './sign-in-rules.service.ts';

@ApiTags('account')
@Controller('v1/sign-in-rules')
export class SignInRulesController {
  constructor(private readonly rules: SignInRules) {}

  @Get()
  @Allow('account:read')
  @Describe('listSignInRules', 'Which roles need a second factor, and from when')
  list(@Query() query: FindSignInRules): Promise<SignInRulePage> {
    return this.rules.list(query);
  }

  @Get(':id')
  @Allow('account:read')
  @Describe('getSignInRule', 'What one role needs')
  read(@Param('id', PathId) id: string): Promise<SignInRuleView> {
    return this.rules.read(id);
  }

  @Patch(':id')
  @Allow('account:write')
  @ChangesVersion()
  @Describe('changeSignInRule', 'Require a second factor of a role from a day on, or no longer', 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeSignInRule): Promise<SignInRuleView> {
    return this.rules.change(by, id, version, wish);
  }
}
