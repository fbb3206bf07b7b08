export { DischargeChecklistModule } from './discharge-checklist.module.ts';
