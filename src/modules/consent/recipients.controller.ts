import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { AddRecipient, ChangeRecipient, FindRecipients, RecipientPage, RecipientView } from './recipient.dto.ts';
import { Recipients } from './recipients.service.ts';

@ApiTags('consent')
@Controller('v1/recipients')
export class RecipientsController {
  constructor(private readonly recipients: Recipients) {}

  @Post()
  @Allow('recipient:write')
  @ReplayedBy('recipient')
  @Describe('addRecipient', 'Register an organisation or a person that the center discloses to', 409)
  add(@By() by: Actor, @Body() wish: AddRecipient): Promise<RecipientView> {
    return this.recipients.add(by, wish);
  }

  @Get()
  @Allow('recipient:read')
  @Describe('listRecipients', 'Whom the center discloses to, newest first')
  list(@Query() query: FindRecipients): Promise<RecipientPage> {
    return this.recipients.list(query);
  }

  @Get(':id')
  @Allow('recipient:read')
  @Describe('getRecipient', 'One recipient with its agreement and, of an intermediary, its members')
  read(@Param('id', PathId) id: string): Promise<RecipientView> {
    return this.recipients.read(id);
  }

  @Patch(':id')
  @Allow('recipient:write')
  @ChangesVersion()
  @Describe('changeRecipient', 'Change a recipient; what it is and on what it relies stay', 409, 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeRecipient): Promise<RecipientView> {
    return this.recipients.change(by, id, version, wish);
  }

  @Put(':id/ending')
  @Allow('recipient:write')
  @ChangesVersion()
  @Describe('endRecipient', 'Disclose nothing to a recipient any more', 409, 412, 428)
  end(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<RecipientView> {
    return this.recipients.end(by, id, version);
  }

  recipient(_by: Actor, id: string): Promise<RecipientView> {
    return this.recipients.read(id);
  }
}
