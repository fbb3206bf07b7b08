import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { ActivityPolicies } from './activity-policies.service.ts';
import { ActivityPolicyPage, ActivityPolicyView, AddActivityPolicy } from './activity-policy.dto.ts';

@ApiTags('activity-review')
@Controller('v1/activity-policies')
export class ActivityPoliciesController {
  constructor(private readonly policies: ActivityPolicies) {}

  @Get()
  @Allow('activity:read')
  @Describe('listActivityPolicies', 'From when on looking at records is looked into, newest first')
  list(@Query() query: PageQuery): Promise<ActivityPolicyPage> {
    return this.policies.list(query);
  }

  @Post()
  @Allow('activity:write')
  @ReplayedBy('policy')
  @Describe('addActivityPolicy', 'Add a version; none is ever edited', 409)
  add(@By() by: Actor, @Body() terms: AddActivityPolicy): Promise<ActivityPolicyView> {
    return this.policies.add(by, terms);
  }

  policy(_by: Actor, id: string): Promise<ActivityPolicyView> {
    return this.policies.read(id);
  }
}
