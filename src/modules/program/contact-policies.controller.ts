import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathCode, PathId } from '../../platform/http/path-id.ts';
import { ContactPolicies } from './contact-policies.service.ts';
import { AddContactPolicy, ContactPolicyPage, ContactPolicyView } from './contact-policy.dto.ts';

@ApiTags('program')
@Controller('v1')
export class ContactPoliciesController {
  constructor(private readonly policies: ContactPolicies) {}

  @Post('programs/:code/contact-policies')
  @Allow('program:write')
  @ReplayedBy('policy')
  @Describe('addContactPolicy', 'Say how often clients of a program are met from a day on; no version is ever edited', 409)
  add(@By() by: Actor, @Param('code', PathCode) code: string, @Body() terms: AddContactPolicy): Promise<ContactPolicyView> {
    return this.policies.add(by, code, terms);
  }

  @Get('programs/:code/contact-policies')
  @Allow('program:read')
  @Describe('listContactPolicies', 'How often clients of a program are met, newest version first')
  list(@Param('code', PathCode) code: string, @Query() query: PageQuery): Promise<ContactPolicyPage> {
    return this.policies.list(code, query);
  }

  @Get('contact-policies/:id')
  @Allow('program:read')
  @Describe('getContactPolicy', 'One version')
  read(@Param('id', PathId) id: string): Promise<ContactPolicyView> {
    return this.policies.read(id);
  }

  policy(_by: Actor, id: string): Promise<ContactPolicyView> {
    return this.policies.read(id);
  }
}
