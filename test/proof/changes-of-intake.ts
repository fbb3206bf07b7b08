import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Change } from './changes.ts';
import { ago, type Fresh, type Person, since } from './race-fresh.ts';

const HEADER = 'given name,family name,birth date';

async function imported(fresh: Fresh, by: Person, state: 'checked' | 'done'): Promise<string> {
  const id = uuid();
  const times = state === 'checked' ? {} : { started_at: ago(60), ended_at: ago(50) };
  await fresh.insert('imports', [{ id, file_name: 'roster.csv', ignored_columns: [], state, made_by: by.id, ...times, ...since() }]);
  return id;
}

export type Described = { fingerprint: string; identifiers: { system: string; value: string }[] };
export const describedAs = (identifiers: Described['identifiers'] = []): Described => ({ fingerprint: `\\x${randomBytes(32).toString('hex')}`, identifiers });

/** Lines that wait for a decision, each in an import of its own. */
export async function heldLines(fresh: Fresh, by: Person, lines: Described[]): Promise<string[]> {
  const rows = [];
  for (const [nth, { fingerprint, identifiers }] of lines.entries()) {
    const legalName = { given: `Held${nth}`, family: `Line${randomBytes(4).toString('hex')}` };
    const content = { legalName, birthDate: '1980-01-31', languages: [], contactPoints: [], identifiers };
    rows.push({ id: uuid(), import_id: await imported(fresh, by, 'done'), line: 2, status: 'held', content, problems: [], fingerprint, version: 1 });
  }
  await fresh.insert('import_lines', rows);
  return rows.map(({ id }) => id);
}

/** What changes who is taken in. */
export const INTAKE_CHANGES: Record<string, Change> = {
  'POST /v1/clients/imports': {
    action: 'import.checked',
    gate: 'imports',
    wish: async (fresh) => {
      const { id, token } = await fresh.person('supervisor');
      const csv = `${HEADER}\nPaper${randomBytes(4).toString('hex')},Testperson,1980-01-31`;
      return { by: token, body: { fileName: 'roster.csv', csv }, effects: ['select count(*) from app.imports where made_by = $1', [id]] };
    },
  },
  'PUT /v1/clients/imports/:id/start': {
    action: 'import.started',
    gate: 'imports',
    again: '412 stale-version',
    wish: async (fresh) => {
      const by = await fresh.person('supervisor');
      const id = await imported(fresh, by, 'checked');
      return { by: by.token, on: id, body: {}, effects: ['select version - 1 as count from app.imports where id = $1', [id]] };
    },
  },
  'PUT /v1/clients/import-lines/:id/resolution': {
    action: 'import-line.resolved',
    gate: 'import_lines',
    again: '412 stale-version',
    wish: async (fresh) => {
      const by = await fresh.person('supervisor');
      const [id] = await heldLines(fresh, by, [describedAs()]);
      const effects: [string, unknown[]] = ['select version - 1 as count from app.import_lines where id = $1', [id]];
      return { by: by.token, on: id!, body: { resolution: 'create', reason: 'for this race' }, effects };
    },
  },
};
