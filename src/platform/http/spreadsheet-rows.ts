import { CsvError, parse } from 'csv-parse/sync';
import { Problem } from '../problem.ts';

/** One line of a sheet as it stands there: where it begins, and its cells without the blanks around them. */
export type SheetRow = { line: number; cells: string[] };
export type Sheet = { header: string[]; rows: SheetRow[] };

const DELIMITERS = [',', ';', '\t'];
const LONGEST_LINE = 20_000;

/**
 * Reads what a spreadsheet saved as CSV: with or without a byte order mark, with the separator that its country uses (found
 * in the header, or said in a first line `sep=;`), with lines that end early where the last cells are empty.
 */
export function readSheet(text: string): Sheet {
  if (text.includes('\0')) throw unreadable('The file has NUL characters; save it as CSV in UTF-8');
  const whole = text.replace(/^\uFEFF/, '');
  const said = /^sep=([,;\t])(?:\r\n|\n|\r)/i.exec(whole);
  const body = said ? whole.slice(said[0].length) : whole;
  const [first, ...others] = linesOf(body, said?.[1] ?? delimiterIn(body)).map(({ line, cells }) => ({ line: line + (said ? 1 : 0), cells }));
  if (!first) throw unreadable('The file is empty; its first line names the columns');
  return { header: first.cells, rows: others.filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

function linesOf(body: string, delimiter: string): SheetRow[] {
  try {
    const records = parse(body, {
      ...{ delimiter, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_LINE },
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return records.map(({ info, record }) => ({ line: info.lines - breaksIn(record), cells: record.map(plain) }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its own message quotes the line.
    const line = Number((error as { lines?: number }).lines ?? 0);
    throw unreadable(FAULTS[error.code] ?? 'The file cannot be read as CSV; save it anew as CSV in UTF-8', line > 0 ? { line } : {});
  }
}

const FAULTS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'A quoted cell is not closed; look for a single quotation mark from this line on',
  CSV_INVALID_CLOSING_QUOTE: 'There is text behind a quoted cell; double the quotation marks within it',
  INVALID_OPENING_QUOTE: 'A quotation mark stands within a cell that is not quoted; quote the cell and double the mark',
  CSV_MAX_RECORD_SIZE: `A line has more than ${LONGEST_LINE} characters; a quotation mark may be missing`,
};

const breaksIn = (record: string[]) => record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);

/** `="007"` is how a sheet keeps zeros in front, and an apostrophe how it keeps a text from being run. */
function plain(cell: string): string {
  const trimmed = cell.trim();
  const kept = /^="([^"]*)"$/.exec(trimmed)?.[1] ?? trimmed;
  return (/^'[=+\-@\t]/.test(kept) ? kept.slice(1) : kept).trim();
}

/** The one that parts the header into the most columns. */
function delimiterIn(body: string): string {
  const header = (/^[^\r\n]*/.exec(body.trimStart())?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

const unreadable = (title: string, extras: { line?: number } = {}) => new Problem('invalid', 'unreadable-sheet', title, extras);
