import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { BatchResults, type OperationResult, SendBatch } from './batch.dto.ts';
import { Batches } from './batches.service.ts';

@ApiTags('offline')
@Controller('v1/batches')
export class BatchesController {
  constructor(private readonly batches: Batches) {}

  @Post()
  @HttpCode(200)
  @Allow('session-note:write')
  @ReplayedBy('results')
  @Describe('sendBatch', 'Do up to two hundred things that were done without reception, with one result for each', 409)
  send(@By() by: Actor, @Body() { operations }: SendBatch): Promise<BatchResults> {
    return this.batches.run(by, operations);
  }

  results(_by: Actor, _id: null, results: OperationResult[]): BatchResults {
    return { results };
  }
}
