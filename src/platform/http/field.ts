import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { getMetadataStorage, ValidateBy, ValidateIf } from 'class-validator';

/** Why a value cannot be taken, in words its sender can act on. It never repeats the value: faults reach logs. */
export class Fault {
  constructor(readonly detail: string) {}
}

export type Reading<T> = (raw: unknown) => T | Fault;

/**
 * Reads, checks and documents a field in one place. The value is read from what was sent, not from what class-transformer
 * made of it: a field declared again in a subclass would be read twice, and the deep copy made first costs more than all
 * the checks. `Boolean` is the one type whose conversion copies nothing and calls nothing in the value.
 */
export const field = <T>(read: Reading<T>, schema: ApiPropertyOptions) =>
  applyDecorators(
    Type(() => Boolean),
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => (obj[key] === undefined || obj[key] === null ? obj[key] : read(obj[key])), {
      toClassOnly: true,
    }),
    ValidateBy({
      name: 'shape',
      validator: { validate: (value) => complaint(value) === undefined, defaultMessage: (field) => complaint(field?.value) ?? '' },
    }),
    ApiProperty(schema),
  );

const complaint = (value: unknown): string | undefined => {
  if (value === undefined) return 'is required';
  if (value === null) return 'cannot be null';
  return value instanceof Fault ? value.detail : undefined;
};

/** The cap comes before the elements: reading thousands of them to say that there are too many is how a small body costs a second. */
export const listOf =
  <T>(read: Reading<T>, max: number): Reading<T[]> =>
  (raw) => {
    if (!Array.isArray(raw)) return new Fault('must be a list');
    if (raw.length > max) return new Fault(`can have at most ${max} elements`);
    const elements = raw.map((element) => read(element));
    const details = elements.flatMap((element, at) => (element instanceof Fault ? [atElement(at, element.detail)] : []));
    return details.length > 0 ? new Fault(details.join('\n')) : (elements as T[]);
  };

export const setOf =
  <T>(read: Reading<T>, max: number): Reading<T[]> =>
  (raw) => {
    const elements = listOf(read, max)(raw);
    if (elements instanceof Fault) return elements;
    const repeats = elements.flatMap((element, at) => (elements.indexOf(element) < at ? [atElement(at, 'repeats an earlier element')] : []));
    return repeats.length > 0 ? new Fault(repeats.join('\n')) : elements;
  };

/** class-validator gives a field one message, and each faulty element of a list needs its own: one a line, marked with its place. */
const atElement = (at: number, detail: string) => `[${at}] ${detail}`;

export const placesOf = (message: string): { at?: string; detail: string }[] =>
  message.split('\n').map((line) => {
    const [, at, detail] = /^\[(\d+)\] (.*)$/.exec(line) ?? [];
    return detail === undefined ? { detail: line } : { at, detail };
  });

/** May be left out; null is refused, because "nothing was said" and "there is none" are different statements. */
export const Optional = () => applyDecorators(ValidateIf(isGiven), ApiProperty({ required: false }));

/** May be left out, and null clears it. */
export const Clearable = () => applyDecorators(ValidateIf(isKept), ApiProperty({ required: false, nullable: true }));

const isGiven = (_: object, value: unknown) => value !== undefined;
const isKept = (_: object, value: unknown) => value !== undefined && value !== null;

export const isClearable = (target: object, name: string): boolean =>
  getMetadataStorage()
    .getTargetValidationMetadatas(target.constructor, '', false, false)
    .some(({ propertyName, constraints }) => propertyName === name && constraints?.[0] === isKept);
