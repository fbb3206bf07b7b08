import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { momentPageOf, startOfMoment } from '../../platform/http/page.ts';
import type { ClientToPlace, FindToPlace, PlacementQueuePage } from './placement-queue.dto.ts';
import { PLACEMENT_QUEUE } from './placement-queue.queries.ts';

/** Nobody falls between two specialists: whoever is in care and not in the right hands is here, with how long that has been so. */
@Injectable()
export class PlacementQueue {
  constructor(private readonly work: UnitOfWork) {}

  async list(query: FindToPlace): Promise<PlacementQueuePage> {
    const after = startOfMoment(query);
    const values = [after?.at ?? null, after?.id ?? null, query.reason ?? null, query.limit + 1];
    return momentPageOf(await this.work.rows<ClientToPlace>({ ...PLACEMENT_QUEUE, values }), query, ({ since, clientId }) => ({ at: since, id: clientId }));
  }
}
