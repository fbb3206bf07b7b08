import { OPERATIONS, type Operation, type Schema, whole } from '../contract/operations.ts';
import { listed, READABLE, type Reader } from './fields.ts';

const refOf = ({ $ref, allOf }: Schema): string | undefined => ($ref ?? allOf?.find((part) => part.$ref)?.$ref)?.split('/').at(-1);
const answerSchema = ({ responses }: Operation): Schema | undefined =>
  Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content?.['application/json']?.schema;

/** Each view that the schema shows, with the names of its fields. */
function viewsWithin(schema: Schema, found: Map<string, string[]>): Map<string, string[]> {
  const { properties = {}, items } = whole(schema);
  const name = refOf(schema);
  if (name && found.has(name)) return found;
  if (name) found.set(name, Object.keys(properties));
  for (const property of [...Object.values(properties), ...(items ? [items] : [])]) viewsWithin(property, found);
  return found;
}

/** Where there is a next page depends on how much there is, and not on who asks. */
const NOT_A_FIELD = 'next';
const guarded = OPERATIONS.filter(([route]) => route.includes(' /v1/'));

export function viewsOfContract(): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, operation] of guarded) viewsWithin(answerSchema(operation) ?? {}, found);
  return Object.fromEntries([...found].map(([view, names]) => [view, names.filter((name) => name !== NOT_A_FIELD).sort()]));
}

/** The properties of what a route answers with, in every view that it shows. */
export function shownBy(route: string): string[] {
  const [, operation] = guarded.find(([name]) => name === route)!;
  return [...new Set([...viewsWithin(answerSchema(operation) ?? {}, new Map()).values()].flat())];
}

/** What readers were really shown: `SessionNoteView.plan`. */
export class Shown {
  private readonly fields = new Map<Reader, Set<string>>();
  readonly unheardOf = new Set<string>();

  take(reader: Reader, route: string, body: unknown): void {
    const [, operation] = guarded.find(([name]) => name === route)!;
    this.walk(reader, answerSchema(operation) ?? {}, body);
  }

  of(reader: Reader): string[] {
    return [...(this.fields.get(reader) ?? [])].sort();
  }

  private walk(reader: Reader, schema: Schema, value: unknown): void {
    const { properties = {}, items } = whole(schema);
    if (Array.isArray(value)) return value.forEach((element) => this.walk(reader, items ?? {}, element));
    const view = refOf(schema);
    if (!view || value === null || typeof value !== 'object') return;
    for (const [name, property] of Object.entries(value)) {
      if (!properties[name]) this.unheardOf.add(`${view}.${name}`);
      else if (name !== NOT_A_FIELD && hasSomething(property)) this.note(reader, `${view}.${name}`);
      this.walk(reader, properties[name] ?? {}, property);
    }
  }

  private note(reader: Reader, field: string): void {
    this.fields.set(reader, (this.fields.get(reader) ?? new Set()).add(field));
  }
}

const hasSomething = (value: unknown) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

/** What the table says that a reader is shown. */
export const readableFields = (reader: Reader): string[] =>
  Object.entries(READABLE)
    .flatMap(([view, lines]) =>
      Object.entries(lines).flatMap(([names, readers]) => (readers.includes(reader) ? listed(names).map((name) => `${view}.${name}`) : [])),
    )
    .sort();

export const readableTable = (): Record<string, string[]> =>
  Object.fromEntries(Object.entries(READABLE).map(([view, lines]) => [view, Object.keys(lines).flatMap(listed).sort()]));
