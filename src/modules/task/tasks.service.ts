import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { momentPageOf, startOfMoment } from '../../platform/http/page.ts';
import { SUBJECT_OF, type TaskKind, wordsFor } from './task.ts';
import type { FindTasks, TaskPage, TaskView } from './task.dto.ts';
import { CLOSED_TASKS, OPEN_TASKS, TEAM_TASKS } from './tasks.queries.ts';

type Found = Omit<TaskView, 'words' | 'subject'> & { subjectId: string; isStated: boolean };

/** What waits for whoever asks. Whose a task is follows from who is assigned, who wrote and who supervises today, so that it moves with them. */
@Injectable()
export class Tasks {
  constructor(private readonly work: UnitOfWork) {}

  async list(by: Actor, query: FindTasks): Promise<TaskPage> {
    const after = startOfMoment(query);
    const isHisOwn = by.role === 'supervisor' && query.peerSpecialistId === undefined;
    const whose = [query.peerSpecialistId ?? by.peerSpecialistId].filter((id) => typeof id === 'string');
    const values = [after?.at ?? null, after?.id ?? null, query.limit + 1, query.kind ?? null, whose, isHisOwn, query.quieted];
    const rows = await this.work.rows<Found>({ ...(query.closed ? CLOSED_TASKS : OPEN_TASKS), values });
    return momentPageOf(rows.map(viewOf), query, ({ dueAt, id }) => ({ at: dueAt, id }));
  }

  /** Open ones of a supervisor and those whom he supervises. */
  async ofTeam(specialistIds: string[]): Promise<{ kind: TaskKind; count: number }[]> {
    return this.work.rows({ ...TEAM_TASKS, values: [specialistIds] });
  }
}

const viewOf = ({ subjectId, isStated, ...task }: Found): TaskView => ({
  ...task,
  words: wordsFor(task.kind, isStated),
  subject: { kind: SUBJECT_OF[task.kind], id: subjectId },
});
