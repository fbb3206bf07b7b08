import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Public } from '../access/allow.ts';
import { Problem } from '../problem.ts';
import { Describe } from './describe.ts';
import { OneOf } from './shapes.ts';

class Health {
  @OneOf(['ok'])
  status: 'ok';
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  private isLeaving = false;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

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
    if (this.isLeaving) throw new Problem('unavailable', 'leaving', 'This process is stopping; ask another', { retryAfter: 1 });
    await this.dataSource.query('select 1');
    return { status: 'ok' };
  }

  /** From now on a load balancer sends nobody here. */
  leave(): void {
    this.isLeaving = true;
  }
}
