export { DisclosureModule } from './disclosure.module.ts';
export { Disclosure, type HandedOut } from './disclosure.entity.ts';
export { NOTICE_TEXTS } from './notice.ts';
export { JsonOrPdf, sentAsPdf, wantsPdf } from './paper.ts';
