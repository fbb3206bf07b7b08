import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { RecordWish, WishPage, WishView } from './wish.dto.ts';
import { Wishes } from './wishes.service.ts';

@ApiTags('placement')
@Controller('v1')
export class WishesController {
  constructor(private readonly wishes: Wishes) {}

  @Post('clients/:id/wishes')
  @Allow('wish:write')
  @ReplayedBy('wish')
  @Describe('recordWish', 'Write down what the client wishes of a peer; what he wished before ends at that instant', 409)
  record(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RecordWish): Promise<WishView> {
    return this.wishes.record(by, id, wish);
  }

  @Get('clients/:id/wishes')
  @Allow('wish:read')
  @Describe('listWishes', 'What the client wishes of a peer, and wished before, newest first')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<WishPage> {
    return this.wishes.list(id, query);
  }

  @Get('wishes/:id')
  @Allow('wish:read')
  @Describe('getWish', 'One wish with the client’s own words')
  read(@Param('id', PathId) id: string): Promise<WishView> {
    return this.wishes.read(id);
  }

  wish(_by: Actor, id: string): Promise<WishView> {
    return this.wishes.read(id);
  }
}
