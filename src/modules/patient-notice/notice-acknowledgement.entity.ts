import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid } from '../../platform/problem.ts';

export const METHODS = ['in-person', 'mail', 'electronic'] as const;
export const OUTCOMES = ['acknowledged', 'refused', 'could-not'] as const;
export type Given = { givenOn: string; method: (typeof METHODS)[number]; outcome: (typeof OUTCOMES)[number]; words: string | null };

/** That a client was given the notice, and whether he said so. */
@Entity('notice_acknowledgements')
export class NoticeAcknowledgement {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') noticeId: string;
  @Column('date') givenOn: string;
  @Column('text') method: (typeof METHODS)[number];
  @Column('text') outcome: (typeof OUTCOMES)[number];
  @Column('text', { nullable: true }) words: string | null;
  @Column('uuid') recordedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** Where nobody signed for it, the effort that was made is what must be on record: 45 CFR 164.520(c)(2)(ii). */
  static of(clientId: string, noticeId: string, given: Given, recordedBy: string): NoticeAcknowledgement {
    if (given.outcome !== 'acknowledged' && given.words === null) throw invalid('#/words', 'is required where the client did not acknowledge it');
    return Object.assign(new NoticeAcknowledgement(), { id: uuid(), clientId, noticeId, ...given, recordedBy, createdAt: new Date() });
  }
}
