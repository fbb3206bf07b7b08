import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { LegalHoldsController } from './legal-holds.controller.ts';
import { LegalHolds } from './legal-holds.service.ts';
import { PurgeRunner } from './purge-runner.ts';
import { PurgesController } from './purges.controller.ts';
import { Purges } from './purges.service.ts';
import { RecordDispositionsController } from './record-dispositions.controller.ts';
import { RecordDispositions } from './record-dispositions.service.ts';
import { RetentionRulesController } from './retention-rules.controller.ts';
import { RetentionRules } from './retention-rules.service.ts';
import { Retentions } from './retentions.service.ts';

@Module({
  imports: [ClientModule, ConsentModule],
  controllers: [RetentionRulesController, LegalHoldsController, PurgesController, RecordDispositionsController],
  providers: [RetentionRules, Retentions, LegalHolds, Purges, PurgeRunner, RecordDispositions],
  exports: [PurgeRunner],
})
export class RetentionModule {}
