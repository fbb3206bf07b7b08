import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { invalid, notFound } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { ChangeClient, ClientPage, ClientRow, ClientView, ContactPointView, FindClients, IdentifierFields, SearchClients } from './client.dto.ts';
import { Client } from './client.entity.ts';
import { LIST, READ, SEARCH } from './client.queries.ts';
import { contactOf, identifierOf, indexOf, type KeptValue } from './contact-details.ts';
import { ContactPoint } from './contact-point.entity.ts';
import { Identifier } from './identifier.entity.ts';

const FOUND_AT_MOST = 50;

type KeptClient = Omit<ClientView, 'contactPoints' | 'identifiers'> & {
  contactPoints: (Omit<ContactPointView, 'value'> & KeptValue)[];
  identifiers: (Pick<IdentifierFields, 'system'> & KeptValue)[];
};

const ordered = ({ system, value }: IdentifierFields) => JSON.stringify([system, value]);
const bySystem = (a: IdentifierFields, b: IdentifierFields) => (ordered(a) < ordered(b) ? -1 : 1);

/** Somebody came too late: the record was destroyed meanwhile, and is as if it had never been. */
onViolation('clients_purged', notFound);

@Injectable()
export class Clients {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly sealing: Sealing,
  ) {}

  async list(query: FindClients): Promise<ClientPage> {
    const values = [startOf(query), query.program ?? null, query.status ?? null, query.unassigned ?? false, query.limit + 1];
    return pageOf(await this.work.rows<ClientRow>({ ...LIST, values }), query, ({ id }) => id);
  }

  /** Within what the caller may see; nobody else is found, however well he is described. */
  async search({ name, birthDate, identifier }: SearchClients): Promise<ClientPage> {
    if (name === undefined && birthDate === undefined && identifier === undefined) throw invalid('#', 'needs a name, a birthDate or an identifier');
    const pattern =
      name
        ?.trim()
        .toLowerCase()
        .replace(/[\\%_]/g, '\\$&') ?? null;
    const values = [pattern, birthDate ?? null, identifier?.system ?? null, identifier ? indexOf(this.sealing, identifier) : null, FOUND_AT_MOST];
    return { items: await this.work.rows<ClientRow>({ ...SEARCH, values }), next: null };
  }

  async read(id: string): Promise<ClientView> {
    const [client] = await this.work.rows<KeptClient>({ ...READ, values: [id] });
    if (!client) throw notFound();
    return {
      ...client,
      contactPoints: client.contactPoints.map(({ id: pointId, value, sealed, ...ways }) => ({
        ...ways,
        value: contactOf(this.sealing, id, { id: pointId, value, sealed }),
      })),
      identifiers: client.identifiers.map((one) => ({ system: one.system, value: identifierOf(this.sealing, id, one) })).sort(bySystem),
    };
  }

  /** Only that there is such a client for the caller; what is hung on him needs no more. */
  async demand(id: string): Promise<void> {
    const found = await this.work.rows({ name: 'demand_client', text: 'select from app.clients where id = $1', values: [id] });
    if (found.length === 0) throw notFound();
  }

  /** Where what is asked for outlives the record, as the accounting of disclosures does for a privacy officer. */
  async demandAccounted(by: Pick<Actor, 'role'>, id: string): Promise<void> {
    const [client] = await this.work.rows({ name: 'demand_client', text: 'select from app.clients where id = $1', values: [id] });
    if (client) return;
    const [gone] = by.role === 'privacy-officer' ? await this.work.rows<{ is: boolean }>({ text: 'select app.was_purged($1) as is', values: [id] }) : [];
    if (!gone?.is) throw notFound();
  }

  async change(by: Actor, id: string, version: number, wish: ChangeClient): Promise<ClientView> {
    const client = await this.work.forChange(Client, id, version);
    if (!client) throw notFound();
    const { legalName, contactPoints, identifiers, ...person } = wish;
    client.change({ ...person, ...(legalName && { givenName: legalName.given, familyName: legalName.family }) });
    // What hangs on a client is part of his version: two people must not replace the same list unseen.
    await this.work.save(client, { touch: contactPoints !== undefined || identifiers !== undefined });
    if (contactPoints) await this.replaceContactPoints(id, contactPoints);
    if (identifiers) await this.replaceIdentifiers(id, identifiers);
    this.audit.record(by, 'client.changed', id, { clientId: id, fields: Object.keys(wish) });
    return this.read(id);
  }

  private async replaceContactPoints(id: string, wishes: NonNullable<ChangeClient['contactPoints']>): Promise<void> {
    await this.work.rows({ text: `update app.client_contact_points set ended_at = clock_timestamp() where client_id = $1 and ended_at is null`, values: [id] });
    await this.work.insert(...wishes.map((wish, position) => ContactPoint.of(this.sealing, id, position, wish)));
  }

  private async replaceIdentifiers(id: string, wishes: NonNullable<ChangeClient['identifiers']>): Promise<void> {
    await this.work.rows({ text: `update app.client_identifiers set ended_at = clock_timestamp() where client_id = $1 and ended_at is null`, values: [id] });
    await this.work.insert(...wishes.map((wish) => Identifier.of(this.sealing, id, wish)));
  }
}
