import type { Statement } from '../../../platform/database/transaction.ts';
import { type Bind, isIdOf } from './parameter.ts';
import type { Clients, ResourceKind, Row, SearchedKind } from './resource-kind.ts';
import type { Search } from './search.ts';

/** Columns of views by the names that they have here; each is put into that form once, and not once a row. */
const NAMES = new Map<string, string>();

function nameOf(column: string): string {
  let name = NAMES.get(column);
  if (name === undefined) NAMES.set(column, (name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())));
  return name;
}

/** A row of a view under the names that it has here. */
export function rowOf(columns: Record<string, unknown>): Row {
  const row: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(columns)) row[nameOf(column)] = value;
  return row as Row;
}

/** Where the rows of a kind are; with `clients`, theirs at least: who reads from it still says whose. */
export const relationOf = ({ view, isOfMany }: Pick<ResourceKind, 'view' | 'isOfMany'>, clients: Clients): string =>
  isOfMany && clients ? `app.${view}_of(${clients()}::uuid[])` : `app.${view}`;

/** One more than the page holds tells whether there is a next one. */
export function pageStatement(kind: SearchedKind, search: Search, values: unknown[]): Statement {
  const { order, after, count } = search;
  const bound = [...values];
  const bind = (value: unknown) => `$${bound.push(value)}`;
  const sign = order.isDescending ? '<' : '>';
  const beyond =
    after === null
      ? []
      : [order.column === 'v.id' ? `v.id ${sign} ${bind(after[1])}` : `(${order.column}, v.id) ${sign} (${bind(after[0])}, ${bind(after[1])})`];
  const direction = order.isDescending ? 'desc' : 'asc';
  const by = order.column === 'v.id' ? `v.id ${direction}` : `${order.column} ${direction}, v.id ${direction}`;
  return { text: `select v.*${fromOf(kind, search, bind, beyond)} order by ${by} limit ${count + 1}`, values: bound };
}

export function countStatement(kind: SearchedKind, search: Search, values: unknown[]): Statement {
  const bound = [...values];
  return { text: `select count(*)::integer as total${fromOf(kind, search, (value) => `$${bound.push(value)}`)}`, values: bound };
}

function fromOf({ source }: SearchedKind, { clients, conditions }: Search, bind: Bind, more: string[] = []): string {
  const all = [...conditions, ...more];
  return ` from ${source(clients && (() => bind(clients)))} v${all.length > 0 ? ` where ${all.join(' and ')}` : ''}`;
}

/** By id; what is no id of theirs is not there, like what is not let out. */
export const oneStatement = ({ view, idIs }: ResourceKind, id: string): Statement | null =>
  !isIdOf(idIs, id) ? null : { name: `read_${view}`, text: `select v.* from app.${view} v where v.id = $1`, values: [id] };

/** By their ids; with `clients`, whose they are, the gate is asked once for each of these. */
export const manyStatement = (kind: ResourceKind, ids: string[], clients: string[] | null): Statement =>
  kind.isOfMany && clients
    ? { name: `include_${kind.view}_of`, text: manyOf(kind, () => '$2'), values: [ids, clients] }
    : { name: `include_${kind.view}`, text: manyOf(kind, null), values: [ids] };

const manyOf = (kind: ResourceKind, clients: Clients): string =>
  `select v.* from ${relationOf(kind, clients)} v where v.id = any ($1::${kind.idIs}[]) order by v.id`;
