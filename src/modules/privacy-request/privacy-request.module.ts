import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { PrivacyRequestsController } from './privacy-requests.controller.ts';
import { PrivacyRequests } from './privacy-requests.service.ts';

@Module({ imports: [ClientModule, ConsentModule], controllers: [PrivacyRequestsController], providers: [PrivacyRequests] })
export class PrivacyRequestModule {}
