export { RetentionModule } from './retention.module.ts';
export { LegalHold } from './legal-hold.entity.ts';
export { Purge } from './purge.entity.ts';
export { PurgeRunner } from './purge-runner.ts';
export { RetentionRule } from './retention-rule.entity.ts';
