export { EmergencyAccessModule } from './emergency-access.module.ts';
export { EmergencyAccess, EmergencyAccessReview } from './emergency-access.entity.ts';
