import { Injectable } from '@nestjs/common';
import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4.js';
import { Env } from '../../../config/env.ts';
import type { Machine } from '../../../platform/access/actor.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { Sealing } from '../../../platform/encryption/sealing.ts';
import { notFound } from '../../../platform/problem.ts';
import { fhirBase } from '../base-address.ts';
import { allows } from '../machine/scopes.ts';
import { HandingOut, type Shown } from './handing-out.service.ts';
import { kindOf, TARGETS } from './kinds/index.ts';
import { membersOf } from './kinds/group.ts';
import { provenanceId, provenanceOf, provenancesOf } from './kinds/provenance.ts';
import { SECURITY_LABELS } from './labels.ts';
import { beyondScope, unsupportedType } from './outcomes.ts';
import { resourceOf, subsetOf } from './resources.ts';
import type { Link, Mapping, ResourceKind, Row, SearchedKind } from './resource-kind.ts';
import { cursorTo, type Field, type Search, searchOf } from './search.ts';
import { countStatement, manyStatement, oneStatement, pageStatement, relationOf, rowOf } from './statements.ts';

/** One found resource, with the row it was made of. */
export type Found = { kind: ResourceKind; row: Row; resource: FhirResource };

/** Reads for a machine what the gate lets out to it. The views hold back everything else, so nothing here decides who sees what. */
@Injectable()
export class Reading {
  readonly base: string;

  constructor(
    private readonly work: UnitOfWork,
    private readonly handing: HandingOut,
    private readonly sealing: Sealing,
    private readonly env: Env,
  ) {
    this.base = fhirBase(env);
  }

  async read(by: Machine, type: string, id: string, elements: string[] | null = null): Promise<Found> {
    const kind = demandKind(type);
    if (!allows(by.scopes, type, 'r')) throw beyondScope();
    const row = await this.row(kind, id);
    await this.handing.account(by, shownOf(kind, row));
    return { kind, row, resource: resourceOf(kind, row, this.mapping(false), elements) };
  }

  async search(by: Machine, type: string, fields: Field[], isStrict: boolean): Promise<Bundle> {
    const kind = searchedBy(by, type);
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const search = searchOf(kind, fields, isStrict, {
      bind,
      base: this.base,
      sealing: this.sealing,
      timeZone: this.env.SITE_TIME_ZONE,
      centerName: this.env.CENTER_NAME,
    });
    const [rows, total] = await Promise.all([this.page(kind, search, values), this.total(kind, search, values)]);
    const page = rows.slice(0, search.count);
    const found = await this.found(type, page, search);
    const included = await this.included(by, kind, search, page);
    await this.handing.account(
      by,
      [...found, ...included].flatMap(({ kind: each, row }) => shownOf(each, row)),
    );
    return this.bundle(kind, search, { found, included, total, next: rows.length > search.count ? page.at(-1) : undefined }, by);
  }

  /** The resources that a page shows: each made of its row, a Provenance of the row of what it is of. */
  private async found(type: string, page: Row[], { elements, clients }: Search): Promise<Found[]> {
    const kind = kindOf(type);
    if (kind) return page.map((row) => ({ kind, row, resource: resourceOf(kind, row, this.mapping(false), elements) }));
    const each = TARGETS.map(async (target) => {
      const ids = page.flatMap(({ targetType, targetId }) => (targetType === target.type ? [targetId as string] : []));
      return (await this.many(target, ids, clients)).map((row) => [target, row] as const);
    });
    const byId = new Map((await Promise.all(each)).flat().map(([target, row]) => [provenanceId(target, row.id), { kind: target, row }]));
    return page.flatMap(({ id }) => {
      const of = byId.get(id);
      return of ? [{ ...of, resource: subsetOf(provenanceOf(of.kind, of.row), elements) }] : [];
    });
  }

  private async many(kind: ResourceKind, ids: string[], clients: string[] | null): Promise<Row[]> {
    return ids.length === 0 ? [] : (await this.work.rows<Record<string, unknown>>(manyStatement(kind, ids, clients))).map(rowOf);
  }

  async row(kind: ResourceKind, id: string): Promise<Row> {
    const statement = oneStatement(kind, id);
    const [row] = statement ? await this.work.rows<Record<string, unknown>>(statement) : [];
    if (!row) throw notFound();
    return rowOf(row);
  }

  mapping(withContent: boolean): Mapping {
    return { base: this.base, centerName: this.env.CENTER_NAME, sealing: this.sealing, timeZone: this.env.SITE_TIME_ZONE, withContent };
  }

  private async page(kind: SearchedKind, search: Search, values: unknown[]): Promise<Row[]> {
    if (search.countOnly || search.count === 0) return [];
    return (await this.work.rows<Record<string, unknown>>(pageStatement(kind, search, values))).map(rowOf);
  }

  private async total(kind: SearchedKind, search: Search, values: unknown[]): Promise<number | undefined> {
    if (!search.withTotal && !search.countOnly && search.count > 0) return undefined;
    const [counted] = await this.work.rows<{ total: number }>(countStatement(kind, search, values));
    return counted!.total;
  }

  /** What a token does not open is left out of the answer, and not told. */
  private async included(by: Machine, searched: SearchedKind, { links, clients }: Search, page: Row[]): Promise<Found[]> {
    const byTarget = new Map<ResourceKind, Set<string>>();
    for (const link of links) {
      const target = kindOf(link.target)!;
      if (!allows(by.scopes, link.target, 'r')) continue;
      byTarget.set(target, idsOf(link, page, byTarget.get(target)));
    }
    const each = [...byTarget].map(async ([kind, ids]) => {
      // What was found already is in the answer once.
      if (kind.type === searched.type) for (const { id } of page) ids.delete(id);
      return (await this.many(kind, [...ids], clients)).map((row): Found => ({ kind, row, resource: resourceOf(kind, row, this.mapping(false), null) }));
    });
    return (await Promise.all(each)).flat();
  }

  private bundle(
    kind: SearchedKind,
    search: Search,
    { found, included, total, next }: { found: Found[]; included: Found[]; total: number | undefined; next: Row | undefined },
    by: Machine,
  ): Bundle {
    const withProvenance = search.withProvenance && allows(by.scopes, 'Provenance', 'r');
    const provenances = withProvenance ? found.map((each) => provenanceOf(each.kind, each.row)) : [];
    const entries = [
      ...entriesOf(found, 'match', this.base),
      ...entriesOf([...included, ...provenances.map((resource) => ({ resource }))], 'include', this.base),
    ];
    const isOfClients = kind.ofClients || kind.type === 'Group' || included.some((each) => each.kind.ofClients);
    const address = `${this.base}/${kind.type}`;
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      ...(isOfClients ? { meta: { security: SECURITY_LABELS } } : {}),
      ...(total === undefined ? {} : { total }),
      link: [
        { relation: 'self', url: withFields(address, search.understood) },
        ...(next ? [{ relation: 'next', url: withFields(address, [...search.understood, ['_page', cursorOf(next, search)]]) }] : []),
      ],
      ...(entries.length > 0 ? { entry: entries } : {}),
    };
  }
}

/** What is searched, as far as the token opens it: of Provenances those of what may be read. */
function searchedBy({ scopes }: Machine, type: string): SearchedKind {
  const kind = type === 'Provenance' ? null : demandKind(type);
  if (!allows(scopes, type, 's')) throw beyondScope();
  if (kind) return { ...kind, source: (clients) => relationOf(kind, clients) };
  const targets = TARGETS.filter((target) => allows(scopes, target.type, 'r'));
  if (targets.length === 0) throw beyondScope();
  return provenancesOf(targets);
}

export function demandKind(type: string): ResourceKind {
  const kind = kindOf(type);
  if (!kind) throw unsupportedType();
  return kind;
}

/** Whose record a row shows, and on what it leaves: of a caseload, each member's. */
export const shownOf = (kind: ResourceKind, row: Row): Shown[] =>
  kind.type === 'Group'
    ? membersOf(row).map((member) => ({ ...member, type: 'Group', id: row.id }))
    : kind.ofClients
      ? [{ ...(row as unknown as Shown), type: kind.type, id: row.id }]
      : [];

const idsOf = (link: Link, page: Row[], known = new Set<string>()): Set<string> =>
  new Set([...known, ...page.flatMap((row) => link.idsOf(row).filter((id): id is string => typeof id === 'string'))]);

const entriesOf = (found: { resource: FhirResource }[], mode: 'match' | 'include', base: string): BundleEntry[] =>
  found.map(({ resource }) => ({ fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource, search: { mode } }));

const withFields = (address: string, fields: Field[]): string =>
  fields.length > 0 ? `${address}?${new URLSearchParams(fields.map(([name, value]) => [name, value]))}` : address;

const cursorOf = (row: Row, { order }: Search): string => cursorTo(order.column === 'v.id' ? row.id : row[fieldOf(order.column)], row.id);

const fieldOf = (column: string): string => column.replace(/^v\./, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
