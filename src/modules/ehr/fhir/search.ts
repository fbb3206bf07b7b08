import { badParameter } from './outcomes.ts';
import { type Asked, instant, isIdOf, isUuid, type Parameter, referenceParts } from './parameter.ts';
import type { Link, SearchedKind } from './resource-kind.ts';

/** What a search needs to know of what it searches. */
type Kind = Omit<SearchedKind, 'source'>;

export type Field = readonly [name: string, value: string];
export type Order = { parameter: string; column: string; isDescending: boolean };

/** A search as it will be done: what of it was understood, and the conditions that came of it. */
export type Search = {
  understood: Field[];
  conditions: string[];
  /** The clients that it names, where no more than whose and which kind is asked for. */
  clients: string[] | null;
  order: Order;
  after: [unknown, string] | null;
  count: number;
  withTotal: boolean;
  countOnly: boolean;
  elements: string[] | null;
  links: Link[];
  withProvenance: boolean;
};

const PAGE = 50;
export const LARGEST_PAGE = 200;
const RESULT = ['_count', '_page', '_sort', '_total', '_summary', '_elements', '_include', '_revinclude', '_format', '_pretty'];
/** Of one search; more is no question that anybody has. */
const MOST_VALUES = 100;

/** What every kind of resource is searched by. Ids are compared as they are kept, so that their index finds them: what is no such id is nobody's. */
const commonOf = (idIs: 'uuid' | 'text'): Record<string, Parameter> => ({
  _id: {
    type: 'token',
    documentation: 'the id of the resource',
    modifiers: [],
    where: (value, _modifier, { bind }) => (isIdOf(idIs, value) && (idIs === 'text' || value === value.toLowerCase()) ? `v.id = ${bind(value)}` : 'false'),
  },
  _lastUpdated: instant('when it was last changed', 'v.last_updated'),
});

export const parametersOf = ({ idIs, parameters }: Kind): Record<string, Parameter> => ({ ...commonOf(idIs), ...parameters });

/** Reads a search against what the kind declares. Strictly, whatever is not understood is refused; otherwise it is left out, as the self link shows. */
export function searchOf(kind: Kind, fields: Field[], isStrict: boolean, asked: Asked): Search {
  const result: Record<string, string> = {};
  const [links, understood, conditions]: [Link[], Field[], string[]] = [[], [], []];
  let withProvenance = false;
  for (const [name, value] of fields) {
    if (value === '') continue;
    if (name === '_include') links.push(...linksOf(kind, value));
    else if (name === '_revinclude') withProvenance = revincludeOf(kind, value);
    else if (RESULT.includes(name)) result[name] = value;
    else {
      const condition = conditionOf(kind, name, value, asked);
      if (condition === null) {
        if (isStrict) throw badParameter(name, `is no search parameter of ${kind.type}; GET /fhir/R4/metadata names them`);
        continue;
      }
      conditions.push(condition);
    }
    if (name !== '_page') understood.push([name, value]);
  }
  demandNarrow(kind, understood);
  const order = orderOf(kind, result['_sort'], isStrict);
  const isOrdered = order.parameter === result['_sort']?.replace(/^-/, '');
  return {
    ...{ conditions, clients: clientsOf(kind, understood, asked), order, links, withProvenance },
    understood: isOrdered ? understood : understood.filter(([name]) => name !== '_sort'),
    after: result['_page'] === undefined ? null : cursorOf(result['_page'], order, kind),
    count: countOf(result['_count']),
    withTotal: result['_total'] === 'accurate',
    countOnly: result['_summary'] === 'count',
    elements: result['_elements']?.split(',') ?? null,
  };
}

const valuesOf = (value: string): string[] => value.split(/(?<!\\),/);

function conditionOf(kind: Kind, field: string, value: string, asked: Asked): string | null {
  const [name, modifier = null, ...more] = field.split(':');
  const parameters = parametersOf(kind);
  const parameter = Object.hasOwn(parameters, name!) ? parameters[name!] : undefined;
  if (!parameter) return null;
  if (more.length > 0 || (modifier !== null && !parameter.modifiers.includes(modifier)))
    throw badParameter(field, `has a modifier that is not known here; ${name} takes ${parameter.modifiers.map((each) => `:${each}`).join(', ') || 'none'}`);
  const values = valuesOf(value);
  if (values.length > MOST_VALUES) throw badParameter(field, `has more than ${MOST_VALUES} values`);
  const each = values.map((one) => parameter.where(one, modifier, asked, field));
  // None of several is what "not" means, and not: not one of them.
  return `(${each.join(modifier === 'not' ? ' and ' : ' or ')})`;
}

/**
 * Reading all of a client's rows costs less than asking the gate for each, and more where a date or an id leaves but a few. Tokens
 * leave most of them.
 */
function clientsOf(kind: Kind, understood: Field[], asked: Asked): string[] | null {
  const parameters = parametersOf(kind);
  const names = understood.map(([field]) => field.split(':')[0]!).filter((name) => Object.hasOwn(parameters, name));
  const isNarrow = names.some((name) => name !== 'patient' && (name === '_id' || parameters[name]!.type !== 'token'));
  const [, patients] = understood.find(([field]) => field.split(':')[0] === 'patient') ?? [];
  if (isNarrow || patients === undefined) return null;
  return valuesOf(patients)
    .flatMap((value) => referenceParts(value, asked)?.id ?? [])
    .filter(isUuid);
}

function demandNarrow(kind: Kind, understood: Field[]): void {
  const { narrowedBy } = kind;
  if (!narrowedBy || understood.some(([name]) => narrowedBy.includes(name.split(':')[0]!))) return;
  throw badParameter(narrowedBy[0]!, `is needed: ${narrowingOf(kind)}`);
}

/** What a search has to name, and where everything is had instead. */
export const narrowingOf = (kind: Kind): string =>
  `a search of ${kind.type} names ${kind.narrowedBy!.join(' or ')}${hasProvenance(kind) ? "; $export reads everybody's" : ''}`;

/** Of a parameter that names several types, all of them, unless one is said. */
function linksOf(kind: Kind, value: string): Link[] {
  const [type, parameter, target] = value.split(':');
  const links = kind.links.filter((each) => each.parameter === parameter && (target === undefined || each.target === target));
  if (type !== kind.type || links.length === 0) throw badParameter('_include', `can be ${includesOf(kind).join(', ') || 'nothing'} of ${kind.type}`);
  return links;
}

function revincludeOf(kind: Kind, value: string): true {
  if (value !== 'Provenance:target' || !hasProvenance(kind))
    throw badParameter('_revinclude', `can be ${hasProvenance(kind) ? 'Provenance:target' : 'nothing'} of ${kind.type}`);
  return true;
}

/** Of the records of clients it is told who wrote them. */
export const hasProvenance = ({ type, ofClients }: Pick<Kind, 'type' | 'ofClients'>): boolean => ofClients && type !== 'Provenance';

export const includesOf = ({ type, links }: Kind): string[] => [...new Set(links.map(({ parameter }) => `${type}:${parameter}`))];

function orderOf({ orders = {} }: Kind, sort: string | undefined, isStrict: boolean): Order {
  const byId = { parameter: '_id', column: 'v.id', isDescending: true };
  if (sort === undefined) return byId;
  const isDescending = sort.startsWith('-');
  const parameter = isDescending ? sort.slice(1) : sort;
  if (parameter === '_id') return { ...byId, isDescending };
  const column = parameter === '_lastUpdated' ? 'v.last_updated' : Object.hasOwn(orders, parameter) ? orders[parameter]! : null;
  if (column !== null) return { parameter, column, isDescending };
  if (isStrict) throw badParameter('_sort', `can be ${['_id', '_lastUpdated', ...Object.keys(orders)].join(', ')}, each with - before it for the newest first`);
  return byId;
}

function countOf(value: string | undefined): number {
  if (value === undefined) return PAGE;
  if (!/^\d{1,6}$/.test(value)) throw badParameter('_count', 'is not a number');
  return Math.min(Number(value), LARGEST_PAGE);
}

/** Where the next page begins: what the last entry is put in order by, and its id. */
export const cursorTo = (value: unknown, id: string): string => Buffer.from(JSON.stringify([value, id])).toString('base64url');

function cursorOf(text: string, { column }: Order, { idIs }: Kind): [unknown, string] {
  try {
    const [value, id, ...more] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const isPlain = typeof value === 'string' && (column === 'v.id' ? value === id : isMoment(value));
    if (isPlain && typeof id === 'string' && more.length === 0 && isIdOf(idIs, id)) return [value, id];
  } catch {
    // Told below like any other that is not ours.
  }
  throw badParameter('_page', 'is not one of our links to a next page; search again from the first one');
}

/** An instant or a day just as we write it: the database reads others differently, or not at all. */
const isMoment = (text: string): boolean => {
  if (!/^\d{4}-/.test(text) || text.startsWith('0000') || Number.isNaN(Date.parse(text))) return false;
  const instant = new Date(text).toISOString();
  return text === instant || text === instant.slice(0, 10);
};
