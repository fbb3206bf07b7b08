import { Global, Module } from '@nestjs/common';
import { Witness } from '../../platform/access/witness.ts';
import { AuditEventsController } from './audit-events.controller.ts';
import { AuditEvents } from './audit-events.service.ts';
import { AuditTrail } from './audit-trail.ts';
import { Sealer } from './sealer.ts';

@Global()
@Module({
  controllers: [AuditEventsController],
  providers: [AuditTrail, AuditEvents, Sealer, { provide: Witness, useExisting: AuditTrail }],
  exports: [AuditTrail, Witness, Sealer],
})
export class AuditModule {}
