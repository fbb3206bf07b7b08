export { PatientNoticeModule } from './patient-notice.module.ts';
export { NoticeAcknowledgement } from './notice-acknowledgement.entity.ts';
export { NoticeVersion } from './notice-version.entity.ts';
