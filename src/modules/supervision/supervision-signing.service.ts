import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { notFound } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { ActionItem, SupervisionSignature } from './session-parts.entity.ts';
import { contentHash, type Said } from './supervision-content.ts';
import type { SignSupervisionSession, SupervisionSessionView, VoidSupervisionSession } from './supervision-session.dto.ts';
import { type Side, SupervisionSession } from './supervision-session.entity.ts';
import { SAID } from './supervision-session.queries.ts';
import { SupervisionSessions } from './supervision-sessions.service.ts';

/** What makes a session of supervision count, and what becomes of it afterwards. */
@Injectable()
export class SupervisionSigning {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly sessions: SupervisionSessions,
  ) {}

  /** Each for himself: row security lets nobody lock a session in which he was neither of the two. */
  async sign(by: Actor, id: string, version: number, { attestation }: SignSupervisionSession): Promise<SupervisionSessionView> {
    const at = this.clock.now();
    const [session, [said]] = await Promise.all([this.forChange(id, version), this.work.rows<Said & { signedBy: Side[] }>({ ...SAID, values: [id] })]);
    const side: Side = by.id === session.supervisorId ? 'supervisor' : 'peer-specialist';
    session.sign(side, attestation, said!.signedBy, at);
    const hash = contentHash({ ...session, ...said! });
    await this.work.insert(SupervisionSignature.of(id, side, by, at, hash));
    await this.work.save(session);
    this.audit.record(by, 'supervision-session.signed', id, { side, contentHash: hash.toString('hex'), status: session.status });
    return this.sessions.read(by, id);
  }

  async void(by: Actor, id: string, version: number, { reason }: VoidSupervisionSession): Promise<SupervisionSessionView> {
    const session = await this.forChange(id, version);
    session.void(by.id, this.clock.now());
    await this.work.save(session);
    await this.work.rows({ text: 'update app.supervision_session_texts set void_reason = $2 where session_id = $1', values: [id, reason] });
    this.audit.record(by, 'supervision-session.voided', id, { peerSpecialistId: session.peerSpecialistId });
    return this.sessions.read(by, id);
  }

  async completeItem(by: Actor, id: string, version: number): Promise<SupervisionSessionView> {
    const item = await this.work.forChange(ActionItem, id, version);
    if (!item) throw notFound();
    const session = await this.work.find(SupervisionSession, item.sessionId);
    item.complete(session!.status, by.id, this.clock.now());
    await this.work.save(item);
    this.audit.record(by, 'supervision-action-item.done', id, { sessionId: item.sessionId });
    return this.sessions.read(by, item.sessionId);
  }

  private async forChange(id: string, version: number): Promise<SupervisionSession> {
    const session = await this.work.forChange(SupervisionSession, id, version);
    if (!session) throw notFound();
    return session;
  }
}
