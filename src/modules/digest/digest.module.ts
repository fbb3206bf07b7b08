import { Module } from '@nestjs/common';
import { CaseloadReportModule } from '../caseload-report/index.ts';
import { TaskModule } from '../task/index.ts';
import { DigestMail } from './digest-mail.ts';
import { DigestMaker } from './digest-maker.ts';
import { DigestsController } from './digests.controller.ts';
import { Digests } from './digests.service.ts';

@Module({ imports: [CaseloadReportModule, TaskModule], controllers: [DigestsController], providers: [Digests, DigestMaker, DigestMail] })
export class DigestModule {}
