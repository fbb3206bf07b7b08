import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { AuditEventPage, FindAuditEvents } from './audit-event.dto.ts';
import { AuditEvents } from './audit-events.service.ts';

@ApiTags('audit')
@Controller('v1/audit-events')
export class AuditEventsController {
  constructor(private readonly events: AuditEvents) {}

  /** What was changed, looked at and refused, newest first. */
  @Get()
  @Allow('audit:read')
  @Describe('listAuditEvents', 'What was changed, looked at and refused')
  find(@Query() query: FindAuditEvents): Promise<AuditEventPage> {
    return this.events.find(query);
  }
}
