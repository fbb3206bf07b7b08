export { OfflineModule } from './offline.module.ts';
