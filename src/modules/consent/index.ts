export { ConsentModule } from './consent.module.ts';
export { Consent, ConsentForm } from './consent.entity.ts';
export { consentToTransfer } from './consent.queries.ts';
export { MinorConsentRule } from './minor-consent-rule.entity.ts';
export { Recipient } from './recipient.entity.ts';
export { Consents, type Grounds, type Payment, type PaymentGrounds } from './consents.service.ts';
export { Recipients } from './recipients.service.ts';
export { type DisclosureBasis, type HeldCategory, HELD_CATEGORIES, type Purpose, PURPOSES } from './scope.ts';
export { FORM_BYTES, FORM_TYPES, type FormType, formTypeOf } from './signed-form.ts';
