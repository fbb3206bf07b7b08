import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { MinorConsentRulesController } from './minor-consent-rules.controller.ts';
import { MinorConsentRules } from './minor-consent-rules.service.ts';
import { ConsentsController } from './consents.controller.ts';
import { Consents } from './consents.service.ts';
import { RecipientsController } from './recipients.controller.ts';
import { Recipients } from './recipients.service.ts';

@Module({
  imports: [ClientModule],
  controllers: [RecipientsController, ConsentsController, MinorConsentRulesController],
  providers: [Recipients, Consents, MinorConsentRules],
  exports: [Recipients, Consents],
})
export class ConsentModule {}
