import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { DisclosureModule } from '../disclosure/index.ts';
import { ClaimExports } from './claim-exports.service.ts';
import { ClaimLines } from './claim-lines.service.ts';
import { ClaimsController } from './claims.controller.ts';
import { Claims } from './claims.service.ts';
import { CoveragesController } from './coverages.controller.ts';
import { Coverages } from './coverages.service.ts';
import { Payments } from './payments.service.ts';
import { PayerRuleSetsController } from './payer-rule-sets.controller.ts';
import { PayerRuleSets } from './payer-rule-sets.service.ts';

@Module({
  imports: [ClientModule, ConsentModule, DisclosureModule],
  controllers: [PayerRuleSetsController, CoveragesController, ClaimsController],
  providers: [PayerRuleSets, Coverages, Payments, Claims, ClaimLines, ClaimExports],
})
export class ClaimModule {}
