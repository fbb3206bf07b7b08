import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FhirResource } from 'fhir/r4.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { kindOf } from '../fhir/kinds/index.ts';
import { Reading } from '../fhir/reading.service.ts';
import { resourceOf } from '../fhir/resources.ts';
import type { ResourceKind, Row } from '../fhir/resource-kind.ts';
import { relationOf, rowOf } from '../fhir/statements.ts';
import type { ExportWish } from './export.entity.ts';
import { elementsFor } from './export-request.ts';
import { DELETED, type Line, lineOf, withdrawalOf } from './export-line.ts';
import { CLIENTS, GIVEN, OPENED } from './export.queries.ts';

/** Few enough that each statement ends soon, whoever of them has ten times as many notes as others. */
const CLIENTS_AT_ONCE = 50;
const ROWS_AT_ONCE = 500;
const CASELOADS_AT_ONCE = 20;
const GIVEN_AT_ONCE = 200;
const ROWS_IN_ONE_BREATH = 100;

export type Begun = Pick<ExportWish, 'level' | 'types' | 'elements' | 'since' | 'patients'>;
type Take = (type: string, line: Line, resource: FhirResource) => Promise<void>;
type Span = { since: Date | null; until: Date };
type Opened = { byConsents: string[]; ofClients: string[] };

/**
 * Reads all that an export is of, within one transaction that sees one moment, and hands it on resource by resource. The
 * gate is asked by what is read from; nothing here decides who sees what.
 */
@Injectable()
export class ExportReading {
  constructor(
    private readonly work: UnitOfWork,
    private readonly reading: Reading,
  ) {}

  /** `goesOn`: asked between the steps; once it says no, what is left is not read. */
  async read(id: string, begun: Begun, until: Date, take: Take, goesOn: () => boolean): Promise<void> {
    const kinds = begun.types.map((type) => kindOf(type)!);
    const span = { since: begun.since, until };
    await this.ofClients(
      id,
      kinds.filter(({ ofClients }) => ofClients),
      begun,
      span,
      take,
      goesOn,
    );
    for (const kind of kinds.filter(({ ofClients }) => !ofClients)) if (goesOn()) await this.ofCenter(kind, begun, span, take);
    if (begun.since && begun.types.includes('Patient') && goesOn()) await this.withdrawn(id, take);
  }

  private async ofClients(id: string, kinds: ResourceKind[], begun: Begun, span: Span, take: Take, goesOn: () => boolean): Promise<void> {
    for (let behind: string | null = null; kinds.length > 0 && goesOn();) {
      const clients: string[] = (await this.work.rows<{ id: string }>({ ...CLIENTS, values: [id, behind, CLIENTS_AT_ONCE] })).map((each) => each.id);
      if (clients.length === 0) return;
      behind = clients.at(-1)!;
      const opened = span.since ? await this.opened(clients, span.since) : { byConsents: [], ofClients: [] };
      for (const kind of kinds) await this.hand(kind, begun, await this.rowsOf(kind, clients, span, opened), take);
    }
  }

  private async opened(clients: string[], since: Date): Promise<Opened> {
    const [opened] = await this.work.rows<Opened>({ ...OPENED, values: [clients, since] });
    return opened!;
  }

  /** What changed in the span; and whatever its consent, or the end of what closed the gate, opened in it, though it did not change. */
  private rowsOf(kind: ResourceKind, clients: string[], { since, until }: Span, { byConsents, ofClients }: Opened): Promise<Record<string, unknown>[]> {
    return this.work.rows({
      name: `export_${kind.view}`,
      text: `select v.* from ${relationOf(kind, () => '$1')} v where v.client_id = any ($1::uuid[]) and v.last_updated <= $2
        and ($3::timestamptz is null or v.last_updated > $3 or v.consent_id = any ($4::uuid[]) or v.client_id = any ($5::uuid[])) order by v.client_id, v.id`,
      values: [clients, until, since, byConsents, ofClients],
    });
  }

  private async ofCenter(kind: ResourceKind, begun: Begun, { since, until }: Span, take: Take): Promise<void> {
    const atMost = kind.type === 'Group' ? CASELOADS_AT_ONCE : ROWS_AT_ONCE;
    for (let behind: string | null = null; ;) {
      const rows: Record<string, unknown>[] = await this.work.rows({
        name: `export_${kind.view}`,
        text: `select v.* from app.${kind.view} v where ($1::${kind.idIs} is null or v.id > $1) and v.last_updated <= $2 and ($3::timestamptz is null or v.last_updated > $3)
          order by v.id limit $4`,
        // Who is in a caseload changes with every consent, which changes nothing of the caseload itself.
        values: [behind, until, kind.type === 'Group' ? null : since, atMost],
      });
      await this.hand(kind, begun, rows, take);
      if (rows.length < atMost) return;
      behind = rows.at(-1)!['id'] as string;
    }
  }

  private async hand(kind: ResourceKind, { elements }: Begun, rows: Record<string, unknown>[], take: Take): Promise<void> {
    const mapping = this.reading.mapping(true);
    for (const [at, raw] of rows.entries()) {
      const row: Row = rowOf(raw);
      await take(kind.type, lineOf(kind, row), resourceOf(kind, row, mapping, elementsFor(kind.type, elements)));
      if (at % ROWS_IN_ONE_BREATH === ROWS_IN_ONE_BREATH - 1) await breathe();
    }
  }

  private async withdrawn(id: string, take: Take): Promise<void> {
    for (let behind: string | null = null; ;) {
      const given: { clientId: string; isWithdrawn: boolean }[] = await this.work.rows({ ...GIVEN, values: [id, behind, GIVEN_AT_ONCE] });
      for (const { clientId } of given.filter(({ isWithdrawn }) => isWithdrawn)) {
        const { line, resource } = withdrawalOf(clientId);
        await take(DELETED, line, resource);
      }
      if (given.length < GIVEN_AT_ONCE) return;
      behind = given.at(-1)!.clientId;
    }
  }
}
