import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { Env } from '../../config/env.ts';
import { AccountsController } from './accounts.controller.ts';
import { Accounts } from './accounts.service.ts';
import { FactorCodes } from './factor-codes.service.ts';
import { ExternalIdentitiesController } from './external-identities.controller.ts';
import { ExternalIdentities } from './external-identities.service.ts';
import { Guesses } from './guesses.ts';
import { IdentityProvider } from './identity-provider.ts';
import { Invitations } from './invitations.service.ts';
import { RecoveryCodes } from './recovery-codes.service.ts';
import { SecondFactorRemovalsController } from './second-factor-removals.controller.ts';
import { SecondFactorRemovals } from './second-factor-removals.service.ts';
import { SecondFactorsController } from './second-factors.controller.ts';
import { SecondFactors } from './second-factors.service.ts';
import { Seeds } from './seeds.ts';
import { SessionController } from './session.controller.ts';
import { SessionStrategy } from './session.strategy.ts';
import { Sessions } from './sessions.service.ts';
import { SignInRulesController } from './sign-in-rules.controller.ts';
import { SignInRules } from './sign-in-rules.service.ts';
import { StepUps } from './step-ups.service.ts';
import { SingleSignOnController } from './single-sign-on.controller.ts';
import { SingleSignOn } from './single-sign-on.service.ts';
import { SuitableAccounts } from './suitable-accounts.ts';
import { Tokens } from './token.ts';

@Module({
  imports: [PassportModule],
  controllers: [
    SessionController,
    AccountsController,
    SecondFactorsController,
    SignInRulesController,
    SecondFactorRemovalsController,
    SingleSignOnController,
    ExternalIdentitiesController,
  ],
  providers: [
    Accounts,
    SuitableAccounts,
    Invitations,
    Sessions,
    SessionStrategy,
    Guesses,
    StepUps,
    FactorCodes,
    RecoveryCodes,
    Seeds,
    SecondFactors,
    SecondFactorRemovals,
    SignInRules,
    IdentityProvider,
    SingleSignOn,
    ExternalIdentities,
    { provide: Tokens, inject: [Env], useFactory: (env: Env) => new Tokens(env.TOKEN_SECRET) },
  ],
  exports: [Accounts, SuitableAccounts, Invitations, Tokens, Guesses],
})
export class AccountModule {}
