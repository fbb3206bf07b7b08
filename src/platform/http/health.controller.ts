import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Public } from '../access/allow.ts';
import { probe } from '../database/connection.ts';
import { within } from '../database/deadline.ts';
import { Departure, leaving } from './departure.ts';
import { Describe } from './describe.ts';
import { OneOf } from './shapes.ts';

/** Whoever asks does so every few seconds. */
const FOR_READINESS_MS = 1_500;

class Health {
  @OneOf(['ok'])
  status: 'ok';
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly departure: Departure,
  ) {}

  @Get('live')
  @Public()
  @Describe('isLive', 'The process runs')
  live(): Health {
    return { status: 'ok' };
  }

  /** Not ready while the database is away and from the moment on which a stop was asked for. */
  @Get('ready')
  @Public()
  @Describe('isReady', 'Requests are served')
  async ready(): Promise<Health> {
    if (this.departure.isAnnounced) throw leaving();
    await within(FOR_READINESS_MS, () => probe(this.dataSource));
    return { status: 'ok' };
  }
}
