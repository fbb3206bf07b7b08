import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { PurgeRunner } from './purge-runner.ts';
import type { AttestPurge, PreviewPurge, PurgeClientPage, PurgeClientView, PurgePage, PurgeView } from './purge.dto.ts';
import { Purge } from './purge.entity.ts';
import { ADD_CLIENTS, CLIENTS, LIST, READ } from './purge.queries.ts';
import { longest, type Reckoned, spoken } from './reasons.ts';
import { PAST, ROWS_OF } from './retention.queries.ts';

/** More of them are in the next preview. */
const AT_ONCE = 200;

type Past = { clientId: string; keptUntil: string; reasons: Reckoned[] };

@Injectable()
export class Purges {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly runner: PurgeRunner,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** Who would be in it, and what would go with each; nothing is destroyed. */
  async preview(by: Actor, { asOf }: PreviewPurge): Promise<PurgeView> {
    const today = serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
    const purge = Purge.preview(asOf ?? today, today, by.id);
    const past = await this.work.rows<Past>({ ...PAST, values: [purge.asOf, this.env.SITE_TIME_ZONE, AT_ONCE] });
    const counts = await this.work.rows<{ clientId: string; counts: object }>({ ...ROWS_OF, values: [past.map(({ clientId }) => clientId)] });
    const countsOf = new Map(counts.map((one) => [one.clientId, one.counts]));
    const lines = past.map(({ clientId, keptUntil, reasons }) => ({
      ...{ id: uuid(), clientId, keptUntil, reasons: reasons.map(spoken) },
      ...{ ruleId: longest(reasons)!.ruleId, counts: countsOf.get(clientId) ?? {} },
    }));
    await this.work.insert(purge);
    await this.work.rows({ ...ADD_CLIENTS, values: [purge.id, JSON.stringify(lines)] });
    this.work.saw(...past.map(({ clientId }) => clientId));
    this.audit.record(by, 'purge.previewed', purge.id, { asOf: purge.asOf, clients: lines.length });
    return this.read(purge.id);
  }

  async attest(by: Actor, { previewId, attestation }: AttestPurge): Promise<PurgeView> {
    const purge = await this.work.forChange(Purge, previewId);
    if (!purge) throw invalid('#/previewId', 'is no preview');
    const { counts } = await this.read(previewId);
    purge.attest(attestation, counts.clients, this.clock.now(), by.id);
    await this.work.save(purge);
    this.audit.record(by, 'purge.attested', purge.id, { clients: counts.clients });
    return this.read(purge.id);
  }

  async confirm(by: Actor, id: string, version: number): Promise<PurgeView> {
    const purge = await this.work.forChange(Purge, id, version);
    if (!purge) throw notFound();
    purge.confirm(this.clock.now(), by.id);
    await this.work.save(purge);
    this.audit.record(by, 'purge.confirmed', id, {});
    this.work.afterCommit(() => this.runner.wake());
    return this.read(id);
  }

  async list(query: PageQuery): Promise<PurgePage> {
    const rows = await this.work.rows<PurgeView>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<PurgeView> {
    const [view] = await this.work.rows<PurgeView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async clients(id: string, query: PageQuery): Promise<PurgeClientPage> {
    await this.read(id);
    const rows = await this.work.rows<PurgeClientView>({ ...CLIENTS, values: [id, startOf(query), query.limit + 1] });
    return pageOf(rows, query, (row) => row.id);
  }
}
