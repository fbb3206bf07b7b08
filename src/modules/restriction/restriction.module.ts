import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { RestrictionsController } from './restrictions.controller.ts';
import { Restrictions } from './restrictions.service.ts';

@Module({ imports: [ClientModule], controllers: [RestrictionsController], providers: [Restrictions] })
export class RestrictionModule {}
