import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { Credentials } from './credentials.service.ts';
import {
  AddCredential,
  AssignSupervision,
  ChangePeerSpecialist,
  CredentialPage,
  CredentialView,
  FindPeerSpecialists,
  HirePeerSpecialist,
  PeerSpecialistPage,
  PeerSpecialistView,
  SupervisionPage,
  SupervisionView,
} from './peer-specialist.dto.ts';
import { PeerSpecialists } from './peer-specialists.service.ts';
import { Supervisions } from './supervisions.service.ts';

@ApiTags('peer-specialist')
@Controller('v1')
export class PeerSpecialistsController {
  constructor(
    private readonly specialists: PeerSpecialists,
    private readonly credentials: Credentials,
    private readonly supervisions: Supervisions,
  ) {}

  @Post('peer-specialists')
  @Allow('peer-specialist:write')
  @ReplayedBy('specialist')
  @Describe('hirePeerSpecialist', 'A profile for an account that is a peer specialist', 409)
  hire(@By() by: Actor, @Body() wish: HirePeerSpecialist): Promise<PeerSpecialistView> {
    return this.specialists.hire(by, wish);
  }

  @Get('peer-specialists')
  @Allow('peer-specialist:read')
  @Describe('listPeerSpecialists', 'The specialists you may see: yourself, your team, or all')
  list(@Query() query: FindPeerSpecialists): Promise<PeerSpecialistPage> {
    return this.specialists.list(query);
  }

  @Get('peer-specialists/:id')
  @Allow('peer-specialist:read')
  @Describe('getPeerSpecialist', 'One specialist')
  read(@Param('id', PathId) id: string): Promise<PeerSpecialistView> {
    return this.specialists.read(id);
  }

  @Patch('peer-specialists/:id')
  @Allow('peer-specialist:write')
  @ChangesVersion()
  @Describe('changePeerSpecialist', 'Change a profile', 412, 428)
  change(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ChangePeerSpecialist): Promise<PeerSpecialistView> {
    return this.specialists.change(by, id, version, wish);
  }

  @Post('peer-specialists/:id/credentials')
  @Allow('credential:write')
  @ReplayedBy('credential')
  @Describe('addCredential', 'Add a credential; it counts once somebody else has verified it', 409)
  addCredential(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: AddCredential): Promise<CredentialView> {
    return this.credentials.add(by, id, wish);
  }

  @Get('peer-specialists/:id/credentials')
  @Allow('peer-specialist:read')
  @Describe('listCredentials', "A specialist's credentials, newest first")
  listCredentials(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<CredentialPage> {
    return this.credentials.list(id, query);
  }

  @Put('credentials/:id/verification')
  @Allow('credential:verify')
  @ChangesVersion()
  @Describe('verifyCredential', 'State that you have seen the document', 409, 412, 428)
  verify(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<CredentialView> {
    return this.credentials.verify(by, id, version);
  }

  @Post('peer-specialists/:id/supervision')
  @Allow('supervision:write')
  @ReplayedBy('supervision')
  @Describe('assignSupervision', 'Name the supervisor; the one before ends at that instant', 409)
  assignSupervision(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: AssignSupervision): Promise<SupervisionView> {
    return this.supervisions.assign(by, id, wish);
  }

  @Get('peer-specialists/:id/supervision')
  @Allow('peer-specialist:read')
  @Describe('listSupervisions', 'Who supervised this specialist since when, newest first')
  listSupervisions(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<SupervisionPage> {
    return this.supervisions.list(id, query);
  }

  specialist(_by: Actor, id: string): Promise<PeerSpecialistView> {
    return this.specialists.read(id);
  }

  credential(_by: Actor, id: string): Promise<CredentialView> {
    return this.credentials.read(id);
  }

  supervision(_by: Actor, id: string): Promise<SupervisionView> {
    return this.supervisions.read(id);
  }
}
