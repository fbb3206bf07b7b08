export { CaseloadFigures, type ClientFigures, SpecialistFigures } from './caseload-report.dto.ts';
export { CaseloadReportModule } from './caseload-report.module.ts';
export { CaseloadReports } from './caseload-reports.service.ts';
