export { BreachModule } from './breach.module.ts';
export { Breach, BreachClient } from './breach.entity.ts';
