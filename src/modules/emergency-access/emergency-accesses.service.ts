import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { EmergencyAccessPage, EmergencyAccessView, FindEmergencyAccesses, OpenEmergencyAccess, ReviewEmergencyAccess } from './emergency-access.dto.ts';
import { EmergencyAccess, EmergencyAccessReview, type Outcome } from './emergency-access.entity.ts';
import { LIST, NOW, OPEN, OUTCOMES_SO_FAR, READ } from './emergency-access.queries.ts';
import { reviewDueAt } from './review-deadline.ts';

const reviewed = () => new Problem('conflict', 'already-reviewed', 'This emergency access was reviewed already');
onViolation('emergency_access_reviews_once', reviewed);
onViolation('emergency_access_reviews_settled_once', reviewed);

/** What may stand in the way. Whoever is hidden or not there at all is answered alike. */
const BARRIERS: Record<string, () => Problem> = {
  unknown: notFound,
  'under-review': () => new Problem('conflict', 'account-under-review', 'An emergency access of yours was found not justified; see the privacy officer first'),
  spent: () => new Problem('conflict', 'emergency-accesses-spent', 'Nobody opens more than three emergency accesses within 24 hours'),
  'in-sight': () => new Problem('conflict', 'client-in-sight', 'You see this client already'),
  running: () => new Problem('conflict', 'emergency-access-running', 'Your emergency access to this client is running; it is not extended'),
};

/** What it opens follows on the next request, and what it no longer opens as well: by row security and the database's clock alone. */
@Injectable()
export class EmergencyAccesses {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
  ) {}

  async open(by: Actor, { clientId, reasonCode, narrative }: OpenEmergencyAccess): Promise<EmergencyAccessView> {
    const id = uuid();
    const dueAt = reviewDueAt(await this.now(), this.env.SITE_TIME_ZONE);
    const [answer] = await this.work.rows<{ barrier: string | null }>({ ...OPEN, values: [id, clientId, reasonCode, narrative, dueAt] });
    if (answer!.barrier !== null) throw BARRIERS[answer!.barrier]!();
    this.audit.record(by, 'emergency-access.opened', id, { clientId, reason: reasonCode });
    return this.read(id);
  }

  async list(query: FindEmergencyAccesses): Promise<EmergencyAccessPage> {
    const rows = await this.work.rows<EmergencyAccessView>({ ...LIST, values: [startOf(query), query.state ?? null, query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<EmergencyAccessView> {
    const [view] = await this.work.rows<EmergencyAccessView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async end(by: Actor, id: string, version: number): Promise<EmergencyAccessView> {
    const access = await this.forChange(id, version);
    access.end(await this.now(), by.id);
    await this.work.save(access);
    this.audit.record(by, 'emergency-access.ended', id, { clientId: access.clientId });
    return this.read(id);
  }

  async review(by: Actor, id: string, { outcome, words }: ReviewEmergencyAccess): Promise<EmergencyAccessView> {
    const access = await this.forChange(id);
    const [before, at] = await Promise.all([this.work.rows<{ outcome: Outcome }>({ ...OUTCOMES_SO_FAR, values: [id] }), this.now()]);
    access.demandReviewable(
      outcome,
      before.map((review) => review.outcome),
      at,
      by.id,
    );
    await this.work.insert(EmergencyAccessReview.of(access, outcome, words, at, by.id));
    this.audit.record(by, 'emergency-access.reviewed', id, { clientId: access.clientId, outcome });
    return this.read(id);
  }

  /** By the clock that the access itself runs by. */
  private async now(): Promise<Date> {
    const [now] = await this.work.rows<{ at: Date }>(NOW);
    return now!.at;
  }

  private async forChange(id: string, version?: number): Promise<EmergencyAccess> {
    const access = await this.work.forChange(EmergencyAccess, id, version);
    if (!access) throw notFound();
    return access;
  }
}
