export { GoalModule } from './goal.module.ts';
export { Goal } from './goal.entity.ts';
export { CheckIn, Commitment, Pause } from './goal-history.entity.ts';
