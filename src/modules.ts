import { Account, AccountModule, Invitation } from './modules/account/index.ts';
import { AuditModule } from './modules/audit/index.ts';

/** The only list of modules, from the one that all may use to the ones that use all. */
export const MODULES = [AuditModule, AccountModule];

export const ENTITIES = [Account, Invitation];
