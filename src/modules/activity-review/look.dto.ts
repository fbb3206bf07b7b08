import { PageQuery } from '../../platform/http/page.ts';
import { OneOf, Optional, QueryInstant } from '../../platform/http/shapes.ts';

/** A CSV file has all of them, whatever the page. */
export class FindLooks extends PageQuery {
  @Optional()
  @QueryInstant()
  from?: Date;

  @Optional()
  @QueryInstant()
  to?: Date;
}

const KINDS = ['access', 'refusal'] as const;

export class LookView {
  /** Of the event on the trail. */
  id: string;
  at: Date;
  /** `refusal`: he tried and was shown nothing. */
  @OneOf(KINDS)
  kind: (typeof KINDS)[number];
  /** Null where nobody was signed in; of a system that reads by FHIR its `client_id`. */
  accountId: string | null;
  /** @example Ana Ruiz */
  accountName: string | null;
  role: string | null;
  /** The route's pattern. */
  action: string;
  subjectId: string | null;
  /** Of everybody of whom it showed something. */
  clientIds: string[];
  status: number;
}

export class LookPage {
  items: LookView[];
  next: string | null;
}
