import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Bed } from './bed.entity.ts';
import { BED_IN_USE, type BedInUse, BEDS, OUT_OF_SERVICE } from './beds.queries.ts';
import { OutOfServicePeriod } from './out-of-service-period.entity.ts';
import type { AddBed, BedPage, BedView, OutOfServiceView, ReturnToService, TakeOutOfService } from './residence.dto.ts';
import { Residences } from './residences.service.ts';

const occupied = () => new Problem('conflict', 'bed-occupied', 'Somebody sleeps in this bed then; choose another bed');
const inTurnover = () => new Problem('conflict', 'bed-in-turnover', 'This bed is being turned over then; declare it ready first, or choose another bed');
const outOfService = () => new Problem('conflict', 'bed-out-of-service', 'This bed is out of service then; return it to service first, or choose another bed');
const reserved = () => new Problem('conflict', 'bed-reserved', 'This bed is reserved for somebody else; choose another bed, or release the reservation');

onViolation('beds_unique', () => new Problem('conflict', 'bed-exists', 'There is a bed of this label in this room already'));
onViolation('out_of_service_periods_once', outOfService);
onViolation('bed_occupancies_one_per_bed', occupied);
onViolation('bed_reservations_one_per_bed', reserved);

@Injectable()
export class Beds {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly residences: Residences,
  ) {}

  async add(by: Actor, residenceId: string, { room, label, inServiceFrom = new Date() }: AddBed): Promise<BedView> {
    await this.residences.demandOpen(residenceId, inServiceFrom);
    const bed = Bed.of(residenceId, room, label, inServiceFrom, by.id);
    await this.work.insert(bed);
    this.audit.record(by, 'bed.added', bed.id, { residenceId });
    return this.read(bed.id);
  }

  async list(residenceId: string, query: PageQuery): Promise<BedPage> {
    await this.residences.read(residenceId);
    const rows = await this.work.rows<BedView>({
      name: 'list_beds',
      text: `${BEDS} where b.residence_id = $1 and ($2::uuid is null or b.id < $2) order by b.id desc limit $3`,
      values: [residenceId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<BedView> {
    const [view] = await this.work.rows<BedView>({ name: 'read_bed', text: `${BEDS} where b.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async takeOutOfService(by: Actor, id: string, { reason, at = new Date() }: TakeOutOfService): Promise<OutOfServiceView> {
    const bed = await this.work.forChange(Bed, id);
    if (!bed) throw notFound();
    bed.demandInService(at);
    const { isOccupied, isOutOfService, isReserved } = await this.useOf(id, at, null);
    if (isOccupied) throw occupied();
    if (isOutOfService) throw outOfService();
    if (isReserved) throw reserved();
    const period = OutOfServicePeriod.of(id, at, reason, by.id);
    await this.work.insert(period);
    this.audit.record(by, 'bed.taken-out-of-service', period.id, { bedId: id, reason });
    return this.readPeriod(period.id);
  }

  async returnToService(by: Actor, id: string, version: number, { at = new Date() }: ReturnToService): Promise<OutOfServiceView> {
    const period = await this.work.forChange(OutOfServicePeriod, id, version);
    if (!period) throw notFound();
    period.end(at, by.id);
    await this.work.save(period);
    this.audit.record(by, 'bed.returned-to-service', id, { bedId: period.bedId });
    return this.readPeriod(id);
  }

  async readPeriod(id: string): Promise<OutOfServiceView> {
    const [view] = await this.work.rows<OutOfServiceView>({ text: `${OUT_OF_SERVICE} where p.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /**
   * That nothing stands against this client having the bed from then on. The bed is locked until the commit, so that of
   * all who want it, for whatever, one is asked after the other.
   */
  async demandFree(id: string, at: Date, clientId: string): Promise<void> {
    const found = await this.work.find(Bed, id);
    if (!found) throw notFound();
    await this.residences.demandOpen(found.residenceId, at);
    const bed = await this.work.forChange(Bed, id);
    if (!bed) throw notFound();
    bed.demandInService(at);
    const { isOccupied, isInTurnover, isOutOfService, isReserved } = await this.useOf(id, at, clientId);
    if (isOccupied) throw occupied();
    if (isInTurnover) throw inTurnover();
    if (isOutOfService) throw outOfService();
    if (isReserved) throw reserved();
  }

  private async useOf(id: string, at: Date, clientId: string | null): Promise<BedInUse> {
    const [use] = await this.work.rows<BedInUse>({ ...BED_IN_USE, values: [id, at, clientId] });
    return use!;
  }
}
