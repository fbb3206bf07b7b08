import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PageQuery } from '../../platform/http/page.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { ExperiencePage, ExperienceView, ShareExperience } from './shared-experience.dto.ts';
import { SharedExperiences } from './shared-experiences.service.ts';

@ApiTags('peer-specialist')
@Controller('v1')
export class SharedExperiencesController {
  constructor(private readonly experiences: SharedExperiences) {}

  @Post('peer-specialists/:id/experiences')
  @Allow('experience:write')
  @ReplayedBy('experience')
  @Describe('shareExperience', 'Share something that you have lived through; nobody else can say it for you', 409)
  share(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: ShareExperience): Promise<ExperienceView> {
    return this.experiences.share(by, id, wish);
  }

  @Get('peer-specialists/:id/experiences')
  @Allow('experience:read')
  @Describe('listExperiences', 'What a specialist chose to share, newest first; what is withdrawn only he finds')
  list(@Param('id', PathId) id: string, @Query() query: PageQuery): Promise<ExperiencePage> {
    return this.experiences.list(id, query);
  }

  @Put('experiences/:id/withdrawal')
  @Allow('experience:write')
  @ChangesVersion()
  @Describe('withdrawExperience', 'Take back what you shared: from that instant it is in no match and in nobody’s list but yours', 409, 412, 428)
  withdraw(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<ExperienceView> {
    return this.experiences.withdraw(by, id, version);
  }

  experience(_by: Actor, id: string): Promise<ExperienceView> {
    return this.experiences.read(id);
  }
}
