import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { heldAt, knownEnd, recorded } from '../../platform/database/dated-rows.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { pointInTime } from '../../platform/http/point-in-time.ts';
import { invalid, notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import { Stay } from '../program/index.ts';
import type { BedOccupancyPage, BedOccupancyView, DeclareReady, EndOccupancy, FindOccupancies, MoveToBed, TakeBed } from './bed-occupancy.dto.ts';
import { BedOccupancy } from './bed-occupancy.entity.ts';
import { BedReservations } from './bed-reservations.service.ts';
import { Beds } from './beds.service.ts';

/** Beds are for this program. */
const PROGRAM = 'supportive-living';

const hasBed = () => new Problem('conflict', 'client-has-bed', 'The client has a bed at that time already; move from that one to this one instead');
const noStay = () =>
  new Problem('conflict', 'no-supportive-living-stay', 'A bed is for somebody with an open stay in supportive living; admit or move the client to it first');
onViolation('bed_occupancies_one_per_client', hasBed);
onViolation('bed_occupancies_within_stay', noStay);
onViolation(
  'stays_cover_occupancies',
  () =>
    new Problem(
      'conflict',
      'bed-taken-later',
      'The client took a bed after that time; end the stay later, or withdraw the occupancy if it was written down by mistake',
    ),
);

const viewed = (known: string) => `
  select o.id, o.bed_id as "bedId", b.residence_id as "residenceId", o.client_id as "clientId", o.stay_id as "stayId", o.starts_at as "startsAt",
         ${knownEnd('o', known)} as "endsAt", case when ${knownEnd('o', known)} is not null then o.end_reason end as "endReason",
         case when ${knownEnd('o', known)} is not null then o.ready_at end as "readyAt", case when ${isWithdrawn(known)} then o.withdrawn_at end as "withdrawnAt",
         ${recorded('o', known)}, o.version
    from app.bed_occupancies o join app.beds b on b.id = o.bed_id`;
const isWithdrawn = (known: string) => `o.withdrawn_at is not null and coalesce(o.withdrawn_at <= ${known}::timestamptz, true)`;

/** Locks are taken in one order: the stay, the bed, what hangs on either. A discharge locks the stay first as well. */
@Injectable()
export class BedOccupancies {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly beds: Beds,
    private readonly reservations: BedReservations,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async take(by: Actor, bedId: string, { clientId, at = new Date() }: TakeBed): Promise<BedOccupancyView> {
    await this.beds.read(bedId);
    await this.clients.demand(clientId);
    const stay = await this.stayOf(clientId, at);
    const occupancy = BedOccupancy.of({ bedId, clientId, stayId: stay.id, startsAt: at }, by.id);
    const others = await this.work.rows({
      text: `select from app.bed_occupancies where client_id = $1 and withdrawn_at is null and (ends_at is null or ends_at > $2) limit 1`,
      values: [clientId, at],
    });
    if (others.length > 0) throw hasBed();
    await this.beds.demandFree(bedId, at, clientId);
    const reservationId = await this.reservations.consume(by, bedId, clientId);
    await this.work.insert(occupancy);
    this.audit.record(by, 'bed-occupancy.started', occupancy.id, { clientId, bedId, reservationId });
    return this.read(occupancy.id);
  }

  /** Out of the one bed and into the other at one instant. */
  async move(by: Actor, id: string, { bedId, at = new Date() }: MoveToBed): Promise<BedOccupancyView> {
    const { clientId } = await this.read(id);
    const stay = await this.stayOf(clientId, at);
    await this.beds.demandFree(bedId, at, clientId);
    const before = await this.work.forChange(BedOccupancy, id);
    if (!before) throw notFound();
    before.end(at, 'moved', by.id);
    await this.work.save(before);
    const reservationId = await this.reservations.consume(by, bedId, clientId);
    const occupancy = BedOccupancy.of({ bedId, clientId, stayId: stay.id, startsAt: at }, by.id);
    await this.work.insert(occupancy);
    this.audit.record(by, 'bed-occupancy.moved', occupancy.id, { clientId, bedId, fromOccupancyId: id, reservationId });
    return this.read(occupancy.id);
  }

  async end(by: Actor, id: string, version: number, { at = new Date() }: EndOccupancy): Promise<BedOccupancyView> {
    const occupancy = await this.forChange(id, version);
    occupancy.end(at, 'left', by.id);
    await this.work.save(occupancy);
    return this.told(by, 'bed-occupancy.ended', occupancy);
  }

  async declareReady(by: Actor, id: string, version: number, { at = new Date() }: DeclareReady): Promise<BedOccupancyView> {
    const occupancy = await this.forChange(id, version);
    occupancy.declareReady(at, by.id);
    await this.work.save(occupancy);
    return this.told(by, 'bed-occupancy.readied', occupancy);
  }

  async withdraw(by: Actor, id: string, version: number): Promise<BedOccupancyView> {
    const occupancy = await this.forChange(id, version);
    occupancy.withdraw(by.id);
    await this.work.save(occupancy);
    return this.told(by, 'bed-occupancy.withdrawn', occupancy);
  }

  /** What was withdrawn as a mistake held at no time, and is told of only where no day is asked about. */
  async list(clientId: string, query: FindOccupancies): Promise<BedOccupancyPage> {
    const { at, knownAt } = pointInTime(query, this.env.SITE_TIME_ZONE, this.clock.now());
    await this.clients.demand(clientId);
    const rows = await this.work.rows<BedOccupancyView>({
      name: 'list_bed_occupancies',
      text: `${viewed('$5')} where o.client_id = $1 and ($2::uuid is null or o.id < $2) and ${heldAt('o', '$4', '$5')} and ($4 is null or not (${isWithdrawn('$5')}))
        order by o.id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1, at, knownAt],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<BedOccupancyView> {
    const [view] = await this.work.rows<BedOccupancyView>({ name: 'read_bed_occupancy', text: `${viewed('null')} where o.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  private async forChange(id: string, version: number): Promise<BedOccupancy> {
    const occupancy = await this.work.forChange(BedOccupancy, id, version);
    if (!occupancy) throw notFound();
    return occupancy;
  }

  private told(
    by: Actor,
    action: 'bed-occupancy.ended' | 'bed-occupancy.readied' | 'bed-occupancy.withdrawn',
    occupancy: BedOccupancy,
  ): Promise<BedOccupancyView> {
    const { id, clientId, bedId } = occupancy;
    this.audit.record(by, action, id, { clientId, bedId });
    return this.read(id);
  }

  private async stayOf(clientId: string, at: Date): Promise<Stay> {
    const [open] = await this.work.rows<{ id: string }>({
      text: `select id from app.stays where client_id = $1 and ends_at is null and program_code = $2`,
      values: [clientId, PROGRAM],
    });
    const stay = open && (await this.work.forChange(Stay, open.id));
    if (!stay || stay.endsAt) throw noStay();
    if (at < stay.startsAt) throw invalid('#/at', 'is before the stay in supportive living began');
    return stay;
  }
}
