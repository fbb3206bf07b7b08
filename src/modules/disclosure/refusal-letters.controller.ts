import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Env } from '../../config/env.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Clock } from '../../platform/clock.ts';
import { Describe } from '../../platform/http/describe.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { printed, type Printed } from '../session-note/index.ts';
import { JsonOrPdf, sentAsPdf, wantsPdf } from './paper.ts';
import { RefusalLetterView } from './refusal-letter.dto.ts';
import { letterDocument, refusalLetter } from './refusal-letter.ts';

@ApiTags('disclosure')
@Controller('v1/refusal-letter')
export class RefusalLettersController {
  constructor(
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  @Get()
  @Allow('refusal-letter:read')
  @JsonOrPdf(RefusalLetterView, 'The words, or with `Accept: application/pdf` the letter')
  @Describe('getRefusalLetter', 'What to answer to whoever asks for records that may not go to him: the same whoever is asked about')
  async read(@Headers('accept') accept: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<RefusalLetterView | Printed> {
    const letter = refusalLetter(this.env.CENTER_NAME, serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE));
    return wantsPdf(accept) ? sentAsPdf(reply, 'refusal-letter.pdf', printed(letterDocument(letter))) : letter;
  }
}
