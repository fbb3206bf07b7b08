import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ConsentModule } from '../consent/index.ts';
import { LegalOrdersController } from './legal-orders.controller.ts';
import { LegalOrders } from './legal-orders.service.ts';

@Module({ imports: [ClientModule, ConsentModule], controllers: [LegalOrdersController], providers: [LegalOrders] })
export class LegalOrderModule {}
