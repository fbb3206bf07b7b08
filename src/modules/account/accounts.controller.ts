import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, Public } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { Idempotency, Keyed, NOBODY, ReplayedBy } from '../../platform/http/idempotency.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import {
  AcceptedInvitation,
  AcceptInvitation,
  AccountPage,
  AccountView,
  ChangeAccount,
  FindAccounts,
  InviteAccount,
  InvitedAccountView,
} from './account.dto.ts';
import { Accounts, type Invited } from './accounts.service.ts';
import { Invitations } from './invitations.service.ts';
import { Tokens } from './token.ts';

@ApiTags('account')
@Controller('v1')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly invitations: Invitations,
    private readonly idempotency: Idempotency,
    private readonly tokens: Tokens,
  ) {}

  @Post('accounts')
  @Allow('account:write')
  @ReplayedBy('invited')
  @Describe('inviteAccount', 'Invite somebody: the account and its one-time invitation', 409)
  async invite(@By() by: Actor, @Body() wish: InviteAccount): Promise<InvitedAccountView> {
    return this.view(await this.accounts.invite(by, wish));
  }

  @Post('accounts/:id/invitations')
  @Allow('account:write')
  @ReplayedBy('invited')
  @Describe('inviteAccountAgain', 'A new invitation in place of one that was lost or ran out', 409)
  async inviteAgain(@By() by: Actor, @Param('id', PathId) id: string): Promise<InvitedAccountView> {
    return this.view(await this.accounts.inviteAgain(by, id));
  }

  @Get('accounts')
  @Allow('account:read')
  @Describe('listAccounts', 'Who may sign in, newest first')
  async list(@Query() query: FindAccounts): Promise<AccountPage> {
    const { items, next } = await this.accounts.list(query);
    return { items: items.map(AccountView.of), next };
  }

  @Get('accounts/:id')
  @Allow('account:read')
  @Describe('getAccount', 'One account')
  async read(@Param('id', PathId) id: string): Promise<AccountView> {
    return AccountView.of(await this.accounts.read(id));
  }

  @Patch('accounts/:id')
  @Allow('account:write')
  @ChangesVersion()
  @Describe('changeAccount', 'Change name or role, disable or enable', 409, 412, 428)
  async change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangeAccount): Promise<AccountView> {
    return AccountView.of(await this.accounts.change(by, id, version, wish));
  }

  @Post('invitations/acceptances')
  @Public()
  @Keyed()
  @Describe('acceptInvitation', 'Set your own password with an invitation', 409, 429)
  async accept(@Body() wish: AcceptInvitation, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<AcceptedInvitation> {
    const { view, replayed } = await this.invitations.accept(wish, request.id, this.idempotency.attempt(request, NOBODY));
    if (replayed) reply.header('Idempotency-Replayed', 'true');
    return view;
  }

  async invited(_by: Actor, id: string): Promise<InvitedAccountView> {
    return this.view(await this.accounts.invited(id));
  }

  private view({ account, invitation }: Invited): InvitedAccountView {
    const open = invitation && { token: this.tokens.of('invitation', invitation.id), expiresAt: invitation.expiresAt };
    return { ...AccountView.of(account), invitation: open };
  }
}
