import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, type PageQuery, startOf } from '../../platform/http/page.ts';
import { invalid, notFound, Problem } from '../../platform/problem.ts';
import { SuitableAccounts } from '../account/index.ts';
import { AuditTrail } from '../audit/index.ts';
import type { CoverGrantPage, CoverGrantView, GrantCover } from './cover-grant.dto.ts';
import { CoverGrant } from './cover-grant.entity.ts';

onViolation('cover_grants_once', () => new Problem('conflict', 'cover-exists', 'The same supervisor stands in for that time already'));

const VIEW = `select g.id, g.supervisor_id as "supervisorId", away.name as "supervisorName", g.covered_by as "coveredBy", cover.name as "coverName",
    g.starts_at as "startsAt", g.ends_at as "endsAt", g.reason, g.granted_by as "grantedBy", g.version
  from app.cover_grants g join app.accounts away on away.id = g.supervisor_id join app.accounts cover on cover.id = g.covered_by`;

@Injectable()
export class CoverGrants {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly suitable: SuitableAccounts,
  ) {}

  /** Whose team is whose follows on the next request. */
  async grant(by: Actor, { supervisorId, coveredBy, from = new Date(), to, reason }: GrantCover): Promise<CoverGrantView> {
    if (by.role === 'supervisor' && supervisorId !== by.id)
      throw invalid('#/supervisorId', 'must be your own account: only a program manager grants cover for others');
    const grant = CoverGrant.of({ supervisorId, coveredBy, startsAt: from, endsAt: to, reason }, by.id);
    const wanted = { role: 'supervisor', title: 'Only an enabled account with the role supervisor stands in for a supervisor' } as const;
    // Whoever is away may have been disabled since.
    await Promise.all([this.suitable.demand(supervisorId, { ...wanted, mayBeDisabled: true }), this.suitable.demand(coveredBy, wanted)]);
    await this.work.insert(grant);
    this.audit.record(by, 'cover.granted', grant.id, { supervisorId, coveredBy });
    return this.read(grant.id);
  }

  async list(query: PageQuery): Promise<CoverGrantPage> {
    const rows = await this.work.rows<CoverGrantView>({
      name: 'list_cover_grants',
      text: `${VIEW} where ($1::uuid is null or g.id < $1) order by g.id desc limit $2`,
      values: [startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<CoverGrantView> {
    const [grant] = await this.work.rows<CoverGrantView>({ name: 'read_cover_grant', text: `${VIEW} where g.id = $1`, values: [id] });
    if (!grant) throw notFound();
    return grant;
  }

  async end(by: Actor, id: string, version: number): Promise<CoverGrantView> {
    // Whoever stands in sees the grant and may not end it: it is not his to give back.
    const grant = await this.work.forChange(CoverGrant, id, version);
    if (!grant) throw notFound();
    grant.end(new Date(), by.id);
    await this.work.save(grant);
    this.audit.record(by, 'cover.ended', id, { supervisorId: grant.supervisorId, coveredBy: grant.coveredBy });
    return this.read(id);
  }
}
