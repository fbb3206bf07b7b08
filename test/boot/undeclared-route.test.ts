import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, type DynamicModule, Get, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.ts';
import { Env } from '../../src/config/env.ts';
import { Allow, Machines, Public } from '../../src/platform/access/allow.ts';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { fastify } from '../../src/platform/http/server.ts';
import { cloneDatabase } from '../support/database.ts';

@Controller('v1/leaflets')
class UndeclaredController {
  @Get()
  @Allow('program:read')
  list(): string[] {
    return [];
  }

  @Get('forgotten')
  forgotten(): string[] {
    return [];
  }
}

@Controller('v1/leaflets')
class DeclaredController {
  @Get()
  @Allow('program:read')
  list(): string[] {
    return this.titles();
  }

  @Get('of-the-week')
  @Public()
  ofTheWeek(): string[] {
    return this.titles();
  }

  /** No route, so there is nothing to say about who may call it. */
  titles(): string[] {
    return [];
  }
}

@Controller('fhir/R4')
class StaffAmongMachines {
  @Get('Leaflet')
  @Allow('program:read')
  list(): string[] {
    return [];
  }
}

@Controller('v1/leaflets')
class MachinesAmongStaff {
  @Get()
  @Machines()
  list(): string[] {
    return [];
  }
}

@Controller(['fhir/R4/Leaflet', 'v1/leaflets'])
class BothAtOnce {
  @Get()
  @Machines()
  list(): string[] {
    return [];
  }
}

@Controller()
class SpelledOut {
  @Get('/fhir/R4/Leaflet')
  @Allow('program:read')
  list(): string[] {
    return [];
  }
}

@Controller('fhir/R4')
class MachinesAndAnybody {
  @Get('Leaflet')
  @Machines()
  @Public()
  list(): string[] {
    return [];
  }
}

@Controller('fhir/R4')
class MachinesAlone {
  @Get('Leaflet')
  @Machines()
  list(): string[] {
    return [];
  }

  @Get('Leaflet/of-the-week')
  @Public()
  ofTheWeek(): string[] {
    return [];
  }
}

@Module({})
class Leaflets {}

const folder = mkdtempSync(join(tmpdir(), 'peerwork-boot-'));
const env = Env.read({ NODE_ENV: 'test', TOKEN_SECRET: 'a secret for tests only, long enough', DATA_DIR: folder, LOG_LEVEL: 'silent' });
let clone: Awaited<ReturnType<typeof cloneDatabase>>;
let app: NestFastifyApplication | undefined;
beforeAll(async () => void (clone = await cloneDatabase()));
afterEach(async () => void (await app?.close()));
afterAll(async () => {
  await clone.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** In a word, since an application that starts where it should not takes minutes to print. */
async function startWith(controller: Type): Promise<'started'> {
  const module: DynamicModule = { module: Leaflets, controllers: [controller], imports: [AppModule.over(loginUrl(clone.url), env)] };
  app = await NestFactory.create<NestFastifyApplication>(module, fastify(env), { logger: false, abortOnError: false });
  await app.init();
  return 'started';
}

it('refuses to start while a route has not said who may call it, and names it', async () => {
  await expect(startWith(UndeclaredController)).rejects.toThrow('UndeclaredController.forgotten has neither @Allow nor @Public');
});

it.each([
  [StaffAmongMachines, 'StaffAmongMachines.list is under /fhir/, which is for machines alone'],
  [SpelledOut, 'SpelledOut.list is under /fhir/, which is for machines alone'],
  [MachinesAmongStaff, 'MachinesAmongStaff.list is for machines and not under /fhir/'],
  [BothAtOnce, 'BothAtOnce.list is for machines and not under /fhir/'],
  [MachinesAndAnybody, 'MachinesAndAnybody.list is for machines alone and open to all at once'],
])('refuses to start where machines and staff could meet: %p', async (controller, words) => {
  await expect(startWith(controller)).rejects.toThrow(words);
});

it('starts where machines are among themselves', async () => {
  await expect(startWith(MachinesAlone)).resolves.toBe('started');
});

it('starts once every route has', async () => {
  await expect(startWith(DeclaredController)).resolves.toBe('started');
});
