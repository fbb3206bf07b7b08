import { Module } from '@nestjs/common';
import { AmendmentModule } from '../amendment/index.ts';
import { ClientModule } from '../client/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { Contents } from './contents.service.ts';
import { DeIdentifiedReportsController } from './de-identified-reports.controller.ts';
import { DeIdentifiedReports } from './de-identified-reports.service.ts';
import { DisclosureDocuments } from './disclosure-documents.service.ts';
import { DisclosuresController } from './disclosures.controller.ts';
import { Disclosures } from './disclosures.service.ts';
import { RefusalLettersController } from './refusal-letters.controller.ts';

@Module({
  imports: [AmendmentModule, ClientModule, ConsentModule],
  controllers: [DisclosuresController, RefusalLettersController, DeIdentifiedReportsController],
  providers: [Disclosures, DisclosureDocuments, Contents, DeIdentifiedReports],
  exports: [Disclosures],
})
export class DisclosureModule {}
