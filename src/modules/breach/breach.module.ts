import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { BreachesController } from './breaches.controller.ts';
import { Breaches } from './breaches.service.ts';

@Module({ imports: [ClientModule], controllers: [BreachesController], providers: [Breaches] })
export class BreachModule {}
