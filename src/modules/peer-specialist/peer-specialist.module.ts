import { Module } from '@nestjs/common';
import { AccountModule } from '../account/index.ts';
import { ContinuingEducationController } from './continuing-education.controller.ts';
import { ContinuingEducations } from './continuing-education.service.ts';
import { CoverGrantsController } from './cover-grants.controller.ts';
import { CoverGrants } from './cover-grants.service.ts';
import { Credentials } from './credentials.service.ts';
import { PeerSpecialistsController } from './peer-specialists.controller.ts';
import { PeerSpecialists } from './peer-specialists.service.ts';
import { SharedExperiencesController } from './shared-experiences.controller.ts';
import { SharedExperiences } from './shared-experiences.service.ts';
import { Supervisions } from './supervisions.service.ts';
import { WorkHoursController } from './work-hours.controller.ts';
import { WorkingWeeks } from './work-hours.service.ts';

@Module({
  imports: [AccountModule],
  controllers: [PeerSpecialistsController, CoverGrantsController, ContinuingEducationController, SharedExperiencesController, WorkHoursController],
  providers: [PeerSpecialists, Credentials, Supervisions, CoverGrants, ContinuingEducations, SharedExperiences, WorkingWeeks],
  exports: [PeerSpecialists],
})
export class PeerSpecialistModule {}
