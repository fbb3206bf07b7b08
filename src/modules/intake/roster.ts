import { createHmac } from 'node:crypto';
import { Fault } from '../../platform/http/field.ts';
import type { Sheet, SheetRow } from '../../platform/http/spreadsheet-rows.ts';
import { Problem } from '../../platform/problem.ts';
import { type Column, COLUMNS, columnCalled, MRN_SYSTEM, REQUIRED } from './roster.columns.ts';

/** What is wrong in a line: in which column, and what is expected there. Never what stands in it. */
export type LineProblem = { column: string | null; expected: string };

/** A person as a line describes him, and where he is admitted and to whom, when it says so. */
export type Entry = {
  legalName: { given: string; family: string };
  preferredName?: string;
  pronouns?: string;
  birthDate: string;
  languages: string[];
  contactPoints: { kind: 'phone' | 'email' | 'address'; value: string; okToCall?: boolean; okToText?: boolean; okToVoicemail?: boolean }[];
  identifiers: { system: string; value: string }[];
  program?: string;
  admittedOn?: string;
  referralSource?: string;
  specialist?: string;
};
export type RosterLine = { line: number; entry: Entry | null; problems: LineProblem[] };
export type Roster = { ignoredColumns: string[]; lines: RosterLine[] };

const MOST_LINES = 5_000;

/** Reads a sheet as a list of people. A line is faulty by itself; a sheet that lacks a column is refused as a whole. */
export function readRoster({ header, rows }: Sheet): Roster {
  const columns = header.map(columnCalled);
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    throw new Problem('invalid', 'columns-missing', 'The first line names the columns, and some that are needed are not there', { missing });
  const twice = columns.filter((column, at): column is Column => column !== null && columns.indexOf(column) < at);
  if (twice.length > 0) throw new Problem('invalid', 'columns-twice', 'Some columns are there twice; leave one of each', { columns: [...new Set(twice)] });
  if (rows.length > MOST_LINES) throw new Problem('invalid', 'too-many-lines', `A file can have at most ${MOST_LINES} lines; divide it`);
  const ignoredColumns = header.filter((name, at) => columns[at] === null && name !== '').map((name) => name.slice(0, 80));
  return { ignoredColumns: ignoredColumns.slice(0, 50), lines: refuseRepeats(rows.map((row) => readLine(row, columns))) };
}

type Cells = { -readonly [C in Column]?: Exclude<ReturnType<(typeof COLUMNS)[C]['read']>, Fault> };

function readLine({ line, cells }: SheetRow, columns: (Column | null)[]): RosterLine {
  const problems: LineProblem[] = [];
  const values: Record<string, unknown> = {};
  columns.forEach((column, at) => {
    const cell = cells[at] ?? '';
    if (column === null || cell === '') return;
    const value = /^[=@]/.test(cell) ? new Fault('begins as a formula; write it as plain text') : COLUMNS[column].read(cell);
    if (value instanceof Fault) problems.push({ column, expected: value.detail });
    else values[column] = value;
  });
  if (cells.slice(columns.length).some((cell) => cell !== ''))
    problems.push({ column: null, expected: 'has more cells than there are columns; quote what has a separator in it' });
  for (const column of REQUIRED)
    if (values[column] === undefined && !problems.some((one) => one.column === column)) problems.push({ column, expected: 'is required' });
  // A cell that was there and could not be read is not also missing.
  problems.push(...together(values as Cells).filter(({ column }) => !problems.some((one) => one.column === column)));
  return problems.length > 0 ? { line, entry: null, problems } : { line, entry: entryOf(values as Cells), problems };
}

/** What one cell needs of another. */
function together(cells: Cells): LineProblem[] {
  const problems: LineProblem[] = [];
  const needs = (has: Column, wants: Column) => {
    if (cells[has] !== undefined && cells[wants] === undefined) problems.push({ column: wants, expected: `is needed with ${has}` });
  };
  needs('identifier system', 'identifier value');
  needs('identifier value', 'identifier system');
  needs('program', 'admitted on');
  needs('admitted on', 'program');
  needs('referral source', 'admitted on');
  for (const column of ['ok to call', 'ok to text', 'ok to voicemail'] as const) if (cells[column]) needs(column, 'phone');
  return problems;
}

function entryOf(cells: Cells): Entry {
  const { pronouns, program } = cells;
  const identifiers = [
    ...(cells['identifier value'] === undefined ? [] : [{ system: cells['identifier system']!, value: cells['identifier value'] }]),
    ...(cells.mrn === undefined ? [] : [{ system: MRN_SYSTEM, value: cells.mrn }]),
  ];
  return {
    legalName: { given: cells['given name']!, family: cells['family name']! },
    ...(cells['preferred name'] !== undefined && { preferredName: cells['preferred name'] }),
    ...(pronouns !== undefined && { pronouns }),
    birthDate: cells['birth date']!,
    languages: cells.languages ?? [],
    contactPoints: [
      ...(cells.phone === undefined ? [] : [{ kind: 'phone' as const, value: cells.phone, ...allowed(cells) }]),
      ...(cells.email === undefined ? [] : [{ kind: 'email' as const, value: cells.email }]),
      ...(cells.address === undefined ? [] : [{ kind: 'address' as const, value: cells.address }]),
    ],
    identifiers: identifiers.filter(({ system, value }, at) => identifiers.findIndex((one) => one.system === system && one.value === value) === at),
    ...(program !== undefined && { program, admittedOn: cells['admitted on'] }),
    ...(cells['referral source'] !== undefined && { referralSource: cells['referral source'] }),
    ...(cells['peer specialist'] !== undefined && { specialist: cells['peer specialist'] }),
  };
}

const allowed = (cells: Cells) => ({
  okToCall: cells['ok to call'] ?? false,
  okToText: cells['ok to text'] ?? false,
  okToVoicemail: cells['ok to voicemail'] ?? false,
});

/** The later of two lines that claim the same identifier is at fault: nobody can say whose it is. */
function refuseRepeats(lines: RosterLine[]): RosterLine[] {
  const seen = new Map<string, number>();
  return lines.map((one) => {
    const keys = (one.entry?.identifiers ?? []).map(({ system, value }) => JSON.stringify([system, value]));
    const earlier = keys.map((key) => seen.get(key)).find((line) => line !== undefined);
    keys.forEach((key) => seen.set(key, seen.get(key) ?? one.line));
    if (earlier === undefined) return one;
    return { line: one.line, entry: null, problems: [{ column: 'identifier value', expected: `must be another one's than in line ${earlier}` }] };
  });
}

/** By which a line is known again without its words being kept. The key is the center's. */
export const fingerprintOf = (entry: Entry, secret: string): string =>
  createHmac('sha256', secret)
    .update(`roster line ${JSON.stringify(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))}`)
    .digest('hex');

/** By which the same person is suspected twice. */
export const personOf = ({ legalName, birthDate }: Entry): string => [legalName.given, legalName.family, birthDate].join(' ').toLowerCase();
