import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { invalid, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import type { ClientView, RegisterClient } from './client.dto.ts';
import { Client } from './client.entity.ts';
import { Clients } from './clients.service.ts';
import { indexed } from './contact-details.ts';
import { ContactPoint } from './contact-point.entity.ts';
import { Identifier } from './identifier.entity.ts';

// Neither the value nor whose it is: the other client may be nobody the caller may know of.
onViolation(
  'client_identifiers_unique',
  () => new Problem('conflict', 'identifier-taken', 'One of the identifiers belongs to a client already; look whether it is the same person'),
);
onViolation(
  'clients_code_unique',
  () => new Problem('unavailable', 'code-taken', 'The code that was drawn is in use; send the request again', { retryAfter: 1 }),
);

type Registrar = Pick<Actor, 'id' | 'role'> & { requestId?: string };
type Newcomer = RegisterClient & { notDuplicateOf?: string[] };

@Injectable()
export class Registration {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly sealing: Sealing,
  ) {}

  /** Warns before the same person is registered twice; a stated reason registers him all the same. */
  async register(by: Actor, wish: RegisterClient, isConfirmed: boolean): Promise<ClientView> {
    if (isConfirmed && !wish.reason) throw invalid('#/reason', 'is needed with confirmNotDuplicate=true');
    const duplicates = await this.duplicates(wish);
    if (duplicates.length > 0 && !isConfirmed) {
      const possibleDuplicates = await this.visible(duplicates);
      this.work.saw(...possibleDuplicates);
      throw new Problem(
        'conflict',
        'likely-duplicate',
        'This person seems to be registered; look first, or repeat with confirmNotDuplicate=true and a reason',
        { possibleDuplicates },
      );
    }
    const { legalName, preferredName = null, pronouns = null, birthDate, languages = [], contactPoints = [], identifiers = [] } = wish;
    const client = Client.register({ givenName: legalName.given, familyName: legalName.family, preferredName, pronouns, birthDate, languages }, by.id);
    await this.work.insert(client);
    // A registered client comes into the sight of who registered him.
    await this.work.rows({ text: 'select app.look()' });
    await this.work.insert(
      ...contactPoints.map((fields, position) => ContactPoint.of(this.sealing, client.id, position, fields)),
      ...identifiers.map((fields) => Identifier.of(this.sealing, client.id, fields)),
    );
    this.audit.record(by, 'client.registered', client.id, { clientId: client.id, confirmedNotDuplicateOf: isConfirmed ? await this.visible(duplicates) : [] });
    return this.clients.read(client.id);
  }

  /**
   * Many people at once, of whom somebody has made sure that none seems to be registered (`hold`, then `suspected`, in this same work).
   * Answers their ids in the same order.
   */
  async registerAll(by: Registrar, people: Newcomer[], importId: string): Promise<string[]> {
    const clients = people.map(({ legalName, preferredName = null, pronouns = null, birthDate, languages = [] }) =>
      Client.register({ givenName: legalName.given, familyName: legalName.family, preferredName, pronouns, birthDate, languages }, by.id),
    );
    await this.work.insert(...clients);
    await this.work.rows({ text: 'select app.look()' });
    await this.work.insert(
      ...people.flatMap(({ contactPoints = [] }, at) =>
        contactPoints.map((fields, position) => ContactPoint.of(this.sealing, clients[at]!.id, position, fields)),
      ),
      ...people.flatMap(({ identifiers = [] }, at) => identifiers.map((fields) => Identifier.of(this.sealing, clients[at]!.id, fields))),
    );
    people.forEach(({ notDuplicateOf = [] }, at) =>
      this.audit.record(by, 'client.registered', clients[at]!.id, { clientId: clients[at]!.id, confirmedNotDuplicateOf: notDuplicateOf, importId }),
    );
    return clients.map(({ id }) => id);
  }

  /** From here on nobody else registers one of these people before the commit. A lock each: not for thousands. */
  async hold(people: RegisterClient[]): Promise<void> {
    const whos = people.map(({ legalName, birthDate }) => [legalName.given, legalName.family, birthDate].join(' ').toLowerCase());
    await this.work.rows({
      text: 'select pg_advisory_xact_lock(hashtextextended(who, 8)) from (select distinct who from unnest($1::text[]) who order by who) turns',
      values: [whos],
    });
  }

  /** For each of these people whether he seems to be registered. */
  async suspected(people: RegisterClient[]): Promise<boolean[]> {
    const rows = await this.work.rows<{ suspected: boolean }>({
      name: 'suspect_many',
      text: `select cardinality(app.likely_duplicates(p."givenName", p."familyName", p."birthDate", p.identifiers)) > 0 as suspected
               from jsonb_to_recordset($1) p (at integer, "givenName" text, "familyName" text, "birthDate" date, identifiers jsonb) order by p.at`,
      values: [
        JSON.stringify(
          people.map(({ legalName, birthDate, identifiers = [] }, at) => ({
            at,
            givenName: legalName.given,
            familyName: legalName.family,
            birthDate,
            identifiers: this.asKnown(identifiers),
          })),
        ),
      ],
    });
    return rows.map(({ suspected }) => suspected);
  }

  private async duplicates({ legalName, birthDate, identifiers = [] }: RegisterClient): Promise<string[]> {
    // Two phones that register the same person at once take turns; the second one's look is younger than the first one's commit.
    const who = [legalName.given, legalName.family, birthDate].join(' ').toLowerCase();
    await this.work.rows({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 8))', values: [who] });
    const [found] = await this.work.rows<{ ids: string[] }>({
      text: 'select app.likely_duplicates($1, $2, $3, $4) as ids',
      values: [legalName.given, legalName.family, birthDate, JSON.stringify(this.asKnown(identifiers))],
    });
    return found!.ids;
  }

  /** With the value beside its index, for what the release before wrote a moment ago is not sealed yet. */
  private asKnown(identifiers: NonNullable<RegisterClient['identifiers']>) {
    return identifiers.map((one) => ({ ...one, ...indexed(this.sealing, one) }));
  }

  private async visible(ids: string[]): Promise<string[]> {
    const rows = await this.work.rows<{ id: string }>({ text: 'select id from app.clients where id = any ($1)', values: [ids] });
    return rows.map(({ id }) => id);
  }
}
