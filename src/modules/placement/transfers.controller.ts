import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AcceptTransfer, CloseTransfer, FindTransfers, RequestTransfer, TransferPage, TransferView } from './transfer.dto.ts';
import { Transfers } from './transfers.service.ts';

@ApiTags('placement')
@Controller('v1')
export class TransfersController {
  constructor(private readonly transfers: Transfers) {}

  @Post('clients/:id/transfers')
  @Allow('transfer:request')
  @ReplayedBy('transfer')
  @Describe('requestTransfer', 'Ask another specialist to take a client over', 409)
  request(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: RequestTransfer): Promise<TransferView> {
    return this.transfers.request(by, id, wish);
  }

  @Get('transfers')
  @Allow('transfer:read')
  @Describe('listTransfers', 'Transfers that concern you, newest first')
  list(@Query() query: FindTransfers): Promise<TransferPage> {
    return this.transfers.list(query);
  }

  @Get('transfers/:id')
  @Allow('transfer:read')
  @Describe('getTransfer', 'One transfer with what must not be lost')
  read(@Param('id', PathId) id: string): Promise<TransferView> {
    return this.transfers.read(id);
  }

  @Put('transfers/:id/acceptance')
  @Allow('transfer:answer')
  @ChangesVersion()
  @Describe('acceptTransfer', 'Take the client over: the old assignment ends and the new one begins at one instant', 409, 412, 428)
  accept(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: AcceptTransfer): Promise<TransferView> {
    return this.transfers.accept(by, id, version, wish);
  }

  @Put('transfers/:id/decline')
  @Allow('transfer:answer')
  @ChangesVersion()
  @Describe('declineTransfer', 'Say that the client is not taken over, and why', 409, 412, 428)
  decline(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { reason }: CloseTransfer): Promise<TransferView> {
    return this.transfers.decline(by, id, version, reason);
  }

  @Put('transfers/:id/withdrawal')
  @Allow('transfer:request')
  @ChangesVersion()
  @Describe('withdrawTransfer', 'Take the question back', 409, 412, 428)
  withdraw(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() { reason }: CloseTransfer): Promise<TransferView> {
    return this.transfers.withdraw(by, id, version, reason);
  }

  transfer(_by: Actor, id: string): Promise<TransferView> {
    return this.transfers.read(id);
  }
}
