import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { type Candidate, ranked, type Wish } from './match.ts';
import type { FindMatches, Matches } from './match.dto.ts';
import { CANDIDATES, WISHED } from './matches.queries.ts';

/** Whom a client without a peer, or with another one in mind, could have: in an order that its reasons explain. */
@Injectable()
export class Matching {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async of(clientId: string, { limit }: FindMatches): Promise<Matches> {
    const today = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
    const [[wished], candidates] = await Promise.all([
      this.work.rows<Wish & { wishId: string | null }>({ ...WISHED, values: [clientId] }),
      this.work.rows<Candidate>({ ...CANDIDATES, values: [clientId, today] }),
    ]);
    if (!wished) throw notFound();
    const { matches, excluded } = ranked(wished, candidates);
    return { clientId, wishId: wished.wishId, matches: matches.slice(0, limit), more: matches.length > limit, excluded };
  }
}
