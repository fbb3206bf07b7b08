import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, OpenInEmergency } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import {
  AddCareTeamMember,
  AssignClient,
  AssignmentPage,
  AssignmentView,
  CareTeamMemberView,
  CareTeamPage,
  EndAssignment,
  EndCareTeamMember,
  FindAssignments,
} from './assignment.dto.ts';
import { Assignments } from './assignments.service.ts';
import { CareTeams } from './care-team.service.ts';

@ApiTags('client')
@Controller('v1')
export class AssignmentsController {
  constructor(
    private readonly assignments: Assignments,
    private readonly careTeams: CareTeams,
  ) {}

  @Post('clients/:id/assignments')
  @Allow('assignment:write')
  @ReplayedBy('assignment')
  @Describe('assignClient', 'Assign a specialist; access follows on the next request', 409)
  assign(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: AssignClient): Promise<AssignmentView> {
    return this.assignments.assign(by, id, wish);
  }

  @Get('clients/:id/assignments')
  @Allow('assignment:read')
  @OpenInEmergency()
  @Describe('listAssignments', 'Whose client it is or was, newest first; also as of a day, and as far as was known by an instant')
  list(@Param('id', PathId) id: string, @Query() query: FindAssignments): Promise<AssignmentPage> {
    return this.assignments.list(id, query);
  }

  @Put('assignments/:id/ending')
  @Allow('assignment:write')
  @ChangesVersion()
  @Describe('endAssignment', 'End an assignment', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: EndAssignment): Promise<AssignmentView> {
    return this.assignments.end(by, id, version, wish);
  }

  @Post('clients/:id/care-team')
  @Allow('care-team:write')
  @ReplayedBy('member')
  @Describe('addCareTeamMember', 'Add a clinician who treats this client', 409)
  add(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: AddCareTeamMember): Promise<CareTeamMemberView> {
    return this.careTeams.add(by, id, wish);
  }

  @Get('clients/:id/care-team')
  @Allow('care-team:read')
  @OpenInEmergency()
  @Describe('listCareTeam', 'The clinicians who treat or treated this client, newest first')
  careTeam(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<CareTeamPage> {
    return this.careTeams.list(id, query);
  }

  @Put('care-team-members/:id/ending')
  @Allow('care-team:write')
  @ChangesVersion()
  @Describe('endCareTeamMember', 'End a clinician’s part in the care team', 409, 412, 428)
  endMember(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: EndCareTeamMember): Promise<CareTeamMemberView> {
    return this.careTeams.end(by, id, version, wish);
  }

  assignment(_by: Actor, id: string): Promise<AssignmentView> {
    return this.assignments.read(id);
  }

  member(_by: Actor, id: string): Promise<CareTeamMemberView> {
    return this.careTeams.read(id);
  }
}
