import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { GoalHistoryController } from './goal-history.controller.ts';
import { GoalHistory } from './goal-history.service.ts';
import { GoalsController } from './goals.controller.ts';
import { Goals } from './goals.service.ts';

@Module({ imports: [ClientModule], controllers: [GoalsController, GoalHistoryController], providers: [Goals, GoalHistory], exports: [GoalHistory] })
export class GoalModule {}
