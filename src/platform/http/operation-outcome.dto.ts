import { ApiProperty } from '@nestjs/swagger';

class OutcomeDetails {
  /** What is wrong, in plain words. */
  text: string;
}

export class OutcomeIssue {
  @ApiProperty({ enum: ['error'] })
  severity: 'error';

  /**
   * FHIR's issue type.
   * @example invalid
   */
  code: string;

  details: OutcomeDetails;

  /**
   * The name of the problem; where it is ours, also by which request it is found in our log.
   * @example invalid-request
   */
  diagnostics: string;

  /** Where it is, as FHIRPath says it. */
  expression?: string[];
}

/** How a request is refused wherever FHIR is spoken (http://hl7.org/fhir/R4/operationoutcome.html). */
export class OperationOutcome {
  @ApiProperty({ enum: ['OperationOutcome'] })
  resourceType: 'OperationOutcome';

  issue: OutcomeIssue[];
}
