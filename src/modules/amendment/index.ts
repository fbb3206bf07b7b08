export { AmendmentModule } from './amendment.module.ts';
export { AmendmentRequest } from './amendment-request.entity.ts';
export { DisclosedStatement } from './amendment-request.dto.ts';
export { Amendments } from './amendments.service.ts';
