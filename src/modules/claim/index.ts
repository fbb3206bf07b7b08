export { ClaimModule } from './claim.module.ts';
export { ClaimExport, ClaimLine } from './claim-line.entity.ts';
export { Coverage } from './coverage.entity.ts';
export { PayerRuleSet } from './payer-rule-set.entity.ts';
