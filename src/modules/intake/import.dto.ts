import { PageQuery } from '../../platform/http/page.ts';
import { FileText, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { IMPORT_STATES, type ImportState, LINE_STATUSES, type LineStatus } from './import.entity.ts';

const RESOLUTIONS = ['create', 'skip'] as const;

export class CheckRoster {
  /** @example roster.csv */
  @Text(1, 200)
  fileName: string;

  /**
   * The file's text: a first line with the names of the columns, then one line per person, at most 5000.
   * @example given name,family name,birth date
   */
  @FileText(2_000_000)
  csv: string;
}

export class FindImports extends PageQuery {}

export class FindImportLines extends PageQuery {
  @Optional()
  @OneOf(LINE_STATUSES)
  status?: LineStatus;
}

export class ResolveLine {
  /** `create`: another person than the likely duplicate. `skip`: the same, or nobody to register. */
  @OneOf(RESOLUTIONS)
  resolution: (typeof RESOLUTIONS)[number];

  @Text(3, 500)
  reason: string;
}

export class ImportCounts {
  /** To be created by the import. */
  ready: number;
  created: number;
  /** Known already, with the same content. */
  unchanged: number;
  /** Likely duplicates that wait for somebody to decide. */
  held: number;
  faulty: number;
  /** Decided not to be created. */
  skipped: number;
}

export class ImportRow {
  id: string;
  @OneOf(IMPORT_STATES)
  state: ImportState;
  madeBy: string;
  lines: number;
  /** Lines for which the import itself has nothing left to do. */
  linesDone: number;
  counts: ImportCounts;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  version: number;
}

export class ImportView extends ImportRow {
  fileName: string;
  /** Columns whose names say nothing here; nothing of them is kept. */
  ignoredColumns: string[];
}

export class ImportPage {
  items: ImportRow[];
  next: string | null;
}

export class LineProblemView {
  /** The column's name; null when it is the line as a whole. */
  column: string | null;
  /** What is expected there; never what stands there. */
  expected: string;
}

export class ImportLineView {
  id: string;
  /** Where it stands in the file, as an editor counts. */
  line: number;
  @OneOf(LINE_STATUSES)
  status: LineStatus;
  problems: LineProblemView[];
  /** The client that was created, if you may see him. */
  clientId: string | null;
  /** Of a held line: who seems to be the same person, as far as you may see him. */
  possibleDuplicates: string[];
  version: number;
}

export class ImportLinePage {
  items: ImportLineView[];
  next: string | null;
}
