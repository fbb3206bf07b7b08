import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { LegalHoldsController } from './legal-holds.controller.ts';
import { LegalHolds } from './legal-holds.service.ts';
import { PurgeRunner } from './purge-runner.ts';
import { PurgesController } from './purges.controller.ts';
import { Purges } from './purges.service.ts';
import { RetentionRulesController } from './retention-rules.controller.ts';
import { RetentionRules } from './retention-rules.service.ts';
import { Retentions } from './retentions.service.ts';

@Module({
  imports: [ClientModule],
  controllers: [RetentionRulesController, LegalHoldsController, PurgesController],
  providers: [RetentionRules, Retentions, LegalHolds, Purges, PurgeRunner],
  exports: [PurgeRunner],
})
export class RetentionModule {}
