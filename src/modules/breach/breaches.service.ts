import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { AssessBreach, BreachClientPage, BreachClientView, BreachPage, BreachRow, BreachView } from './breach.dto.ts';
import type { FindBreaches, NameBreachClient, RecordTelling, RegisterBreach } from './breach.dto.ts';
import { Breach, BreachClient } from './breach.entity.ts';
import { LIST, LIST_CLIENTS, READ, READ_CLIENT } from './breach.queries.ts';

onViolation('breach_clients_once', () => new Problem('conflict', 'client-named-already', 'This client is named already'));

@Injectable()
export class Breaches {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async register(by: Actor, { discoveredOn, happened }: RegisterBreach): Promise<BreachView> {
    const breach = Breach.register(discoveredOn, happened, this.today(), by.id);
    await this.work.insert(breach);
    this.audit.record(by, 'breach.registered', breach.id, { discoveredOn });
    return this.read(breach.id);
  }

  async list({ overdue, ...query }: FindBreaches): Promise<BreachPage> {
    const values = [this.today(), startOf(query), overdue ?? null, query.limit + 1];
    return pageOf(await this.work.rows<BreachRow>({ ...LIST, values }), query, ({ id }) => id);
  }

  async read(id: string): Promise<BreachView> {
    const [view] = await this.work.rows<BreachView>({ ...READ, values: [this.today(), id] });
    if (!view) throw notFound();
    return view;
  }

  async assess(by: Actor, id: string, version: number, assessment: AssessBreach): Promise<BreachView> {
    const breach = await this.forChange(id, version);
    breach.assess(assessment, this.clock.now(), by.id);
    await this.work.save(breach);
    this.audit.record(by, 'breach.assessed', id, { finding: assessment.finding, people: assessment.people });
    return this.read(id);
  }

  async tell(by: Actor, id: string, version: number, telling: RecordTelling): Promise<BreachView> {
    const breach = await this.forChange(id, version);
    breach.tell(telling, this.today());
    await this.work.save(breach, { touch: true });
    this.audit.record(by, 'breach.told', id, { fields: Object.keys(telling) });
    return this.read(id);
  }

  async name(by: Actor, id: string, { clientId }: NameBreachClient): Promise<BreachClientView> {
    await Promise.all([this.read(id), this.clients.demand(clientId)]);
    const named = BreachClient.of(id, clientId, by.id);
    await this.work.insert(named);
    this.audit.record(by, 'breach-client.named', named.id, { clientId, breachId: id });
    return this.client(named.id);
  }

  async named(id: string, query: PageQuery): Promise<BreachClientPage> {
    await this.read(id);
    const rows = await this.work.rows<BreachClientView>({ ...LIST_CLIENTS, values: [id, startOf(query), query.limit + 1] });
    return pageOf(rows, query, (row) => row.id);
  }

  async client(id: string): Promise<BreachClientView> {
    const [view] = await this.work.rows<BreachClientView>({ ...READ_CLIENT, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  private async forChange(id: string, version: number): Promise<Breach> {
    const breach = await this.work.forChange(Breach, id, version);
    if (!breach) throw notFound();
    return breach;
  }

  private today(): string {
    return serviceDay(this.clock.now(), this.env.SITE_TIME_ZONE);
  }
}
