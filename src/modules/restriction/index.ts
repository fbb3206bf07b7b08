export { RestrictionModule } from './restriction.module.ts';
export { Restriction, RestrictionReader } from './restriction.entity.ts';
