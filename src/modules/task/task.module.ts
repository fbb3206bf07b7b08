import { Module } from '@nestjs/common';
import { QuietedKinds } from './quieted-kinds.service.ts';
import { TaskRound } from './task-round.ts';
import { TasksController } from './tasks.controller.ts';
import { Tasks } from './tasks.service.ts';

@Module({ controllers: [TasksController], providers: [Tasks, QuietedKinds, TaskRound], exports: [Tasks, TaskRound] })
export class TaskModule {}
