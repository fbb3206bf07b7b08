export { SupervisionModule } from './supervision.module.ts';
export { ActionItem, SupervisionSignature, SupervisionText } from './session-parts.entity.ts';
export { SupervisionPolicy } from './supervision-policy.entity.ts';
export { SupervisionSession } from './supervision-session.entity.ts';
