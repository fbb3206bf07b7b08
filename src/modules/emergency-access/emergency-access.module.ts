import { Module } from '@nestjs/common';
import { EmergencyAccessesController } from './emergency-accesses.controller.ts';
import { EmergencyAccesses } from './emergency-accesses.service.ts';

@Module({ controllers: [EmergencyAccessesController], providers: [EmergencyAccesses] })
export class EmergencyAccessModule {}
