export { EnquiryModule } from './enquiry.module.ts';
export { Enquiry } from './enquiry.entity.ts';
