import { Module } from '@nestjs/common';
import { DischargeChecklistsController } from './discharge-checklists.controller.ts';
import { DischargeChecklists } from './discharge-checklists.service.ts';

@Module({ controllers: [DischargeChecklistsController], providers: [DischargeChecklists] })
export class DischargeChecklistModule {}
