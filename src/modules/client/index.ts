export { ClientModule } from './client.module.ts';
export { Client } from './client.entity.ts';
export { ContactPoint } from './contact-point.entity.ts';
export { Identifier } from './identifier.entity.ts';
export { Assignment } from './assignment.entity.ts';
export { CareTeamMember } from './care-team-member.entity.ts';
export { Clients } from './clients.service.ts';
export { Assignments } from './assignments.service.ts';
