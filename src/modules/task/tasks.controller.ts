import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathCode } from '../../platform/http/path-id.ts';
import { QuietedKinds } from './quieted-kinds.service.ts';
import { FindTasks, QuietedKindPage, QuietedKindView, TaskPage } from './task.dto.ts';
import { Tasks } from './tasks.service.ts';

@ApiTags('task')
@Controller('v1/tasks')
export class TasksController {
  constructor(
    private readonly tasks: Tasks,
    private readonly quietedKinds: QuietedKinds,
  ) {}

  @Get()
  @Allow('task:read')
  @Describe('listTasks', 'What waits for you, what was due first first')
  list(@By() by: Actor, @Query() query: FindTasks): Promise<TaskPage> {
    return this.tasks.list(by, query);
  }

  @Get('quieted-kinds')
  @Allow('task:read')
  @Describe('listQuietedKinds', 'What you are not reminded of, what you quieted last first')
  quieted(@Query() query: PageQuery): Promise<QuietedKindPage> {
    return this.quietedKinds.list(query);
  }

  @Put('quieted-kinds/:kind')
  @Allow('task:quiet')
  @Describe('quietKind', 'Leave a kind of task out of your list, or do without the weekly mail', 409)
  quiet(@By() by: Actor, @Param('kind', PathCode) kind: string): Promise<QuietedKindView> {
    return this.quietedKinds.quiet(by, kind);
  }

  @Delete('quieted-kinds/:kind')
  @Allow('task:quiet')
  @HttpCode(204)
  @Describe('hearOfKindAgain', 'Be reminded of a kind again')
  hearAgain(@By() by: Actor, @Param('kind', PathCode) kind: string): Promise<void> {
    return this.quietedKinds.hearAgain(by, kind);
  }
}
