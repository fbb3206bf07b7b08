import type { ResourceKind } from '../resource-kind.ts';
import { hasProvenance } from '../search.ts';
import { CARE_PLAN } from './care-plan.ts';
import { CARE_TEAM } from './care-team.ts';
import { CONSENT } from './consent.ts';
import { DOCUMENT_REFERENCE } from './document-reference.ts';
import { ENCOUNTER } from './encounter.ts';
import { EPISODE_OF_CARE } from './episode-of-care.ts';
import { GOAL } from './goal.ts';
import { GROUP } from './group.ts';
import { OBSERVATION } from './observation.ts';
import { PATIENT } from './patient.ts';
import { HEALTHCARE_SERVICE, LOCATION, ORGANIZATION } from './place.ts';
import { PRACTITIONER, PRACTITIONER_ROLE } from './practitioner.ts';

/** The only list of what a machine may read; what is not in it has no way out through FHIR. */
export const KINDS: readonly ResourceKind[] = [
  ...[PATIENT, EPISODE_OF_CARE, ENCOUNTER, DOCUMENT_REFERENCE, GOAL, OBSERVATION, CARE_PLAN, CARE_TEAM, CONSENT, GROUP],
  ...[PRACTITIONER, PRACTITIONER_ROLE, ORGANIZATION, LOCATION, HEALTHCARE_SERVICE],
];

export const kindOf = (type: string): ResourceKind | undefined => KINDS.find((kind) => kind.type === type);

/** What a Provenance can be of. */
export const TARGETS: ResourceKind[] = KINDS.filter(hasProvenance);
