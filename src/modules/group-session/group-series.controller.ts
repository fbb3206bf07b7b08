import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import {
  AddGroupMember,
  ChangeGroupSeries,
  EndGroupMember,
  EndGroupSeries,
  FindGroupSeries,
  GroupMemberPage,
  GroupMemberView,
  GroupSeriesPage,
  GroupSeriesView,
  OpenGroupSeries,
} from './group-series.dto.ts';
import { AllGroupSeries } from './group-series.service.ts';

@ApiTags('group-session')
@Controller('v1')
export class GroupSeriesController {
  constructor(private readonly all: AllGroupSeries) {}

  @Post('group-series')
  @Allow('group:write')
  @ReplayedBy('series')
  @Describe('openGroupSeries', 'Open a group that you lead, or that one of your team leads', 409)
  open(@By() by: Actor, @Body() wish: OpenGroupSeries): Promise<GroupSeriesView> {
    return this.all.open(by, wish);
  }

  @Get('group-series')
  @Allow('group:read')
  @Describe('listGroupSeries', 'The groups of the center, newest first')
  list(@Query() query: FindGroupSeries): Promise<GroupSeriesPage> {
    return this.all.list(query);
  }

  @Get('group-series/:id')
  @Allow('group:read')
  @Describe('getGroupSeries', 'One group: what it is, and how many places are left')
  read(@Param('id', PathId) id: string): Promise<GroupSeriesView> {
    return this.all.read(id);
  }

  @Patch('group-series/:id')
  @Allow('group:write')
  @ChangesVersion()
  @Describe('changeGroupSeries', 'Change a group, or who leads it', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeGroupSeries): Promise<GroupSeriesView> {
    return this.all.change(by, id, version, wish);
  }

  @Put('group-series/:id/ending')
  @Allow('group:write')
  @ChangesVersion()
  @Describe('endGroupSeries', 'End a group; what was held stays open for its notes', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: EndGroupSeries): Promise<GroupSeriesView> {
    return this.all.end(by, id, version, wish);
  }

  @Post('group-series/:id/members')
  @Allow('group-member:write')
  @ReplayedBy('member')
  @Describe('addGroupMember', 'Give a client whom you may see a place in a group', 409)
  add(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: AddGroupMember): Promise<GroupMemberView> {
    return this.all.add(by, id, wish);
  }

  @Get('group-series/:id/members')
  @Allow('group-member:read')
  @Describe('listGroupMembers', 'The roster, newest first: all of it for who leads the group, of any other your own clients')
  members(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<GroupMemberPage> {
    return this.all.members(id, query);
  }

  @Put('group-members/:id/ending')
  @Allow('group-member:write')
  @ChangesVersion()
  @Describe('endGroupMember', 'A client leaves a group', 409, 412, 428)
  endMember(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: EndGroupMember): Promise<GroupMemberView> {
    return this.all.endMember(by, id, version, wish);
  }

  series(_by: Actor, id: string): Promise<GroupSeriesView> {
    return this.all.read(id);
  }

  member(_by: Actor, id: string): Promise<GroupMemberView> {
    return this.all.member(id);
  }
}
