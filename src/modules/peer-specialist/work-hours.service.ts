import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { PeerSpecialists } from './peer-specialists.service.ts';
import type { SetWorkHours, WorkHoursPage, WorkHoursView } from './work-hours.dto.ts';
import { WorkHours } from './work-hours.entity.ts';

const VIEW = `select id, peer_specialist_id as "peerSpecialistId", starts_on as "from", hours, set_by as "setBy", created_at as "createdAt" from app.work_hours`;

@Injectable()
export class WorkingWeeks {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly specialists: PeerSpecialists,
  ) {}

  async set(by: Actor, specialistId: string, { from, hours }: SetWorkHours): Promise<WorkHoursView> {
    await this.specialists.read(specialistId);
    const week = WorkHours.from(from, hours, specialistId, by.id, serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE));
    await this.work.insert(week);
    this.audit.record(by, 'work-hours.set', week.id, { peerSpecialistId: specialistId, from });
    return this.read(week.id);
  }

  async list(specialistId: string, query: PageQuery): Promise<WorkHoursPage> {
    await this.specialists.read(specialistId);
    const rows = await this.work.rows<WorkHoursView>({
      text: `${VIEW} where peer_specialist_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [specialistId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<WorkHoursView> {
    const [view] = await this.work.rows<WorkHoursView>({ text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }
}
