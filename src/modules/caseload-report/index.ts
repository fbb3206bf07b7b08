export { CaseloadReportModule } from './caseload-report.module.ts';
