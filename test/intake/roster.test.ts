import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSheet } from '../../src/platform/http/spreadsheet-rows.ts';
import { startOfDay } from '../../src/platform/site-calendar.ts';
import { fingerprintOf, readRoster } from '../../src/modules/intake/roster.ts';

const HEADER = 'given name,family name,birth date';
const roster = (...lines: string[]) => readRoster(readSheet([HEADER, ...lines].join('\n')));
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('a sheet', () => {
  test('is read as it was written, whatever stands in its cells and parts them', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\0\uFEFF]/.test(text) && !/^\s*(="|'[=+\-@\t])/.test(text));
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 10 });
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), fc.boolean(), (cells, delimiter, newline, bom) => {
        const text = [['a', 'b', 'c'], ...cells].map((row) => row.map(quoted).join(delimiter)).join(newline);
        const sheet = readSheet(`${bom ? '\uFEFF' : ''}${text}`);
        const wanted = cells.map((row) => row.map((each) => each.trim())).filter((row) => row.some((each) => each !== ''));
        expect(sheet.rows.map((row) => row.cells)).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  test('is a sheet or is refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', 'a', '=', "'", ' ', '\uFEFF') }), (text) => {
        try {
          expect(readSheet(text).header.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ slug: 'unreadable-sheet' });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['a NUL', 'a,b\n\0,c'],
    ['nothing', ''],
    ['a quote that is not closed', 'a,b\n"c,d'],
    ['text behind a quote', 'a,b\n"c"d,e'],
    ['ten megabytes in one cell', `a,b\n${'x'.repeat(10_000_000)},c`],
  ])('with %s is refused', (_what, text) => {
    expect(() => readSheet(text)).toThrow(expect.objectContaining({ slug: 'unreadable-sheet' }));
  });

  test('says where a line begins, also after a cell of several lines', () => {
    expect(readSheet('a,b\n\n"x\ny\nz",1\nw,2').rows.map(({ line }) => line)).toEqual([3, 6]);
    expect(readSheet('sep=;\r\na;b\r\nw;2').rows).toEqual([{ line: 3, cells: ['w', '2'] }]);
  });

  test('keeps zeros in front and texts that were kept from running', () => {
    expect(readSheet(`a,b\n"=""007""",'+1 555`).rows[0]!.cells).toEqual(['007', '+1 555']);
  });
});

describe('a line', () => {
  const problemsOf = (line: string, header = HEADER) => readRoster(readSheet(`${header}\n${line}`)).lines[0]!.problems;

  test.each(['1980-01-31', '1/31/1980', '01/31/1980'])('has its birth date as %s', (date) => {
    expect(roster(`A,B,${date}`).lines[0]!.entry!.birthDate).toBe('1980-01-31');
  });

  test.each(['1/31/80', '31/1/1980', '2/30/1980', '1980-1-31', '31.1.1980', 'soon', '1/31/0080'])(
    'is faulty with the birth date %s, which is not repeated',
    (date) => {
      const [problem] = problemsOf(`A,B,${date}`);
      expect(problem!.column).toBe('birth date');
      expect(JSON.stringify(problem)).not.toContain(date);
    },
  );

  test('is faulty when it would be run', () => {
    expect(problemsOf('=HYPERLINK(1),B,1980-01-31')).toEqual([{ column: 'given name', expected: expect.stringContaining('formula') }]);
  });

  test('may end early and not go on', () => {
    expect(problemsOf('A,B,1980-01-31', `${HEADER},phone,email`)).toEqual([]);
    expect(problemsOf('A,B,1980-01-31,more')).toEqual([{ column: null, expected: expect.stringContaining('more cells') }]);
    expect(problemsOf('A')).toEqual([
      { column: 'family name', expected: 'is required' },
      { column: 'birth date', expected: 'is required' },
    ]);
  });

  test('has consent only for a phone that it names', () => {
    expect(problemsOf('A,B,1980-01-31,,yes', `${HEADER},phone,ok to text`)).toEqual([{ column: 'phone', expected: 'is needed with ok to text' }]);
    expect(problemsOf('A,B,1980-01-31,555 0100,perhaps', `${HEADER},phone,ok to text`)).toEqual([{ column: 'ok to text', expected: 'must be yes or no' }]);
  });

  test('with an identifier of an earlier one is faulty', () => {
    const { lines } = readRoster(readSheet(`${HEADER},mrn\nA,B,1980-01-31,1\nC,D,1980-01-31,1`));
    expect(lines.map(({ problems }) => problems.length)).toEqual([0, 1]);
  });

  test('is known again by nothing but the key', () => {
    const { entry } = roster('A,B,1980-01-31').lines[0]!;
    expect(fingerprintOf(entry!, 'one')).toBe(fingerprintOf({ ...entry! }, 'one'));
    expect(fingerprintOf(entry!, 'one')).not.toBe(fingerprintOf(entry!, 'two'));
  });
});

test.each([
  ['2026-01-05', 'UTC', '2026-01-05T00:00:00.000Z'],
  ['2026-01-05', 'America/New_York', '2026-01-05T05:00:00.000Z'],
  ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, at) => expect(startOfDay(day, zone).toISOString()).toBe(at));
