import { Body, Controller, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AttachPaper, ChangeLegalOrder, DecideLegalOrder, FindLegalOrders, LegalOrderPage, LegalOrderView, RecordLegalOrder } from './legal-order.dto.ts';
import { LegalOrders } from './legal-orders.service.ts';

const FILE = { schema: { type: 'string', format: 'binary' } };

@ApiTags('legal-order')
@Controller('v1/legal-orders')
export class LegalOrdersController {
  constructor(private readonly orders: LegalOrders) {}

  @Post()
  @Allow('legal-order:write')
  @ReplayedBy('order')
  @Describe('recordLegalOrder', 'Write down a subpoena, a warrant or an order that was served; it opens nothing yet', 409)
  record(@By() by: Actor, @Body() wish: RecordLegalOrder): Promise<LegalOrderView> {
    return this.orders.record(by, wish);
  }

  @Get()
  @Allow('legal-order:read')
  @Describe('listLegalOrders', 'What was served on the center, newest first')
  list(@Query() query: FindLegalOrders): Promise<LegalOrderPage> {
    return this.orders.list(query);
  }

  @Get(':id')
  @Allow('legal-order:read')
  @Describe('getLegalOrder', 'One of them: what it names, and what was decided')
  read(@Param('id', PathId) id: string): Promise<LegalOrderView> {
    return this.orders.read(id);
  }

  @Patch(':id')
  @Allow('legal-order:write')
  @ChangesVersion()
  @Describe('changeLegalOrder', 'Correct or complete what was written down, as long as nobody has decided', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeLegalOrder): Promise<LegalOrderView> {
    return this.orders.change(by, id, version, wish);
  }

  @Put(':id/decision')
  @Allow('legal-order:write')
  @ChangesVersion()
  @Describe('decideLegalOrder', 'Review it, honour it, contest it, refuse it, or say that it was withdrawn', 409, 412, 428)
  decide(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: DecideLegalOrder): Promise<LegalOrderView> {
    return this.orders.decide(by, id, version, wish);
  }

  @Put(':id/paper')
  @Allow('legal-order:write')
  @ChangesVersion()
  @Describe('attachLegalOrderPaper', 'Keep the paper that was served', 409, 412, 428)
  attach(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: AttachPaper): Promise<LegalOrderView> {
    return this.orders.attach(by, id, version, wish);
  }

  @Get(':id/paper')
  @Allow('legal-order:read')
  @ApiOkResponse({ content: { 'application/pdf': FILE, 'image/jpeg': FILE, 'image/png': FILE } })
  @Describe('getLegalOrderPaper', 'The paper that was served, as it was attached last')
  async paper(@Param('id', PathId) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const { mediaType, name, content } = await this.orders.paper(id);
    reply.header('Content-Type', mediaType).header('Content-Disposition', `attachment; filename="${name}"`);
    return content;
  }

  order(_by: Actor, id: string): Promise<LegalOrderView> {
    return this.orders.read(id);
  }
}
