import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { mayEver } from '../../platform/access/grants.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { momentPageOf, startOfMoment } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import type { FindTimeline, TimelineEntry, TimelinePage } from './timeline.dto.ts';
import { timeline } from './timeline.queries.ts';

/** What happened with a client, of all kinds, in one line. */
@Injectable()
export class Timelines {
  constructor(private readonly work: UnitOfWork) {}

  async read(by: Actor, clientId: string, query: FindTimeline): Promise<TimelinePage> {
    const start = startOfMoment(query);
    const values = [clientId, start?.at ?? null, start?.id ?? null, query.limit + 1];
    const [[client], entries] = await Promise.all([
      this.work.rows({ name: 'client_of_timeline', text: 'select id from app.clients where id = $1', values: [clientId] }),
      this.work.rows<TimelineEntry>({ ...timeline(mayEver(by.role, 'goal:read')), values }),
    ]);
    if (!client) throw notFound();
    return momentPageOf(entries, query, ({ at, id }) => ({ at, id }));
  }
}
