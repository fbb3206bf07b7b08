import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathCode, PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { ChangeProgram, EndProgramLead, FindPrograms, NameProgramLead, ProgramLeadPage, ProgramLeadView, ProgramPage, ProgramView } from './program.dto.ts';
import { Programs } from './programs.service.ts';

@ApiTags('program')
@Controller('v1')
export class ProgramsController {
  constructor(private readonly programs: Programs) {}

  @Get('programs')
  @Allow('program:read')
  @Describe('listPrograms', 'The programs of the center')
  list(@Query() query: FindPrograms): Promise<ProgramPage> {
    return this.programs.list(query);
  }

  @Get('programs/:code')
  @Allow('program:read')
  @Describe('getProgram', 'One program')
  read(@Param('code', PathCode) code: string): Promise<ProgramView> {
    return this.programs.read(code);
  }

  @Patch('programs/:code')
  @Allow('program:write')
  @ChangesVersion()
  @Describe('changeProgram', 'Change name, contact interval or the need to co-sign', 412, 428)
  change(@By() by: Actor, @Param('code', PathCode) code: string, @IfMatch() version: number, @Body() wish: ChangeProgram): Promise<ProgramView> {
    return this.programs.change(by, code, version, wish);
  }

  @Post('programs/:code/leads')
  @Allow('program:write')
  @ReplayedBy('lead')
  @Describe('nameProgramLead', 'Name a supervisor who leads the program', 409)
  nameLead(@By() by: Actor, @Param('code', PathCode) code: string, @Body() wish: NameProgramLead): Promise<ProgramLeadView> {
    return this.programs.nameLead(by, code, wish);
  }

  @Get('programs/:code/leads')
  @Allow('program:read')
  @Describe('listProgramLeads', 'Who leads and led the program, newest first')
  leads(@Param('code', PathCode) code: string, @Query() query: PageQuery): Promise<ProgramLeadPage> {
    return this.programs.leads(code, query);
  }

  @Put('program-leads/:id/ending')
  @Allow('program:write')
  @ChangesVersion()
  @Describe('endProgramLead', 'End a lead', 409, 412, 428)
  endLead(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: EndProgramLead): Promise<ProgramLeadView> {
    return this.programs.endLead(by, id, version, wish);
  }

  lead(_by: Actor, id: string): Promise<ProgramLeadView> {
    return this.programs.readLead(id);
  }
}
