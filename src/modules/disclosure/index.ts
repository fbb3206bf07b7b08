export { DisclosureModule } from './disclosure.module.ts';
export { CLAIMED, type Claimed, Disclosure, type HandedOut, type Manifested } from './disclosure.entity.ts';
export { Disclosures } from './disclosures.service.ts';
export { NOTICE_OF_CLAIMS, NOTICE_TEXTS } from './notice.ts';
export { JsonOrPdf, sentAsPdf, wantsPdf } from './paper.ts';
