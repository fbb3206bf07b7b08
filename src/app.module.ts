import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConfigModule } from './config/config.module.ts';
import type { Env } from './config/env.ts';
import { ENTITIES, MODULES } from './modules.ts';
import { AccessGuard } from './platform/access/access.guard.ts';
import { Clock } from './platform/clock.ts';
import { apiSource, type Watch } from './platform/database/data-source.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { HealthController } from './platform/http/health.controller.ts';
import { ProblemFilter } from './platform/http/problem.filter.ts';
import { RequestWorkInterceptor } from './platform/http/request-work.interceptor.ts';
import { validation } from './platform/http/validation.ts';

@Module({})
export class AppModule {
  /** The application over the database that the API's own login reaches at `url`. */
  static over(url: string, env: Env, { clock = new Clock(), connect = true, watch }: { clock?: Clock; connect?: boolean; watch?: Watch } = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DiscoveryModule,
        ConfigModule.of(env),
        TypeOrmModule.forRoot({ ...apiSource(url, env, ENTITIES, watch), retryAttempts: 1, manualInitialization: !connect }),
        PlatformModule.at(clock),
        ...MODULES,
      ],
      controllers: [HealthController],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useFactory: validation },
        { provide: APP_INTERCEPTOR, useClass: RequestWorkInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
