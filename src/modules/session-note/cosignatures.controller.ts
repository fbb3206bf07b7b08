import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { type CosignatureResult, CosignatureResults, CosignSessionNotes } from './cosignature.dto.ts';
import { Cosignatures } from './cosignatures.service.ts';
import { SessionNotePage } from './session-note-view.dto.ts';
import { FindCosignatures } from './session-note.dto.ts';

@ApiTags('session-note')
@Controller('v1')
export class CosignaturesController {
  constructor(private readonly cosignatures: Cosignatures) {}

  @Get('cosignature-queue')
  @Allow('session-note:cosign')
  @Describe('listCosignatureQueue', 'The notes that wait for your co-signature, oldest first')
  queue(@Query() query: FindCosignatures): Promise<SessionNotePage> {
    return this.cosignatures.queue(query);
  }

  @Post('cosignatures')
  @HttpCode(200)
  @Allow('session-note:cosign')
  @ReplayedBy('results')
  @Describe('cosignSessionNotes', 'Stand for up to a hundred notes, with one result for each', 409)
  cosign(@By() by: Actor, @Body() { notes }: CosignSessionNotes): Promise<CosignatureResults> {
    return this.cosignatures.cosign(by, notes);
  }

  results(_by: Actor, _id: null, results: CosignatureResult[]): CosignatureResults {
    return { results };
  }
}
