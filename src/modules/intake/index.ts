export { IntakeModule } from './intake.module.ts';
export { Import, ImportLine } from './import.entity.ts';
export { ImportRunner } from './import-runner.ts';
