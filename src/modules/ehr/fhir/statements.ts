import type { Statement } from '../../../platform/database/transaction.ts';
import { isIdOf } from './parameter.ts';
import type { ResourceKind, Row, SearchedKind } from './resource-kind.ts';
import type { Search } from './search.ts';

const inCamelCase = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A row of a view under the names that it has here. */
export const rowOf = (row: Record<string, unknown>): Row => Object.fromEntries(Object.entries(row).map(([name, value]) => [inCamelCase(name), value])) as Row;

/** One more than the page holds tells whether there is a next one. */
export function pageStatement({ source }: SearchedKind, { conditions, order, after, count }: Search, values: unknown[]): Statement {
  const bound = [...values];
  const bind = (value: unknown) => `$${bound.push(value)}`;
  const sign = order.isDescending ? '<' : '>';
  const beyond =
    after === null
      ? []
      : [order.column === 'v.id' ? `v.id ${sign} ${bind(after[1])}` : `(${order.column}, v.id) ${sign} (${bind(after[0])}, ${bind(after[1])})`];
  const direction = order.isDescending ? 'desc' : 'asc';
  const by = order.column === 'v.id' ? `v.id ${direction}` : `${order.column} ${direction}, v.id ${direction}`;
  return { text: `select v.* from ${source} v${whereOf([...conditions, ...beyond])} order by ${by} limit ${count + 1}`, values: bound };
}

export const countStatement = ({ source }: SearchedKind, { conditions }: Search, values: unknown[]): Statement => ({
  text: `select count(*)::integer as total from ${source} v${whereOf(conditions)}`,
  values,
});

/** By id; what is no id of theirs is not there, like what is not let out. */
export const oneStatement = ({ view, idIs }: ResourceKind, id: string): Statement | null =>
  !isIdOf(idIs, id) ? null : { name: `read_${view}`, text: `select v.* from app.${view} v where v.id = $1`, values: [id] };

export const manyStatement = ({ view, idIs }: ResourceKind, ids: string[]): Statement => ({
  name: `include_${view}`,
  text: `select v.* from app.${view} v where v.id = any ($1::${idIs}[]) order by v.id`,
  values: [ids],
});

const whereOf = (conditions: string[]): string => (conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '');
