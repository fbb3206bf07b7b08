import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { DischargeChecklist } from './discharge-checklist.dto.ts';
import { DischargeChecklists } from './discharge-checklists.service.ts';

@ApiTags('program')
@Controller('v1/episodes/:id/discharge-checklist')
export class DischargeChecklistsController {
  constructor(private readonly checklists: DischargeChecklists) {}

  @Get()
  @Allow('episode:write')
  @Describe('getDischargeChecklist', 'What is open before a discharge: what it ends, what outlasts it, and what to ask the client about')
  read(@By() by: Actor, @Param('id', PathId) id: string): Promise<DischargeChecklist> {
    return this.checklists.read(by, id);
  }
}
