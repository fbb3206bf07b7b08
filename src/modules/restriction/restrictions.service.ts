import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, invalidAll, notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { FindRestrictions, LiftRestriction, NameReaders, RestrictClient, RestrictionPage, RestrictionView } from './restriction.dto.ts';
import { Restriction, RestrictionReader } from './restriction.entity.ts';
import { LIST, NAMED_NOW, READ, WITHOUT_REACH } from './restriction.queries.ts';

onViolation('client_restrictions_once', () => new Problem('conflict', 'already-restricted', 'This client is restricted already; say there who may see him'));
onViolation('client_restrictions_staff', () => invalid('#/staffAccountId', 'is no account here'));

/** Who is hidden from whom follows on the next request, by row security alone. */
@Injectable()
export class Restrictions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
  ) {}

  async restrict(by: Actor, clientId: string, { accountIds, reason, staffAccountId }: RestrictClient): Promise<RestrictionView> {
    await this.clients.demand(clientId);
    const restriction = Restriction.of(clientId, { reason, staffAccountId: staffAccountId ?? null }, accountIds, by.id);
    await this.demandReach(clientId, accountIds);
    await this.work.insert(restriction, ...accountIds.map((accountId) => RestrictionReader.of(restriction, accountId, by.id)));
    this.audit.record(by, 'restriction.made', restriction.id, { clientId, accountIds });
    return this.read(restriction.id);
  }

  async list(query: FindRestrictions): Promise<RestrictionPage> {
    const values = [startOf(query), query.clientId ?? null, query.standing ?? null, query.limit + 1];
    return pageOf(await this.work.rows<RestrictionView>({ ...LIST, values }), query, ({ id }) => id);
  }

  async read(id: string): Promise<RestrictionView> {
    const [view] = await this.work.rows<RestrictionView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async name(by: Actor, id: string, version: number, { accountIds }: NameReaders): Promise<RestrictionView> {
    const restriction = await this.forChange(id, version);
    restriction.demandOthers(accountIds, by.id);
    await this.demandReach(restriction.clientId, accountIds);
    const named = await this.work.rows<{ id: string; accountId: string }>({ ...NAMED_NOW, values: [id] });
    const removed = named.filter(({ accountId }) => !accountIds.includes(accountId));
    const added = accountIds.filter((accountId) => !named.some((one) => one.accountId === accountId));
    for (const reader of removed) await this.remove(by, reader.id);
    await this.work.save(restriction, { touch: true });
    await this.work.insert(...added.map((accountId) => RestrictionReader.of(restriction, accountId, by.id)));
    const { clientId } = restriction;
    this.audit.record(by, 'restriction.changed', id, { clientId, added, removed: removed.map(({ accountId }) => accountId) });
    return this.read(id);
  }

  async lift(by: Actor, id: string, version: number, { reason }: LiftRestriction): Promise<RestrictionView> {
    const restriction = await this.forChange(id, version);
    restriction.lift(reason, new Date(), by.id);
    await this.work.save(restriction);
    this.audit.record(by, 'restriction.lifted', id, { clientId: restriction.clientId });
    return this.read(id);
  }

  private async remove(by: Actor, readerId: string): Promise<void> {
    const reader = await this.work.forChange(RestrictionReader, readerId);
    if (!reader) throw notFound();
    reader.remove(new Date(), by.id);
    await this.work.save(reader);
  }

  /** One at the least, and each sees the client already by role and caseload. */
  private async demandReach(clientId: string, accountIds: string[]): Promise<void> {
    if (accountIds.length === 0) throw invalid('#/accountIds', 'must name one account at the least');
    const without = await this.work.rows<{ at: string }>({ ...WITHOUT_REACH, values: [accountIds, clientId] });
    if (without.length > 0)
      throw invalidAll(without.map(({ at }) => ({ pointer: `#/accountIds/${at}`, detail: 'is no enabled account that reaches this client' })));
  }

  private async forChange(id: string, version: number): Promise<Restriction> {
    const restriction = await this.work.forChange(Restriction, id, version);
    if (!restriction) throw notFound();
    return restriction;
  }
}
