export { PrivacyRequestModule } from './privacy-request.module.ts';
export { PrivacyRequest } from './privacy-request.entity.ts';
