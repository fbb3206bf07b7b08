import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { AddSupervisionPolicy, SupervisionPolicyPage, SupervisionPolicyView } from './supervision-policy.dto.ts';
import { SupervisionPolicies } from './supervision-policies.service.ts';

@ApiTags('supervision')
@Controller('v1/supervision-policies')
export class SupervisionPoliciesController {
  constructor(private readonly policies: SupervisionPolicies) {}

  @Get()
  @Allow('supervision-policy:read')
  @Describe('listSupervisionPolicies', 'How much supervision is asked for, and how many people are enough for one, newest first')
  list(@Query() query: PageQuery): Promise<SupervisionPolicyPage> {
    return this.policies.list(query);
  }

  @Post()
  @Allow('supervision-policy:write')
  @ReplayedBy('policy')
  @Describe('addSupervisionPolicy', 'Add a version; none is ever edited', 409)
  add(@By() by: Actor, @Body() terms: AddSupervisionPolicy): Promise<SupervisionPolicyView> {
    return this.policies.add(by, terms);
  }

  policy(_by: Actor, id: string): Promise<SupervisionPolicyView> {
    return this.policies.read(id);
  }
}
