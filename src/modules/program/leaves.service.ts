import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Episode } from './episode.entity.ts';
import type { BeginLeave, LeavePage, LeaveView } from './leave.dto.ts';
import { Leave } from './leave.entity.ts';
import { Stay } from './stay.entity.ts';

onViolation('leaves_one_open', () => new Problem('conflict', 'leave-open', 'The client is or was on leave at that time already; say first when he came back'));

const VIEW = `select id, client_id as "clientId", episode_id as "episodeId", stay_id as "stayId", kind, reason, starts_at as "startsAt", expected_back_at as "expectedBackAt",
    ends_at as "endsAt", version from app.leaves`;

@Injectable()
export class Leaves {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  async begin(by: Actor, episodeId: string, { kind, from = new Date(), expectedBackAt, reason }: BeginLeave): Promise<LeaveView> {
    const episode = await this.work.find(Episode, episodeId);
    if (!episode) throw notFound();
    episode.demandOpen();
    const [open] = await this.work.rows<{ id: string }>({
      text: 'select id from app.stays where episode_id = $1 and ends_at is null',
      values: [episodeId],
    });
    const stay = open && (await this.work.find(Stay, open.id));
    if (!stay) throw new Problem('conflict', 'no-open-stay', 'The client is in no program to be on leave from');
    const leave = Leave.begin(stay, { kind, reason: reason ?? null, startsAt: from, expectedBackAt: expectedBackAt ?? null }, by.id);
    await this.work.insert(leave);
    this.audit.record(by, 'leave.begun', leave.id, { clientId: stay.clientId, leave: kind });
    return this.read(leave.id);
  }

  async list(episodeId: string, query: PageQuery): Promise<LeavePage> {
    if (!(await this.work.find(Episode, episodeId))) throw notFound();
    const rows = await this.work.rows<LeaveView>({
      text: `${VIEW} where episode_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [episodeId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<LeaveView> {
    const [view] = await this.work.rows<LeaveView>({ text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async comeBack(by: Actor, id: string, version: number, at: Date): Promise<LeaveView> {
    const leave = await this.work.forChange(Leave, id, version);
    if (!leave) throw notFound();
    leave.comeBack(at, by.id);
    await this.work.save(leave);
    this.audit.record(by, 'leave.ended', id, { clientId: leave.clientId });
    return this.read(id);
  }

  /** A leave is from a stay, and does not outlast it. */
  async endWith(by: Actor, stayId: string, at: Date): Promise<void> {
    const [open] = await this.work.rows<{ id: string }>({ text: 'select id from app.leaves where stay_id = $1 and ends_at is null', values: [stayId] });
    const leave = open && (await this.work.forChange(Leave, open.id));
    if (!leave || leave.endsAt) return;
    if (at <= leave.startsAt) throw new Problem('conflict', 'leave-starts-later', 'The client went on leave after that time', { startsAt: leave.startsAt });
    leave.comeBack(at, by.id);
    await this.work.save(leave);
    this.audit.record(by, 'leave.ended', leave.id, { clientId: leave.clientId });
  }
}
