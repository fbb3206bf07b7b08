import { Module } from '@nestjs/common';
import { TimelinesController } from './timelines.controller.ts';
import { Timelines } from './timelines.service.ts';

@Module({ controllers: [TimelinesController], providers: [Timelines] })
export class TimelineModule {}
