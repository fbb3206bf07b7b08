import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { PeerSpecialists } from '../peer-specialist/index.ts';
import { ActionItem, SupervisionText } from './session-parts.entity.ts';
import type {
  AgreedAction,
  ChangeSupervisionSession,
  FindSupervisionSessions,
  HoldSupervisionSession,
  SupervisionSessionPage,
  SupervisionSessionRow,
  SupervisionSessionView,
} from './supervision-session.dto.ts';
import { type Held, signedAlready, SupervisionSession } from './supervision-session.entity.ts';
import { LIST_SESSIONS, readSession, SUPERVISED_THEN } from './supervision-session.queries.ts';

const overlap = () =>
  new Problem('conflict', 'supervision-overlaps', 'You or the specialist have another session of supervision at that time; look at the times');
for (const constraint of ['supervision_sessions_specialist_once', 'supervision_sessions_supervisor_once']) onViolation(constraint, overlap);
onViolation('supervision_sessions_immutable', signedAlready);

const MAY_BE_A_SIDE = ['peer-specialist', 'supervisor'];

@Injectable()
export class SupervisionSessions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly specialists: PeerSpecialists,
  ) {}

  async hold(by: Actor, { peerSpecialistId, summary, actionItems = [], ...held }: HoldSupervisionSession): Promise<SupervisionSessionView> {
    await Promise.all([this.specialists.read(peerSpecialistId), this.demandSupervision(peerSpecialistId, held.startedAt)]);
    const session = SupervisionSession.hold(peerSpecialistId, by.id, held, this.clock.now());
    await this.work.insert(session);
    await this.work.insert(SupervisionText.of(session.id, summary));
    await this.agree(session, actionItems);
    this.audit.record(by, 'supervision-session.held', session.id, { peerSpecialistId });
    return this.read(by, session.id);
  }

  async list(query: FindSupervisionSessions): Promise<SupervisionSessionPage> {
    const values = [startOf(query), query.limit + 1, query.peerSpecialistId ?? null, query.from ?? null, query.to ?? null];
    return pageOf(await this.work.rows<SupervisionSessionRow>({ ...LIST_SESSIONS, values }), query, ({ id }) => id);
  }

  async read(by: Actor, id: string): Promise<SupervisionSessionView> {
    const [view] = await this.work.rows<SupervisionSessionView>({ ...readSession(MAY_BE_A_SIDE.includes(by.role)), values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** Only while nobody has signed. */
  async change(by: Actor, id: string, version: number, { summary, actionItems, ...wish }: ChangeSupervisionSession): Promise<SupervisionSessionView> {
    const session = await this.work.forChange(SupervisionSession, id, version);
    if (!session) throw notFound();
    session.change({ ...heldOf(session), ...wish }, this.clock.now());
    await this.demandSupervision(session.peerSpecialistId, session.startedAt);
    await this.work.save(session, { touch: true });
    if (summary !== undefined)
      await this.work.rows({ text: 'update app.supervision_session_texts set summary = $2 where session_id = $1', values: [id, summary] });
    if (actionItems) {
      await this.work.rows({ text: 'delete from app.supervision_action_items where session_id = $1', values: [id] });
      await this.agree(session, actionItems);
    }
    const fields = Object.entries({ ...wish, summary, actionItems }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    this.audit.record(by, 'supervision-session.changed', id, { fields });
    return this.read(by, id);
  }

  private async agree({ id }: SupervisionSession, actions: AgreedAction[]): Promise<void> {
    if (actions.length === 0) return;
    await this.work.insert(...actions.map(({ what, dueOn }, at) => ActionItem.of(id, { what, dueOn: dueOn ?? null }, at)));
  }

  private async demandSupervision(peerSpecialistId: string, at: Date): Promise<void> {
    const [then] = await this.work.rows<{ supervised: boolean }>({ ...SUPERVISED_THEN, values: [peerSpecialistId, at] });
    if (!then!.supervised)
      throw new Problem('conflict', 'not-supervising-then', 'You did not supervise this specialist at that time, and stood in for nobody who did');
  }
}

const heldOf = ({ kind, startedAt, endedAt, competencies }: SupervisionSession): Held => ({ kind, startedAt, endedAt, competencies });
