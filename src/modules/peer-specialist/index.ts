export { PeerSpecialistModule } from './peer-specialist.module.ts';
export { PeerSpecialist } from './peer-specialist.entity.ts';
export { ContinuingEducation } from './continuing-education.entity.ts';
export { CoverGrant } from './cover-grant.entity.ts';
export { Credential } from './credential.entity.ts';
export { EXPERIENCES, type Experience, SharedExperience } from './shared-experience.entity.ts';
export { Supervision } from './supervision.entity.ts';
export { PeerSpecialists } from './peer-specialists.service.ts';
export { type Shift, WorkHours } from './work-hours.entity.ts';
