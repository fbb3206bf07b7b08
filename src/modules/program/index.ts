export { ProgramModule } from './program.module.ts';
export { Program } from './program.entity.ts';
export { ProgramLead } from './program-lead.entity.ts';
export { Episode } from './episode.entity.ts';
export { HandOff } from './hand-off.entity.ts';
export { Leave } from './leave.entity.ts';
export { Stay } from './stay.entity.ts';
export { Episodes } from './episodes.service.ts';
