import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, ValidationError, type ValidatorOptions } from 'class-validator';
import { invalidAll } from '../problem.ts';
import { isClearable, placesOf } from './field.ts';

type Detail = { pointer: string; detail: string };

/** Beyond this a list of faults helps nobody and costs more to answer than to send. */
const MOST_DETAILS = 100;

export const validation = () => new StrictValidation();

/**
 * For each object that class-validator checks it goes through every class it knows, to find those that this one inherits from:
 * with hundreds of classes that is most of what a check costs. A class that has objects has all its rules, so they are looked
 * for once. What mapped types ask while classes are made (with null) is left alone.
 */
function keepRules(): void {
  const rules = getMetadataStorage();
  const kept = new WeakMap<object, ReturnType<typeof rules.getTargetValidationMetadatas>>();
  const look = rules.getTargetValidationMetadatas.bind(rules);
  rules.getTargetValidationMetadatas = (target, schema: string | null | undefined, always, strictGroups, groups) => {
    const isPlain = schema !== null && !schema && !always && !strictGroups && !groups?.length;
    const known = isPlain ? kept.get(target) : undefined;
    if (known) return known;
    const found = look(target, schema!, always, strictGroups, groups);
    if (isPlain) kept.set(target, found);
    return found;
  };
}
keepRules();

class StrictValidation extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      // A list over its cap must not have its elements validated all the same.
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => refusal(errors.flatMap((error) => detailsOf(error, '#'))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.metatype && this.toValidate(metadata) && value !== undefined) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal([{ pointer: '#', detail: 'must be an object' }]);
      const swallowed = swallowedNames(value, metadata.metatype.prototype as object);
      if (swallowed.length > 0) throw refusal(swallowed.map((name) => ({ pointer: `#/${escaped(name)}`, detail: NOT_A_FIELD })));
    }
    return super.transform(value, metadata);
  }

  protected override async validate(target: object, options?: ValidatorOptions): Promise<ValidationError[]> {
    const errors = await super.validate(target, options);
    return [...errors, ...unaskedNulls(target, errors)];
  }
}

const NOT_A_FIELD = 'is not a field here';

/** Nest deletes these names and class-transformer skips them, both silently, where a name that is no field has to be refused. */
const swallowedNames = (value: object, prototype: object) => Object.keys(value).filter((name) => name === 'prototype' || name in prototype);

/** PartialType means "may be left out" but as it comes it also waves null through, past every rule, into columns that have none. */
const unaskedNulls = (target: object, errors: ValidationError[]): ValidationError[] =>
  Object.entries(target).flatMap(([property, value]: [string, unknown]): ValidationError[] => {
    const known = errors.find((error) => error.property === property);
    if (value === null) return known || isClearable(target, property) ? [] : [Object.assign(new ValidationError(), { property, constraints: CANNOT_BE_NULL })];
    if (typeof value !== 'object' || value instanceof Date || ArrayBuffer.isView(value) || known?.constraints) return [];
    const children = unaskedNulls(value, known?.children ?? []);
    if (known) known.children = [...(known.children ?? []), ...children];
    return known || children.length === 0 ? [] : [Object.assign(new ValidationError(), { property, children })];
  });
const CANNOT_BE_NULL = { shape: 'cannot be null' };

const refusal = (errors: Detail[]) => invalidAll(errors.slice(0, MOST_DETAILS));

function detailsOf({ property, constraints = {}, children = [] }: ValidationError, parent: string): Detail[] {
  const pointer = property === undefined ? parent : `${parent}/${escaped(property)}`;
  const own = Object.entries(constraints).flatMap(([rule, message]) =>
    rule === 'whitelistValidation' || rule === 'unknownValue'
      ? [{ pointer, detail: NOT_A_FIELD }]
      : placesOf(message).map(({ at, detail }) => ({ pointer: at === undefined ? pointer : `${pointer}/${at}`, detail })),
  );
  return [...own, ...children.flatMap((child) => detailsOf(child, pointer))];
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
