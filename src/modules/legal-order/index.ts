export { LegalOrderModule } from './legal-order.module.ts';
export { LegalOrder, LegalOrderPaper, LegalOrderStep } from './legal-order.entity.ts';
