import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { SuitableAccounts } from '../account/index.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AssignSupervision, SupervisionPage, SupervisionView } from './peer-specialist.dto.ts';
import { PeerSpecialists } from './peer-specialists.service.ts';
import { Supervision } from './supervision.entity.ts';

const overlaps = () => new Problem('conflict', 'supervision-starts-later', 'There is a supervision from that time on or later; begin the new one after it');
onViolation('supervisions_one_supervisor', overlaps);
onViolation('supervisions_period', overlaps);

const VIEW = `select s.id, s.peer_specialist_id as "peerSpecialistId", s.supervisor_id as "supervisorId", a.name as "supervisorName", s.starts_at as "startsAt", s.ends_at as "endsAt", s.version
  from app.supervisions s join app.accounts a on a.id = s.supervisor_id`;

@Injectable()
export class Supervisions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly suitable: SuitableAccounts,
    private readonly specialists: PeerSpecialists,
  ) {}

  /** The new supervision begins where the open one ends; who may see whose clients follows on the next request. */
  async assign(by: Actor, specialistId: string, { supervisorId, from = new Date() }: AssignSupervision): Promise<SupervisionView> {
    const { accountId } = await this.specialists.read(specialistId);
    if (accountId === supervisorId) throw new Problem('conflict', 'own-supervision', 'Nobody supervises himself; choose another supervisor');
    await this.suitable.demand(supervisorId, { role: 'supervisor', title: 'Only an enabled account with the role supervisor supervises' });
    await this.endOpen(specialistId, from);
    const supervision = Supervision.of(specialistId, supervisorId, from, by.id);
    await this.work.insert(supervision);
    this.audit.record(by, 'supervision.assigned', supervision.id, { peerSpecialistId: specialistId, supervisorId });
    return this.read(supervision.id);
  }

  async list(specialistId: string, query: PageQuery): Promise<SupervisionPage> {
    await this.specialists.read(specialistId);
    const rows = await this.work.rows<SupervisionView>({
      text: `${VIEW} where s.peer_specialist_id = $1 and ($2::uuid is null or s.id < $2) order by s.id desc limit $3`,
      values: [specialistId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<SupervisionView> {
    const [view] = await this.work.rows<SupervisionView>({ text: `${VIEW} where s.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  private async endOpen(specialistId: string, at: Date): Promise<void> {
    const [open] = await this.work.rows<{ id: string }>({
      text: `select id from app.supervisions where peer_specialist_id = $1 and ends_at is null`,
      values: [specialistId],
    });
    const before = open && (await this.work.forChange(Supervision, open.id));
    if (!before || before.endsAt) return;
    before.giveWayAt(at);
    await this.work.save(before);
  }
}
