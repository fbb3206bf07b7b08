export { GroupSessionModule } from './group-session.module.ts';
export { GroupSeries } from './group-series.entity.ts';
export { GroupMember } from './group-member.entity.ts';
export { GroupSession, GroupSessionText } from './group-session.entity.ts';
