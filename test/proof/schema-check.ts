import { type Schema, whole } from '../contract/operations.ts';

/** What a schema may say. A word that this check does not know would be passed over in silence, so it is an error. */
const CHECKED = ['type', 'format', 'enum', 'nullable', 'items', 'required', 'properties', 'additionalProperties'];
const BOUNDS = ['minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'pattern', 'maxItems', 'uniqueItems'];
const REMARKS = ['description', 'example', 'default', 'title'];

const FORMATS: Record<string, (text: string) => boolean> = {
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isReal(`${text}T00:00:00.000Z`),
  'date-time': (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && isReal(text),
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
};

const isReal = (instant: string) => !Number.isNaN(Date.parse(instant)) && new Date(instant).toISOString() === instant;

/** Every place at which a value is not what its schema says. Strict: what the schema does not name is a fault as well. */
export function mismatches(schema: Schema, value: unknown, at = '#'): string[] {
  const { nullable, enum: choices, type, format, ...rest } = whole(schema);
  const unknown = Object.keys(rest).filter((word) => ![...CHECKED, ...BOUNDS, ...REMARKS].includes(word));
  if (unknown.length > 0) throw new Error(`The check of schemas does not know: ${unknown.join(', ')}`);
  if (value === null) return nullable ? [] : [`${at} is null`];
  if (choices && !choices.includes(value)) return [`${at} is none of the choices`];
  if (type === 'object' || rest.properties) return inObject(rest, value, at);
  if (type === 'array')
    return Array.isArray(value)
      ? [...value.flatMap((element, n) => mismatches(rest.items ?? {}, element, `${at}/${n}`)), ...bounds(rest, value, at)]
      : [`${at} is no array`];
  if (type === 'integer' ? !Number.isSafeInteger(value) : typeof value !== type) return [`${at} is no ${type}`];
  if (format && typeof value === 'string') {
    if (!FORMATS[format]) throw new Error(`The check of schemas does not know the format ${format}`);
    if (!FORMATS[format](value)) return [`${at} is no ${format}`];
  }
  return bounds(rest, value, at);
}

function inObject({ properties = {}, required = [], additionalProperties }: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || Array.isArray(value)) return [`${at} is no object`];
  const own = value as Record<string, unknown>;
  const more = additionalProperties === true || typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return [
    ...required.filter((name) => !Object.hasOwn(own, name)).map((name) => `${at}/${name} is missing`),
    ...Object.entries(own).flatMap(([name, part]) => {
      if (Object.hasOwn(properties, name)) return mismatches(properties[name]!, part, `${at}/${name}`);
      if (more === undefined) return [`${at}/${name} is not in the schema`];
      return more === true ? [] : mismatches(more, part, `${at}/${name}`);
    }),
  ];
}

function bounds({ minimum, maximum, multipleOf, minLength, maxLength, pattern, maxItems, uniqueItems }: Schema, value: unknown, at: string): string[] {
  const size = typeof value === 'string' ? [...value].length : 0;
  const broken: [boolean, string][] = [
    [typeof value === 'number' && value < (minimum ?? value), 'is too small'],
    [typeof value === 'number' && value > (maximum ?? value), 'is too large'],
    [typeof value === 'number' && multipleOf !== undefined && Math.abs(value / multipleOf - Math.round(value / multipleOf)) > 1e-9, 'has too many places'],
    [typeof value === 'string' && size < (minLength ?? 0), 'is too short'],
    [typeof value === 'string' && size > (maxLength ?? size), 'is too long'],
    [typeof value === 'string' && pattern !== undefined && !new RegExp(pattern, 'u').test(value), 'is written another way'],
    [Array.isArray(value) && value.length > (maxItems ?? value.length), 'has too many elements'],
    [Array.isArray(value) && uniqueItems === true && new Set(value.map((element) => JSON.stringify(element))).size < value.length, 'repeats an element'],
  ];
  return broken.filter(([is]) => is).map(([, what]) => `${at} ${what}`);
}
