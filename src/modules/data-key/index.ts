export { DATA_KEYS, MASTER_MARKS } from './data-key.queries.ts';
export { DataKeyModule } from './data-key.module.ts';
export { DataKeys } from './data-keys.service.ts';
export { MasterKeys, type Replaced } from './master-keys.service.ts';
export { PlainRound } from './plain-round.ts';
export { Rotation } from './rotation.ts';
