import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ConsentsController } from './consents.controller.ts';
import { Consents } from './consents.service.ts';
import { RecipientsController } from './recipients.controller.ts';
import { Recipients } from './recipients.service.ts';

@Module({
  imports: [ClientModule],
  controllers: [RecipientsController, ConsentsController],
  providers: [Recipients, Consents],
  exports: [Recipients, Consents],
})
export class ConsentModule {}
