import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { ConflictPage, ConflictView, DeclareConflict } from './conflict.dto.ts';
import { Conflicts } from './conflicts.service.ts';

@ApiTags('placement')
@Controller('v1')
export class ConflictsController {
  constructor(private readonly conflicts: Conflicts) {}

  @Post('clients/:id/conflicts')
  @Allow('conflict:write')
  @ReplayedBy('conflict')
  @Describe('declareConflict', 'Say why a specialist should not be this client’s peer', 409)
  declare(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: DeclareConflict): Promise<ConflictView> {
    return this.conflicts.declare(by, id, wish);
  }

  @Get('clients/:id/conflicts')
  @Allow('conflict:read')
  @Describe('listConflicts', 'Declared conflicts of interest and whom the client declined, newest first')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<ConflictPage> {
    return this.conflicts.list(id, query);
  }

  @Put('conflicts/:id/ending')
  @Allow('conflict:write')
  @ChangesVersion()
  @Describe('endConflict', 'Say that it stands in the way no longer', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<ConflictView> {
    return this.conflicts.end(by, id, version);
  }

  conflict(_by: Actor, id: string): Promise<ConflictView> {
    return this.conflicts.read(id);
  }
}
