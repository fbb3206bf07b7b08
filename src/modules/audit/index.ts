export { AuditModule } from './audit.module.ts';
export { AuditTrail } from './audit-trail.ts';
export type { AuditAction } from './audit-facts.ts';
export { verifyAudit, type AuditFinding } from './verification.ts';
export { Sealer } from './sealer.ts';
export { SealKey } from './seal.ts';
export { SealFile } from './seal-file.ts';
