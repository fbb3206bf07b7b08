import { OneOf, Several } from '../../platform/http/shapes.ts';
import { CaseloadFigures, SpecialistFigures } from '../caseload-report/index.ts';
import { TASK_KINDS, type TaskKind } from '../task/index.ts';
import { ATTENTION_REASONS, type AttentionReason } from './digest.ts';

export class DigestRow {
  id: string;
  /**
   * The Monday that the week begins with.
   * @example 2026-11-23
   */
  weekOn: string;
  madeAt: Date;
  /** How many clients needed attention. */
  attention: number;
  /** How many tasks of yours and your team's were open. */
  openTasks: number;
}

export class DigestPage {
  items: DigestRow[];
  next: string | null;
}

export class TaskCount {
  @OneOf(TASK_KINDS)
  kind: TaskKind;
  count: number;
}

export class DigestClient {
  clientId: string;
  code: string;
  preferredName: string | null;
  peerSpecialistId: string;
  peerSpecialist: string;
  /** Why, gravest first. */
  @Several(ATTENTION_REASONS, 3)
  reasons: AttentionReason[];
  overdueDays: number | null;
  notesUnsigned: number;
}

export class DigestView extends DigestRow {
  /** The day whose state it shows, with the seven days up to it: the caseload report of that day has the same figures. */
  asOf: string;
  windowDays: number;
  totals: CaseloadFigures;
  /** Those whom you supervised on that day. */
  specialists: SpecialistFigures[];
  tasks: TaskCount[];
  /** At most 20, whom nobody has reached for longest first. */
  clients: DigestClient[];
  /** How many more were listed, whose records are not yours to see any more. */
  withheld: number;
}
