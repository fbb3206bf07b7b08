import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { LegalHoldPage, LegalHoldView, PlaceLegalHold } from './legal-hold.dto.ts';
import { LegalHold } from './legal-hold.entity.ts';

const HOLD = `select id, client_id as "clientId", matter, reason, asked_by as "askedBy", holds_from as "from", placed_by as "placedBy", created_at as "createdAt",
    released_at as "releasedAt", released_by as "releasedBy", release_reason as "releaseReason", version from app.legal_holds`;

@Injectable()
export class LegalHolds {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async place(by: Actor, clientId: string, { from, ...matter }: PlaceLegalHold): Promise<LegalHoldView> {
    await this.clients.demand(clientId);
    const today = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
    const hold = LegalHold.place(clientId, { ...matter, holdsFrom: from ?? today }, today, by.id);
    await this.work.insert(hold);
    this.audit.record(by, 'legal-hold.placed', hold.id, { clientId });
    return this.read(hold.id);
  }

  async list(clientId: string, query: PageQuery): Promise<LegalHoldPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<LegalHoldView>({
      text: `${HOLD} where client_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<LegalHoldView> {
    const [view] = await this.work.rows<LegalHoldView>({ text: `${HOLD} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async release(by: Actor, id: string, version: number, reason: string): Promise<LegalHoldView> {
    const hold = await this.work.forChange(LegalHold, id, version);
    if (!hold) throw notFound();
    hold.release(reason, this.clock.now(), by.id);
    await this.work.save(hold);
    this.audit.record(by, 'legal-hold.released', id, { clientId: hold.clientId });
    return this.read(id);
  }
}
