export { GoalModule } from './goal.module.ts';
export { CheckInOnGoal } from './goal.dto.ts';
export { GoalHistory } from './goal-history.service.ts';
export { Goal } from './goal.entity.ts';
export { CheckIn, Commitment, Pause } from './goal-history.entity.ts';
