import { PageQuery } from '../../platform/http/page.ts';
import { Id, OneOf, Optional, QueryFlag } from '../../platform/http/shapes.ts';
import { REMINDER_KINDS, type ReminderKind } from './quieted-kind.ts';
import { SUBJECT_KINDS, type SubjectKind, TASK_KINDS, type TaskKind } from './task.ts';

const CLOSED_BECAUSE = ['cause-ended', 'episode-closed', 'rule-changed'] as const;

export class FindTasks extends PageQuery {
  @Optional()
  @OneOf(TASK_KINDS)
  kind?: TaskKind;

  /** What waits for this specialist instead of for you: a supervisor's team. */
  @Optional()
  @Id()
  peerSpecialistId?: string;

  /** Those that ended in the last 30 days, instead of the open ones. */
  @Optional()
  @QueryFlag()
  closed: boolean = false;

  /** The kinds too that you have quieted. */
  @Optional()
  @QueryFlag()
  quieted: boolean = false;
}

export class TaskSubject {
  @OneOf(SUBJECT_KINDS)
  kind: SubjectKind;
  id: string;
}

export class TaskView {
  id: string;
  @OneOf(TASK_KINDS)
  kind: TaskKind;
  /** What to do, in one sentence. */
  words: string;
  /** What it is about, and is done on. */
  subject: TaskSubject;
  dueAt: Date;
  /** Whether that is past. */
  overdue: boolean;
  openedAt: Date;
  closedAt: Date | null;
  /** `cause-ended`: it is done, or not so any more. `episode-closed`: the client was discharged. `rule-changed`: it is not asked for any more. */
  @OneOf(CLOSED_BECAUSE)
  closedBecause: (typeof CLOSED_BECAUSE)[number] | null;
  clientId: string | null;
  /** Null where there is no client, or his record is not yours to see any more though the paperwork is yours to finish. */
  code: string | null;
  preferredName: string | null;
  /** Whose note, credential or supervision it is. */
  peerSpecialistId: string | null;
}

export class TaskPage {
  items: TaskView[];
  next: string | null;
}

export class QuietedKindView {
  @OneOf(REMINDER_KINDS)
  kind: ReminderKind;
  since: Date;
}

export class QuietedKindPage {
  items: QuietedKindView[];
  next: string | null;
}
