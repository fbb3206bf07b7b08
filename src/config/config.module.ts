import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Env } from './env.ts';

@Global()
@Module({})
export class ConfigModule {
  static of(env: Env): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: Env, useValue: env }], exports: [Env] };
  }
}
