import { PageQuery } from '../../platform/http/page.ts';
import { CalendarDate, OneOf, Optional, Text } from '../../platform/http/shapes.ts';
import { type Channel, CHANNELS } from './enquiry.entity.ts';

export class TakeEnquiry {
  /**
   * Who was asked for, as it was said. Nobody is looked up by it.
   * @example Jordan Miller
   */
  @Text(2, 200)
  askedName: string;

  @Optional()
  @CalendarDate()
  askedBirthDate?: string;

  /** @example Pat Miller */
  @Text(2, 200)
  enquirerName: string;

  /**
   * What he says he is to the person.
   * @example A brother
   */
  @Text(2, 200)
  enquirerRelation: string;

  /**
   * Where he may be answered.
   * @example 555 0100
   */
  @Optional()
  @Text(2, 500)
  enquirerContact?: string;

  @OneOf(CHANNELS)
  channel: Channel;

  /**
   * What he wishes to know.
   * @example Whether his brother is well
   */
  @Text(2, 2_000)
  what: string;
}

/** The same whoever is asked about, and whoever asks. */
export class EnquiryAnswer {
  id: string;
  takenAt: Date;
  /** The words to say or to write. */
  answer: string;
}

export class FindEnquiries extends PageQuery {}

export class EnquiryRow {
  id: string;
  takenBy: string;
  takenAt: Date;
  @OneOf(CHANNELS)
  channel: Channel;
}

export class EnquiryPage {
  items: EnquiryRow[];
  next: string | null;
}

export class EnquiryView extends EnquiryRow {
  askedName: string;
  askedBirthDate: string | null;
  enquirerName: string;
  enquirerRelation: string;
  enquirerContact: string | null;
  what: string;
}
