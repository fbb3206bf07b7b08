import { Module } from '@nestjs/common';
import { AccountModule } from '../account/index.ts';
import { ClientModule } from '../client/index.ts';
import { AccessLogsController } from './access-logs.controller.ts';
import { AccessLogs } from './access-logs.service.ts';
import { ActivityPoliciesController } from './activity-policies.controller.ts';
import { ActivityPolicies } from './activity-policies.service.ts';
import { FindingsController } from './findings.controller.ts';
import { Findings } from './findings.service.ts';
import { LooksController } from './looks.controller.ts';
import { Looks } from './looks.service.ts';
import { OwnRecordsController } from './own-records.controller.ts';
import { OwnRecords } from './own-records.service.ts';

@Module({
  imports: [AccountModule, ClientModule],
  controllers: [ActivityPoliciesController, OwnRecordsController, LooksController, FindingsController, AccessLogsController],
  providers: [ActivityPolicies, OwnRecords, Looks, Findings, AccessLogs],
})
export class ActivityReviewModule {}
