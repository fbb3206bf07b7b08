import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { SessionNoteModule } from '../session-note/index.ts';
import { GroupSeriesController } from './group-series.controller.ts';
import { AllGroupSeries } from './group-series.service.ts';
import { GroupSessionsController } from './group-sessions.controller.ts';
import { GroupSessions } from './group-sessions.service.ts';

@Module({
  imports: [ClientModule, SessionNoteModule],
  controllers: [GroupSeriesController, GroupSessionsController],
  providers: [AllGroupSeries, GroupSessions],
})
export class GroupSessionModule {}
