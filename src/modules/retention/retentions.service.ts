import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { Clients } from '../client/index.ts';
import { kept, type Reckoned } from './reasons.ts';
import type { RetentionView } from './retention.dto.ts';
import { REASONS, STANDING_OF } from './retention.queries.ts';

/** Until when a client's record is kept, and why. */
@Injectable()
export class Retentions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async of(clientId: string): Promise<RetentionView> {
    await this.clients.demand(clientId);
    const today = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
    const [reckoned, standing] = await Promise.all([
      this.work.rows<Reckoned>({ ...REASONS, values: [clientId, today, this.env.SITE_TIME_ZONE] }),
      this.work.rows<{ isHeld: boolean; isInCare: boolean }>({ ...STANDING_OF, values: [clientId] }),
    ]);
    const { isHeld, isInCare } = standing[0]!;
    const { keptUntil, reasons } = kept({ isHeld, isInCare }, reckoned);
    return { clientId, keptUntil, isHeld, isInCare, reasons };
  }
}
