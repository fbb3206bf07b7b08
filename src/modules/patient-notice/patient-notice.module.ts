import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { PatientNoticesController } from './patient-notices.controller.ts';
import { PatientNotices } from './patient-notices.service.ts';

@Module({ imports: [ClientModule], controllers: [PatientNoticesController], providers: [PatientNotices] })
export class PatientNoticeModule {}
