import { Controller, type DynamicModule, Get, Header, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.ts';
import { Env } from '../../src/config/env.ts';
import { DataKeys } from '../../src/modules/data-key/index.ts';
import { By, type Machine } from '../../src/platform/access/actor.ts';
import { Allow, Machines } from '../../src/platform/access/allow.ts';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { Form } from '../../src/platform/http/form-body.ts';
import { fastify, furnish } from '../../src/platform/http/server.ts';
import { invalidAll, notFound, Problem } from '../../src/platform/problem.ts';
import type { Running } from '../support/app.ts';
import { CLIENTS } from '../support/cast.ts';
import { SETTINGS } from './far-ehr.ts';

/** Routes as FHIR has them, to see who is let in, as whom, and how a refusal is told. */
@Controller('fhir/R4')
class ReadingsController {
  constructor(private readonly work: UnitOfWork) {}

  @Get('Basic')
  @Machines()
  @Header('Content-Type', 'application/fhir+json; charset=utf-8')
  async whoAmI(@By() machine: Machine): Promise<object> {
    const [inside] = await this.work.rows({
      text: `select current_user::text as role, current_setting('app.account_id') as account, current_setting('app.recipient_id') as recipient, current_setting('app.purpose') as purpose`,
    });
    this.work.saw(CLIENTS.jordan);
    return { resourceType: 'Basic', id: CLIENTS.sam, birthDate: '1990-01-01', machine, inside };
  }

  @Get('Basic/:id')
  @Machines()
  refuse(@Param('id') id: string): object {
    const refusals: Record<string, () => Error> = {
      'not-found': notFound,
      forbidden: () => new Problem('forbidden', 'not-found', 'Your scopes do not open this'),
      acceptable: () => new Problem('not-acceptable', 'not-found', 'Only JSON is served'),
      fields: () => invalidAll([{ pointer: '#/name/0/given', detail: 'is required' }]),
      busy: () => new Problem('unavailable', 'database-away', 'Busy', { retryAfter: 2 }),
      broken: () => new Error('a secret of ours'),
    };
    throw (refusals[id] ?? notFound)();
  }

  @Post(':type/_search')
  @Machines()
  search(@Form() form: URLSearchParams | null): object {
    return { fields: form ? [...form] : null };
  }

  @Post('Basic')
  @Machines()
  take(): object {
    return {};
  }
}

@Controller('v1/leaflets')
class LeafletsController {
  @Post()
  @Allow('program:read')
  take(): object {
    return {};
  }
}

@Module({})
class Readings {}

/** The application with these routes beside its own, over the same database. */
export async function withReadings(center: Running): Promise<{ app: NestFastifyApplication; url: string }> {
  const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR: center.folder, LOG_LEVEL: 'silent', ...SETTINGS });
  const module: DynamicModule = {
    module: Readings,
    controllers: [ReadingsController, LeafletsController],
    imports: [AppModule.over(loginUrl(center.ownerUrl), env)],
  };
  const app = await NestFactory.create<NestFastifyApplication>(module, fastify(env), { bodyParser: false, logger: false, abortOnError: false });
  furnish(app);
  await app.init();
  await app.get(DataKeys).unlock();
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}
