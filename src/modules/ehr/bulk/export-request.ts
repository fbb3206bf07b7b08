import type { FastifyRequest } from 'fastify';
import { rangeOf } from '../fhir/date-range.ts';
import { kindOf, KINDS } from '../fhir/kinds/index.ts';
import { isUuid } from '../fhir/parameter.ts';
import { beyondScope } from '../fhir/outcomes.ts';
import type { Field } from '../fhir/search.ts';
import { allows } from '../machine/scopes.ts';
import { badExport } from './bad-export.ts';
import type { ExportLevel, ExportWish } from './export.entity.ts';

const FORMATS = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];
const ONCE = ['_outputFormat', '_since', '_format', '_pretty'];
const KNOWN = [...ONCE, '_type', '_elements', 'patient'];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const ELEMENT = /^(?:([A-Z][A-Za-z]+)\.)?([a-z][A-Za-z]*)$/;
const MOST_PATIENTS = 1_000;

type Asked = { level: ExportLevel; isPosted: boolean; isLenient: boolean; scopes: string[]; timeZone: string; now: Date };

export const prefersAsync = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean => /(^|[,;\s])respond-async\b/i.test(String(headers['prefer'] ?? ''));
export const handlesLeniently = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  /(^|[,;\s])handling\s*=\s*lenient\b/i.test(String(headers['prefer'] ?? ''));

/** Reads what a machine asks to have exported, or says what of it cannot be done. Leniently, what is not known is left out. */
export function wishOf(fields: Field[], asked: Asked): Omit<ExportWish, 'level' | 'specialistId' | 'request'> {
  const values = (name: string) => fields.filter(([each, value]) => each === name && value !== '').map(([, value]) => value);
  const unknown = fields.find(([name]) => !KNOWN.includes(name));
  if (unknown && !asked.isLenient) throw badExport(unknown[0], `is not done here; $export takes ${KNOWN.filter((name) => name !== '_pretty').join(', ')}`);
  for (const name of ONCE) if (values(name).length > 1) throw badExport(name, 'is there more than once');
  demandFormat(values('_outputFormat')[0]);
  return {
    types: typesOf(listed(values('_type')), asked),
    since: sinceOf(values('_since')[0], asked),
    elements: elementsOf(listed(values('_elements')), asked),
    patients: patientsOf(listed(values('patient')), asked),
  };
}

const listed = (values: string[]) => values.flatMap((value) => value.split(',')).map((value) => value.trim());

function demandFormat(format: string | undefined): void {
  // In an address that was not escaped, the plus arrives as a blank.
  if (format !== undefined && !FORMATS.includes(format.replace(' ', '+').split(';')[0]!)) throw badExport('_outputFormat', `can be ${FORMATS.join(', ')}`);
}

/** Patients are exported with what is theirs and with who and what that names; a caseload as such is the system's. */
const belongsTo = (level: ExportLevel, type: string) => level === 'system' || type !== 'Group';

/** A type is exported to whoever may read and search it. */
const opens = (scopes: string[], type: string) => allows(scopes, type, 'r') && allows(scopes, type, 's');

function typesOf(wanted: string[], { level, isLenient, scopes }: Asked): string[] {
  if (wanted.length === 0) {
    const types = KINDS.map(({ type }) => type as string).filter((type) => belongsTo(level, type) && opens(scopes, type));
    if (types.length === 0) throw beyondScope();
    return types;
  }
  const known = wanted.filter((type) => kindOf(type) && belongsTo(level, type));
  const unknown = wanted.find((type) => !known.includes(type));
  if (unknown !== undefined && (!isLenient || known.length === 0))
    throw badExport('_type', 'names what is not exported here; GET /fhir/R4/metadata names the types');
  if (known.some((type) => !opens(scopes, type))) throw beyondScope();
  return KINDS.map(({ type }) => type as string).filter((type) => known.includes(type));
}

function sinceOf(value: string | undefined, { timeZone, now }: Asked): Date | null {
  if (value === undefined) return null;
  const text = value.replace(' ', '+');
  const range = INSTANT.test(text) ? rangeOf(text, timeZone) : null;
  if (!range) throw badExport('_since', 'is no instant as FHIR writes it: YYYY-MM-DDThh:mm:ss with its zone');
  if (range.low > now) throw badExport('_since', 'lies in the future');
  return range.low;
}

function elementsOf(wanted: string[], { isLenient }: Asked): string[] | null {
  const fit = wanted.filter((each) => ELEMENT.test(each));
  if (fit.length < wanted.length && !isLenient) throw badExport('_elements', 'can be element or Type.element, of the first level');
  return fit.length > 0 ? fit : null;
}

/** The elements that were asked for of this type; null: all of it. */
export function elementsFor(type: string, elements: string[] | null): string[] | null {
  const own = (elements ?? []).flatMap((each) => {
    const [, of, element] = ELEMENT.exec(each)!;
    return of === undefined || of === type ? [element!] : [];
  });
  return own.length > 0 ? own : null;
}

/** Whoever is not there for the caller is left out without a word, as he is everywhere. */
function patientsOf(wanted: string[], { level, isPosted }: Asked): string[] | null {
  if (wanted.length === 0) return null;
  if (level === 'system') throw badExport('patient', 'belongs to Patient/$export and Group/[id]/$export');
  if (!isPosted) throw badExport('patient', 'is sent by POST, where it is in nobody’s log of addresses');
  if (wanted.length > MOST_PATIENTS) throw badExport('patient', `can be ${MOST_PATIENTS} references at most`);
  return wanted.map((reference) => {
    const id = reference.split('/').at(-1)!;
    if (!/(^|\/)Patient\/[^/]+$/.test(reference) || !isUuid(id)) throw badExport('patient', 'is no reference to a Patient');
    return id.toLowerCase();
  });
}

/** The parameters of a POST as the same list that an address makes. */
export function fieldsOf(body: unknown): Field[] {
  if (body === undefined || body === null) return [];
  const { resourceType, parameter = [] } = body as { resourceType?: unknown; parameter?: unknown };
  if (resourceType !== 'Parameters' || !Array.isArray(parameter)) throw badExport('body', 'is no Parameters resource');
  return parameter.map((each: unknown): Field => {
    const { name, ...rest } = (each ?? {}) as Record<string, unknown>;
    const [value, ...more] = Object.entries(rest).filter(([key]) => key.startsWith('value'));
    const said = value?.[0] === 'valueReference' ? (value[1] as { reference?: unknown } | null)?.reference : value?.[1];
    if (typeof name !== 'string' || more.length > 0 || !['string', 'boolean'].includes(typeof said)) throw badExport('parameter', 'needs a name and one value');
    return [name, String(said)];
  });
}
