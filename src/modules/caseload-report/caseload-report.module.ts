import { Module } from '@nestjs/common';
import { CaseloadReportsController } from './caseload-reports.controller.ts';
import { CaseloadReports } from './caseload-reports.service.ts';

@Module({ controllers: [CaseloadReportsController], providers: [CaseloadReports], exports: [CaseloadReports] })
export class CaseloadReportModule {}
