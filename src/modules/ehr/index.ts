export { EhrModule } from './ehr.module.ts';
export { MachineClient } from './machine/machine-client.entity.ts';
export { Export } from './bulk/export.entity.ts';
export { ExportRunner } from './bulk/export-runner.ts';
