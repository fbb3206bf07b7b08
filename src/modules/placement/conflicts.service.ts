import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { ConflictPage, ConflictView, DeclareConflict } from './conflict.dto.ts';
import { ConflictOfInterest } from './conflict.entity.ts';

onViolation('conflicts_once', () => new Problem('conflict', 'conflict-exists', 'This is declared already'));
onViolation(
  'assignments_conflict',
  () => new Problem('conflict', 'conflict-of-interest', 'A conflict of interest is declared; choose another specialist or say why in overrideReason'),
);
onViolation('assignments_declined', () => new Problem('conflict', 'client-declined', 'The client does not want this specialist; choose another'));

const VIEW = `select c.id, c.client_id as "clientId", c.peer_specialist_id as "peerSpecialistId", app.specialist_name(c.peer_specialist_id) as name, c.kind,
    c.starts_at as "startsAt", c.ends_at as "endsAt", c.declared_by as "declaredBy", c.version from app.conflicts_of_interest c`;

@Injectable()
export class Conflicts {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
  ) {}

  /** Whoever is assigned already stays so until somebody acts on it: the client is found in the queue of those to be placed anew. */
  async declare(by: Actor, clientId: string, { peerSpecialistId, kind }: DeclareConflict): Promise<ConflictView> {
    await this.clients.demand(clientId);
    const [named] = await this.work.rows<{ works: boolean }>({ text: 'select app.specialist_works($1) as works', values: [peerSpecialistId] });
    if (!named!.works) throw notFound();
    const conflict = ConflictOfInterest.declare(clientId, peerSpecialistId, kind, by.id);
    await this.work.insert(conflict);
    this.audit.record(by, 'conflict.declared', conflict.id, { clientId, peerSpecialistId, conflict: kind });
    return this.read(conflict.id);
  }

  async list(clientId: string, query: PageQuery): Promise<ConflictPage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<ConflictView>({
      text: `${VIEW} where c.client_id = $1 and ($2::uuid is null or c.id < $2) order by c.id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ConflictView> {
    const [view] = await this.work.rows<ConflictView>({ text: `${VIEW} where c.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async end(by: Actor, id: string, version: number): Promise<ConflictView> {
    const conflict = await this.work.forChange(ConflictOfInterest, id, version);
    if (!conflict) throw notFound();
    conflict.end(by.id);
    await this.work.save(conflict);
    const { clientId, peerSpecialistId, kind } = conflict;
    this.audit.record(by, 'conflict.ended', id, { clientId, peerSpecialistId, conflict: kind });
    return this.read(id);
  }
}
