import { applyDecorators, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { Fault, field, listOf, type Reading, setOf } from './field.ts';
import {
  base64,
  calendarDate,
  code,
  decimalNumber,
  digits,
  fileText,
  flag,
  id,
  instant,
  languageTag,
  madeId,
  marker,
  oneOf,
  queryFlag,
  queryInstant,
  text,
  timeOfDay,
  wholeNumber,
} from './readings.ts';

export { Clearable, Optional } from './field.ts';

/** Kept as written, in Unicode's composed form. `min` counts without the blanks around it; both count characters as people do. */
export const Text = (min: number, max: number) => field(text(min, max), { type: 'string', minLength: min, maxLength: max });

/** A whole file as text. */
export const FileText = (max: number) => field(fileText(max), { type: 'string', minLength: 1, maxLength: max });

/** A file of so many bytes at the most, read from base64. Declare it as `Uint8Array`: class-transformer cannot make an empty `Buffer`, and tries to where a list is sent. */
export const Base64 = (maxBytes: number) => field(base64(maxBytes), { type: 'string', format: 'byte', minLength: 1, maxLength: Math.ceil(maxBytes / 3) * 4 });

export const TextList = (maxItems: number, maxLength: number) =>
  field(listOf(text(1, maxLength), maxItems), { type: 'array', items: { type: 'string', minLength: 1, maxLength }, maxItems });

export const Id = () => field(id, { type: 'string', format: 'uuid' });

/** What we gave out and get back unchanged. */
export const Marker = (max: number) => field(marker(max), { type: 'string', pattern: '^[A-Za-z0-9_-]+$', maxLength: max });

/** An id of version 7 that the caller made himself, at a time that is not to come. */
export const MadeId = () =>
  field(madeId, {
    type: 'string',
    pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
    example: '019a2b6e-7d4f-7c3a-9a51-0d3b8a4f2c11',
  });

export const Ids = (maxItems: number) => field(setOf(id, maxItems), { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems, uniqueItems: true });

/** A point in time with its offset, read to the millisecond as a `Date`. */
export const Instant = () => field(instant, { type: 'string', format: 'date-time' });

/** A day on the calendar, which stays a string: a `Date` would move it to the neighbouring day west of Greenwich. */
export const CalendarDate = () => field(calendarDate, { type: 'string', format: 'date' });

/** On the clock at the site, from 00:00 to 23:59. */
export const TimeOfDay = () => field(timeOfDay, { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', example: '17:30' });

export const OneOf = <const T extends string>(choices: readonly T[]) => field(oneOf(choices), { type: 'string', enum: [...choices] });

export const Several = <const T extends string>(choices: readonly T[], maxItems: number) =>
  field(setOf(oneOf(choices), maxItems), { type: 'array', items: { type: 'string', enum: [...choices] }, maxItems, uniqueItems: true });

export const WholeNumber = (min: number, max: number) => field(wholeNumber(min, max), { type: 'integer', minimum: min, maximum: max });

export const WholeNumbers = (min: number, max: number, maxItems: number) =>
  field(setOf(wholeNumber(min, max), maxItems), { type: 'array', items: { type: 'integer', minimum: min, maximum: max }, maxItems, uniqueItems: true });

export const DecimalNumber = (min: number, max: number, places: number) =>
  field(decimalNumber(min, max, places), { type: 'number', minimum: min, maximum: max, multipleOf: Number(`1e-${places}`) });

export const Flag = () => field(flag, { type: 'boolean' });

/** A name that programs share, such as `supportive-living`. */
export const Code = () => field(code, { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 40 });

export const Codes = (maxItems: number) =>
  field(setOf(code, maxItems), { type: 'array', items: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 40 }, maxItems, uniqueItems: true });

export const LanguageTags = (maxItems: number) =>
  field(setOf(languageTag, maxItems), { type: 'array', items: { type: 'string', example: 'es-MX' }, maxItems, uniqueItems: true });

/**
 * An object within the body. Made here and not by `@Type`, which makes instances of whatever it is given: lists, and
 * thousands of them. Swagger takes a function for a class unless the function's own name is `type`.
 */
export const Part = <T extends object>(type: () => Type<T>) => applyDecorators(field(part(type), { type: () => type() }), ValidateNested());

export const Parts = <T extends object>(type: () => Type<T>, maxItems: number) =>
  applyDecorators(field(listOf(part(type), maxItems), { type: () => type(), isArray: true, maxItems }), ValidateNested());

const part =
  <T extends object>(type: () => Type<T>): Reading<T> =>
  (raw) =>
    typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? plainToInstance(type(), raw) : new Fault('must be an object');

/** In a query, where a number is written in plain digits. */
export const QueryNumber = (min: number, max: number) => field(digits(min, max), { type: 'integer', minimum: min, maximum: max });

export const QueryFlag = () => field(queryFlag, { type: 'boolean' });

export const QueryInstant = () => field(queryInstant, { type: 'string', format: 'date-time' });
