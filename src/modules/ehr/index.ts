export { EhrModule } from './ehr.module.ts';
export { MachineClient } from './machine/machine-client.entity.ts';
