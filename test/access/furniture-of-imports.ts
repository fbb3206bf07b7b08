import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known } from './furnishing.ts';
import { OBJECTS, row } from './objects.ts';
import { plantedIdentifier, plantedIn } from './planted.ts';

/** Whoever made an import finds in it somebody who seems to be his client, one who became his, and one who is not his to see. */
export async function imports(insert: Insert): Promise<void> {
  for (const [who, own, other] of [
    ['sue', 'jordan', 'riley'],
    ['otto', 'riley', 'jordan'],
    ['max', 'jordan', 'riley'],
  ] as const) {
    const made = { file_name: 'roster.csv', ignored_columns: '{shoe size}', made_by: CAST[who].id, ...known };
    await insert('imports', { id: OBJECTS.import[who], ...made, state: 'checked' });
    await insert('imports', { id: OBJECTS.startedImport[who], ...made, state: 'done', started_at: daysAgo(1), ended_at: daysAgo(1) });
    const line = { import_id: OBJECTS.startedImport[who], problems: '[]', version: 1 };
    const entry = {
      legalName: { given: 'Held', family: plantedIn(own, 'import_lines.content', '') },
      birthDate: '1980-01-31',
      languages: [],
      contactPoints: [],
    };
    const content = JSON.stringify({ ...entry, identifiers: [own, other].map(plantedIdentifier) });
    const problems = JSON.stringify([{ column: null, expected: 'seems to be registered already; somebody must decide' }]);
    const noDate = JSON.stringify([{ column: 'birth date', expected: 'is required' }]);
    await insert('import_lines', { id: OBJECTS.heldLine[who], ...line, line: 2, status: 'held', content, problems });
    await insert('import_lines', { id: OBJECTS.createdLine[who], ...line, line: 3, status: 'created', client_id: OBJECTS.client[own] });
    await insert('import_lines', {
      id: row('createdLine', 10 + ['sue', 'otto', 'max'].indexOf(who)),
      ...line,
      line: 4,
      status: 'created',
      client_id: OBJECTS.client[other],
    });
    await insert('import_lines', { id: row('createdLine', 20 + ['sue', 'otto', 'max'].indexOf(who)), ...line, line: 5, status: 'faulty', problems: noDate });
  }
}
