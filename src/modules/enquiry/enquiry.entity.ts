import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';

export const CHANNELS = ['phone', 'in-person', 'letter', 'e-mail'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Whom somebody asked about, and who asked: nothing that any other table could be joined with. */
export type Asked = {
  askedName: string;
  askedBirthDate: string | null;
  enquirerName: string;
  enquirerRelation: string;
  enquirerContact: string | null;
  what: string;
};

/** Somebody asked about a person, who may be a client or nobody here. */
@Entity('enquiries')
export class Enquiry {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') takenBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) takenAt: Date;
  @Column('text') channel: Channel;
  /** Sealed: `Asked`, as JSON. */
  @Column('bytea') words: Buffer;

  static take(channel: Channel, takenBy: string, takenAt: Date, seal: (id: string) => Buffer): Enquiry {
    const id = uuid();
    return Object.assign(new Enquiry(), { id, takenBy, takenAt, channel, words: seal(id) });
  }
}
