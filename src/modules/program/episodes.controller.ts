import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow, OpenInEmergency } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { Discharge, EpisodePage, EpisodeView, FindEpisodes, FindStays, OpenEpisode, StartStay, StayPage, StayView } from './episode.dto.ts';
import { Episodes } from './episodes.service.ts';
import { Stays } from './stays.service.ts';

@ApiTags('program')
@Controller('v1')
export class EpisodesController {
  constructor(
    private readonly episodes: Episodes,
    private readonly stays: Stays,
  ) {}

  @Post('clients/:id/episodes')
  @Allow('episode:write')
  @ReplayedBy('episode')
  @Describe('openEpisode', 'Admit a client: the episode and its first stay', 409)
  open(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: OpenEpisode): Promise<EpisodeView> {
    return this.episodes.open(by, id, wish);
  }

  @Get('clients/:id/episodes')
  @Allow('episode:read')
  @OpenInEmergency()
  @Describe('listEpisodes', "A client's episodes with their stays, newest first")
  list(@Param('id', PathId) id: string, @Query() query: FindEpisodes): Promise<EpisodePage> {
    return this.episodes.list(id, query);
  }

  @Get('clients/:id/stays')
  @Allow('episode:read')
  @OpenInEmergency()
  @Describe('listStays', 'In which programs a client is or was, newest first; also as of a day, and as far as was known by an instant')
  listStays(@Param('id', PathId) id: string, @Query() query: FindStays): Promise<StayPage> {
    return this.stays.list(id, query);
  }

  @Get('episodes/:id')
  @Allow('episode:read')
  @OpenInEmergency()
  @Describe('getEpisode', 'One episode with its stays')
  read(@Param('id', PathId) id: string): Promise<EpisodeView> {
    return this.episodes.read(id);
  }

  @Post('episodes/:id/stays')
  @Allow('episode:write')
  @ReplayedBy('stay')
  @Describe('startStay', 'Move to another program at an instant', 409)
  move(@By() by: Actor, @Param('id', PathId) id: string, @Body() wish: StartStay): Promise<StayView> {
    return this.episodes.move(by, id, wish);
  }

  @Put('episodes/:id/discharge')
  @Allow('episode:write')
  @ChangesVersion()
  @Describe('discharge', 'Discharge: stay and assignments end at that instant', 409, 412, 428)
  discharge(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: Discharge): Promise<EpisodeView> {
    return this.episodes.discharge(by, id, version, wish);
  }

  episode(_by: Actor, id: string): Promise<EpisodeView> {
    return this.episodes.read(id);
  }

  stay(_by: Actor, id: string): Promise<StayView> {
    return this.stays.read(id);
  }
}
