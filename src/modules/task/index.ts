export { TASK_KINDS, type TaskKind } from './task.ts';
export { TaskModule } from './task.module.ts';
export { TaskRound } from './task-round.ts';
export { Tasks } from './tasks.service.ts';
