export { AccountModule } from './account.module.ts';
export { Account } from './account.entity.ts';
export { ExternalIdentity } from './external-identity.entity.ts';
export { Invitation } from './invitation.entity.ts';
export { Accounts } from './accounts.service.ts';
export { Invitations } from './invitations.service.ts';
export { SuitableAccounts } from './suitable-accounts.ts';
export { Tokens } from './token.ts';
