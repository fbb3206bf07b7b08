import { Module } from '@nestjs/common';
import { AmendmentModule } from '../amendment/index.ts';
import { ClientModule } from '../client/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { Contents } from './contents.service.ts';
import { DisclosureDocuments } from './disclosure-documents.service.ts';
import { DisclosuresController } from './disclosures.controller.ts';
import { Disclosures } from './disclosures.service.ts';
import { RefusalLettersController } from './refusal-letters.controller.ts';

@Module({
  imports: [AmendmentModule, ClientModule, ConsentModule],
  controllers: [DisclosuresController, RefusalLettersController],
  providers: [Disclosures, DisclosureDocuments, Contents],
  exports: [Disclosures],
})
export class DisclosureModule {}
