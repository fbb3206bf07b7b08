import { OneOf } from '../../platform/http/shapes.ts';
import { EXPERIENCES, type Experience } from './shared-experience.entity.ts';

export class ShareExperience {
  /** Only what you choose: nobody asks for any of it, and what you share helps clients to find you. */
  @OneOf(EXPERIENCES)
  experience: Experience;
}

export class ExperienceView {
  id: string;
  peerSpecialistId: string;
  @OneOf(EXPERIENCES)
  experience: Experience;
  sharedAt: Date;
  /** From then on only the specialist himself finds it. */
  withdrawnAt: Date | null;
  version: number;
}

export class ExperiencePage {
  items: ExperienceView[];
  next: string | null;
}
