import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { AddCoverage, CoveragePage, CoverageView, EndCoverage } from './coverage.dto.ts';
import { Coverage } from './coverage.entity.ts';
import { PayerRuleSets } from './payer-rule-sets.service.ts';

onViolation(
  'client_coverages_one_at_a_time',
  () => new Problem('conflict', 'coverage-overlaps', 'The client is covered on one of these days already; end that coverage first, or begin after it'),
);

const VIEW = `select id, client_id as "clientId", payer, starts_on as "startsOn", ends_on as "endsOn", authorized_units as "authorizedUnits", version from app.client_coverages`;

@Injectable()
export class Coverages {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly ruleSets: PayerRuleSets,
  ) {}

  async add(by: Actor, clientId: string, { payer, from, authorizedUnits }: AddCoverage): Promise<CoverageView> {
    await this.clients.demand(clientId);
    await this.ruleSets.demandPayer(payer);
    const coverage = Coverage.of(clientId, payer, from, authorizedUnits ?? null, by.id);
    await this.work.insert(coverage);
    this.audit.record(by, 'coverage.added', coverage.id, { clientId, payer });
    return this.read(coverage.id);
  }

  async list(clientId: string, query: PageQuery): Promise<CoveragePage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<CoverageView>({
      text: `${VIEW} where client_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [clientId, startOf(query), query.limit + 1],
    });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<CoverageView> {
    const [view] = await this.work.rows<CoverageView>({ text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async end(by: Actor, id: string, version: number, { on, reason }: EndCoverage): Promise<CoverageView> {
    const coverage = await this.work.forChange(Coverage, id, version);
    if (!coverage) throw notFound();
    coverage.end(on, reason, by.id);
    await this.work.save(coverage);
    this.audit.record(by, 'coverage.ended', id, { clientId: coverage.clientId, payer: coverage.payer });
    return this.read(id);
  }
}
