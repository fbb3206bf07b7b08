import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { heldAt, knownEnd, recorded } from '../../platform/database/dated-rows.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { pointInTime } from '../../platform/http/point-in-time.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { AssignClient, AssignmentPage, AssignmentView, EndAssignment, FindAssignments } from './assignment.dto.ts';
import { Assignment } from './assignment.entity.ts';
import { Clients } from './clients.service.ts';

const overlaps = () =>
  new Problem('conflict', 'assignment-overlaps', 'There is such an assignment for that time already; read the assignments and begin after it');
for (const constraint of ['assignments_one_primary', 'assignments_once', 'assignments_period']) onViolation(constraint, overlaps);

const viewed = (
  known: string,
) => `select a.id, a.client_id as "clientId", a.peer_specialist_id as "peerSpecialistId", app.specialist_name(a.peer_specialist_id) as name, a.role,
    a.starts_at as "startsAt", ${knownEnd('a', known)} as "endsAt", a.earlier_notes_shown as "earlierNotesShown", ${recorded('a', known)}, a.version from app.assignments a`;

@Injectable()
export class Assignments {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** Whose client it is from then on. A primary takes over from the one before at that very instant. */
  async assign(by: Actor, clientId: string, wish: AssignClient): Promise<AssignmentView> {
    const { peerSpecialistId, role, from = new Date(), reason, overrideReason = null, earlierNotesShown = true } = wish;
    await this.clients.demand(clientId);
    const { overCapacity, overridden } = await this.demandRoom(clientId, peerSpecialistId, role, from, overrideReason);
    const assignment = Assignment.of({
      clientId,
      peerSpecialistId,
      role,
      startsAt: from,
      reason,
      overrideReason: overridden,
      earlierNotesShown,
      assignedBy: by.id,
    });
    if (role === 'primary') await this.succeed(by, clientId, from);
    await this.work.insert(assignment);
    this.audit.record(by, 'assignment.started', assignment.id, { clientId, peerSpecialistId, role, overCapacity });
    return this.read(assignment.id);
  }

  /** Their first primary assignments, for clients who were registered in this same work and have none. */
  async assignNewcomers(by: Pick<Actor, 'id' | 'role'>, wishes: { clientId: string; peerSpecialistId: string }[], reason: string): Promise<void> {
    const from = new Date();
    const specialists = [...new Set(wishes.map(({ peerSpecialistId }) => peerSpecialistId))].sort();
    for (const id of specialists) {
      // Room is asked for under a lock that is kept, so for the last of them it is asked for all.
      const theirs = wishes.filter(({ peerSpecialistId }) => peerSpecialistId === id);
      await this.demandRoom(theirs[0]!.clientId, id, 'primary', from, null, theirs.length);
    }
    const assignments = wishes.map((wish) =>
      Assignment.of({ ...wish, role: 'primary', startsAt: from, reason, overrideReason: null, earlierNotesShown: true, assignedBy: by.id }),
    );
    await this.work.insert(...assignments);
    for (const { id, clientId, peerSpecialistId, role } of assignments)
      this.audit.record(by, 'assignment.started', id, { clientId, peerSpecialistId, role, overCapacity: false });
  }

  async list(clientId: string, query: FindAssignments): Promise<AssignmentPage> {
    const { at, knownAt } = pointInTime(query, this.env.SITE_TIME_ZONE, this.clock.now());
    await this.clients.demand(clientId);
    const rows = await this.work.rows<AssignmentView>({
      text: `${viewed('$5')} where a.client_id = $1 and ($2::uuid is null or a.id < $2) and ${heldAt('a', '$4', '$5')} order by a.id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1, at, knownAt],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<AssignmentView> {
    const [view] = await this.work.rows<AssignmentView>({ text: `${viewed('null')} where a.id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async end(by: Actor, id: string, version: number, { at, reason }: EndAssignment): Promise<AssignmentView> {
    const assignment = await this.work.forChange(Assignment, id, version);
    if (!assignment) throw notFound();
    assignment.end(at, reason, by.id);
    await this.close(by, assignment);
    return this.read(id);
  }

  /** At discharge: nobody is responsible from that instant on. */
  async endAll(by: Actor, clientId: string, at: Date, reason: string): Promise<void> {
    const open = await this.work.rows<{ id: string }>({
      text: `select id from app.assignments where client_id = $1 and ends_at is null order by id`,
      values: [clientId],
    });
    for (const { id } of open) {
      const assignment = await this.work.forChange(Assignment, id);
      if (!assignment || assignment.endsAt) continue;
      assignment.end(at, reason, by.id);
      await this.close(by, assignment);
    }
  }

  private async close(by: Actor, assignment: Assignment): Promise<void> {
    const { id, clientId, peerSpecialistId, role } = assignment;
    await this.work.save(assignment);
    this.audit.record(by, 'assignment.ended', id, { clientId, peerSpecialistId, role });
  }

  private async succeed(by: Actor, clientId: string, at: Date): Promise<void> {
    const [open] = await this.work.rows<{ id: string }>({
      text: `select id from app.assignments where client_id = $1 and role = 'primary' and ends_at is null`,
      values: [clientId],
    });
    const before = open && (await this.work.forChange(Assignment, open.id));
    if (!before || before.endsAt) return;
    before.giveWay(at, by.id);
    await this.close(by, before);
  }

  /**
   * Capacity is asked about under a lock on the client and on the specialist, so that many at once cannot all be the last to
   * fit in. A reason is kept where it overrides something: a full caseload, or a conflict of interest.
   */
  async demandRoom(clientId: string, specialistId: string, role: string, from: Date, reason: string | null, places = 1): Promise<Room> {
    await this.work.rows({
      text: `select pg_advisory_xact_lock(hashtextextended(key, 7)) from unnest(array[$1::text, $2::text]) key order by key`,
      values: [clientId, specialistId],
    });
    const [specialist] = await this.work.rows<{ caseload: number; maxCaseload: number; isDisabled: boolean; isTheirs: boolean; isInConflict: boolean }>({
      text: `select app.caseload_size(p.id, greatest($2::timestamptz, now())) as caseload, p.max_caseload as "maxCaseload", a.disabled_at is not null or a.role <> 'peer-specialist' as "isDisabled",
                    exists (select from app.assignments o where o.client_id = $3 and o.peer_specialist_id = p.id and o.role = 'primary' and o.starts_at <= greatest($2::timestamptz, now()) and (o.ends_at is null or o.ends_at > greatest($2::timestamptz, now()))) as "isTheirs",
                    cardinality(app.conflicts_between($3, p.id, $2)) > 0 as "isInConflict"
               from app.peer_specialists p join app.accounts a on a.id = p.account_id where p.id = $1`,
      values: [specialistId, from, clientId],
    });
    if (!specialist) throw notFound();
    const { caseload, maxCaseload, isDisabled, isTheirs, isInConflict } = specialist;
    if (isDisabled) throw new Problem('conflict', 'specialist-disabled', 'This specialist does not work as one any more; choose another');
    const overCapacity = role === 'primary' && !isTheirs && caseload + places > maxCaseload;
    if (overCapacity && !reason)
      throw new Problem('conflict', 'caseload-full', 'This caseload is full; choose another specialist or say why in overrideReason', {
        caseload,
        maxCaseload,
      });
    return { overCapacity, overridden: overCapacity || isInConflict ? reason : null };
  }
}

type Room = { overCapacity: boolean; overridden: string | null };
