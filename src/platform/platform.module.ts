import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from './clock.ts';
import { UnitOfWork } from './database/unit-of-work.ts';
import { Idempotency } from './http/idempotency.ts';

@Global()
@Module({})
export class PlatformModule {
  static at(clock: Clock): DynamicModule {
    return { module: PlatformModule, providers: [UnitOfWork, Idempotency, { provide: Clock, useValue: clock }], exports: [UnitOfWork, Idempotency, Clock] };
  }
}
