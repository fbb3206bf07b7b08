import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { DigestPage, DigestView } from './digest.dto.ts';
import { Digests } from './digests.service.ts';
import { inFormOf } from './forms.ts';

@ApiTags('digest')
@Controller('v1/digests')
export class DigestsController {
  constructor(private readonly digests: Digests) {}

  @Get()
  @Allow('digest:read')
  @Describe('listDigests', 'Your weekly digests, newest first')
  list(@Query() query: PageQuery): Promise<DigestPage> {
    return this.digests.list(query);
  }

  @Get(':id')
  @Allow('digest:read')
  @ApiExtraModels(DigestView)
  @ApiOkResponse({
    description: 'The digest; with `Accept: text/plain` or `text/html` the same figures for reading',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(DigestView) } },
      'text/plain': { schema: { type: 'string' } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  @Describe('getDigest', 'One weekly digest')
  async read(
    @Param('id', PathId) id: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DigestView | string> {
    return inFormOf(accept, reply, await this.digests.read(id));
  }
}
