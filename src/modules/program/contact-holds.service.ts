import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { BeginContactHold, ContactHoldPage, ContactHoldRow, ContactHoldView } from './contact-hold.dto.ts';
import { ContactHold } from './contact-hold.entity.ts';

onViolation('contact_holds_one_open', () => new Problem('conflict', 'hold-open', 'The client is or was on hold at that time already; end that one first'));

const ROW = `id, client_id as "clientId", kind, starts_at as "startsAt", expected_end_on as "expectedEndOn", ends_at as "endsAt", recorded_by as "recordedBy", version`;

@Injectable()
export class ContactHolds {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly env: Env,
  ) {}

  async begin(by: Actor, clientId: string, { kind, reason, from = new Date(), expectedEndOn }: BeginContactHold): Promise<ContactHoldView> {
    await this.clients.demand(clientId);
    const admittedAt = await this.admission(clientId);
    const startsOn = serviceDay(from, this.env.SITE_TIME_ZONE);
    const hold = ContactHold.begin(clientId, { kind, reason, startsAt: from, startsOn, expectedEndOn: expectedEndOn ?? null, admittedAt }, by.id);
    await this.work.insert(hold);
    this.audit.record(by, 'contact-hold.begun', hold.id, { clientId, hold: kind });
    return this.read(hold.id);
  }

  async list(clientId: string, query: PageQuery): Promise<ContactHoldPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<ContactHoldRow>({
      text: `select ${ROW} from app.contact_holds where client_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ContactHoldView> {
    const [view] = await this.work.rows<ContactHoldView>({ text: `select ${ROW}, reason from app.contact_holds where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async end(by: Actor, id: string, version: number, at: Date): Promise<ContactHoldView> {
    const hold = await this.work.forChange(ContactHold, id, version);
    if (!hold) throw notFound();
    await this.finish(by, hold, at);
    return this.read(id);
  }

  /** Whoever is discharged is nobody's to wait for. */
  async endWith(by: Actor, clientId: string, at: Date): Promise<void> {
    const [open] = await this.work.rows<{ id: string }>({
      text: 'select id from app.contact_holds where client_id = $1 and ends_at is null',
      values: [clientId],
    });
    const hold = open && (await this.work.forChange(ContactHold, open.id));
    if (!hold || hold.endsAt) return;
    if (at <= hold.startsAt) throw new Problem('conflict', 'hold-starts-later', 'A hold began after that time', { startsAt: hold.startsAt });
    await this.finish(by, hold, at);
  }

  private async finish(by: Actor, hold: ContactHold, at: Date): Promise<void> {
    hold.end(at, by.id);
    await this.work.save(hold);
    this.audit.record(by, 'contact-hold.ended', hold.id, { clientId: hold.clientId });
  }

  private async admission(clientId: string): Promise<Date> {
    const [episode] = await this.work.rows<{ admittedAt: Date }>({
      text: 'select admitted_at as "admittedAt" from app.episodes where client_id = $1 and discharged_at is null',
      values: [clientId],
    });
    if (!episode) throw new Problem('conflict', 'no-open-episode', 'The client is not in care, so nobody waits to meet him');
    return episode.admittedAt;
  }
}
