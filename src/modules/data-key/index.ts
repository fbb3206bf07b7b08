export { DataKeyModule } from './data-key.module.ts';
export { DataKeys } from './data-keys.service.ts';
export { PlainRound } from './plain-round.ts';
export { Rotation } from './rotation.ts';
