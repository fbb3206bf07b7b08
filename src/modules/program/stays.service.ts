import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { heldAt, knownEnd, recorded } from '../../platform/database/dated-rows.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { pointInTime } from '../../platform/http/point-in-time.ts';
import { notFound } from '../../platform/problem.ts';
import { Clients } from '../client/index.ts';
import type { FindStays, StayPage, StayView } from './episode.dto.ts';
import { Stay } from './stay.entity.ts';

const viewed = (
  known: string,
) => `select s.id, s.client_id as "clientId", s.episode_id as "episodeId", s.program_code as "programCode", s.starts_at as "startsAt",
    ${knownEnd('s', known)} as "endsAt", s.reason, ${recorded('s', known)}, s.version from app.stays s`;

/** In which program somebody is or was. Stays begin and end with what happens to their episode. */
@Injectable()
export class Stays {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async list(clientId: string, query: FindStays): Promise<StayPage> {
    const { at, knownAt } = pointInTime(query, this.env.SITE_TIME_ZONE, this.clock.now());
    await this.clients.demand(clientId);
    const rows = await this.work.rows<StayView>({
      text: `${viewed('$5')} where s.client_id = $1 and ($2::uuid is null or s.id < $2) and ${heldAt('s', '$4', '$5')} order by s.id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1, at, knownAt],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<StayView> {
    const [stay] = await this.work.rows<StayView>({ text: `${viewed('null')} where s.id = $1`, values: [id] });
    if (!stay) throw notFound();
    return stay;
  }

  /** Oldest first within each. */
  ofEpisodes(episodeIds: string[]): Promise<StayView[]> {
    return this.work.rows<StayView>({
      name: 'stays_of_episodes',
      text: `${viewed('null')} where s.episode_id = any ($1) order by s.starts_at`,
      values: [episodeIds],
    });
  }

  /** The one that has not ended, under a lock. */
  async openOf(episodeId: string): Promise<Stay | null> {
    const [open] = await this.work.rows<{ id: string }>({ text: `select id from app.stays where episode_id = $1 and ends_at is null`, values: [episodeId] });
    return open ? this.work.forChange(Stay, open.id) : null;
  }
}
