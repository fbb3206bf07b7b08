export { DataKeyModule } from './data-key.module.ts';
export { DataKeys } from './data-keys.service.ts';
