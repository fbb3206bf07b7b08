import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { readSheet } from '../../platform/http/spreadsheet-rows.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Admission } from './admission.service.ts';
import type {
  CheckRoster,
  FindImportLines,
  FindImports,
  ImportLinePage,
  ImportLineView,
  ImportPage,
  ImportRow,
  ImportView,
  ResolveLine,
} from './import.dto.ts';
import { Import, ImportLine } from './import.entity.ts';
import { ADD_LINES, LINE, LINES, LIST, READ } from './import.queries.ts';
import { ImportRunner } from './import-runner.ts';
import { keptEntry } from './kept-entry.ts';
import { LineJudge } from './line-judge.ts';
import { readRoster, type Roster } from './roster.ts';

// Two held lines that say the same, each about to become a client.
onViolation('import_lines_once', () => new Problem('conflict', 'line-created-already', 'A line that says the same has become a client already; skip this one'));

/** What is wrong with a sheet as a whole is wrong with the field that it came in. */
function rosterIn(csv: string): Roster {
  try {
    return readRoster(readSheet(csv));
  } catch (problem) {
    if (problem instanceof Problem) problem.extras['errors'] = [{ pointer: '#/csv', detail: problem.title }];
    throw problem;
  }
}

@Injectable()
export class Imports {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly judge: LineJudge,
    private readonly admission: Admission,
    private readonly runner: ImportRunner,
    private readonly sealing: Sealing,
  ) {}

  /** Reads the file and says what would become of each line. No client comes of it yet. */
  async check(by: Actor, { fileName, csv }: CheckRoster): Promise<ImportView> {
    const { ignoredColumns, lines } = rosterIn(csv);
    const judged = await this.judge.judge(lines);
    const made = Import.of(fileName, ignoredColumns, by.id);
    await this.work.insert(made);
    const rows = judged.map(({ entry, ...line }) => {
      const id = uuid();
      return { ...line, id, ...(entry && keptEntry(this.sealing, id, entry)) };
    });
    await this.work.rows({ ...ADD_LINES, values: [made.id, JSON.stringify(rows)] });
    this.audit.record(by, 'import.checked', made.id, { lines: lines.length });
    return this.read(made.id);
  }

  async list(query: FindImports): Promise<ImportPage> {
    const rows = await this.work.rows<ImportRow>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<ImportView> {
    const [view] = await this.work.rows<ImportView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async start(by: Actor, id: string, version: number): Promise<ImportView> {
    const made = await this.work.forChange(Import, id, version);
    if (!made) throw notFound();
    made.start();
    await this.work.save(made);
    this.audit.record(by, 'import.started', id, {});
    this.work.afterCommit(() => this.runner.wake());
    return this.read(id);
  }

  async lines(id: string, query: FindImportLines): Promise<ImportLinePage> {
    await this.read(id);
    const rows = await this.work.rows<ImportLineView>({ ...LINES, values: [id, query.status ?? null, startOf(query), query.limit + 1] });
    const page = pageOf(rows, query, (row) => row.id);
    this.work.saw(...page.items.flatMap(({ possibleDuplicates }) => possibleDuplicates));
    return page;
  }

  /** Somebody has looked: it is another person, or it is not to be registered. */
  async resolve(by: Actor, lineId: string, version: number, { resolution, reason }: ResolveLine): Promise<ImportLineView> {
    const line = await this.work.forChange(ImportLine, lineId, version);
    if (!line) throw notFound();
    const { importId } = line;
    (await this.work.find(Import, importId))!.demandStarted();
    const { possibleDuplicates } = await this.line(lineId);
    const entry = line.resolve(this.sealing, resolution === 'create' ? 'created' : 'skipped', reason, by.id);
    if (resolution === 'create') [line.clientId = null] = await this.admission.admit(by, [{ ...entry, notDuplicateOf: possibleDuplicates }], importId);
    await this.work.save(line);
    this.audit.record(by, 'import-line.resolved', lineId, { importId, resolution, ...(line.clientId !== null && { createdClientId: line.clientId }) });
    return this.line(lineId);
  }

  private async line(id: string): Promise<ImportLineView> {
    const [view] = await this.work.rows<ImportLineView>({ ...LINE, values: [id] });
    if (!view) throw notFound();
    this.work.saw(...view.possibleDuplicates);
    return view;
  }
}
