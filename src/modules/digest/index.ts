export { DigestMail } from './digest-mail.ts';
export { DigestMaker } from './digest-maker.ts';
export { DigestModule } from './digest.module.ts';
