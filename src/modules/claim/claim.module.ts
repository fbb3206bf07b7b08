import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ClaimExports } from './claim-exports.service.ts';
import { ClaimLines } from './claim-lines.service.ts';
import { ClaimsController } from './claims.controller.ts';
import { Claims } from './claims.service.ts';
import { CoveragesController } from './coverages.controller.ts';
import { Coverages } from './coverages.service.ts';
import { PayerRuleSetsController } from './payer-rule-sets.controller.ts';
import { PayerRuleSets } from './payer-rule-sets.service.ts';

@Module({
  imports: [ClientModule],
  controllers: [PayerRuleSetsController, CoveragesController, ClaimsController],
  providers: [PayerRuleSets, Coverages, Claims, ClaimLines, ClaimExports],
})
export class ClaimModule {}
