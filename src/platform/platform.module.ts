import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from './clock.ts';
import { UnitOfWork } from './database/unit-of-work.ts';
import { Sealing } from './encryption/sealing.ts';
import { Departure } from './http/departure.ts';
import { Idempotency } from './http/idempotency.ts';
import { Jobs } from './jobs.ts';
import { Metrics } from './metrics/metrics.ts';

@Global()
@Module({})
export class PlatformModule {
  static at(clock: Clock): DynamicModule {
    return {
      module: PlatformModule,
      providers: [UnitOfWork, Sealing, Idempotency, Jobs, Metrics, Departure, { provide: Clock, useValue: clock }],
      exports: [UnitOfWork, Sealing, Idempotency, Jobs, Departure, Clock],
    };
  }
}
