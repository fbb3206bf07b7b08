import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { AmendmentsController } from './amendments.controller.ts';
import { Amendments } from './amendments.service.ts';

@Module({ imports: [ClientModule], controllers: [AmendmentsController], providers: [Amendments], exports: [Amendments] })
export class AmendmentModule {}
