import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';
import type { Found, Outcome, Rule } from './finding.ts';

/** What a privacy officer made of a finding; never changed. */
@Entity('finding_reviews')
export class FindingReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') findingId: string;
  @Column('text') rule: Rule;
  @Column('uuid') accountId: string;
  @Column('uuid', { nullable: true }) clientId: string | null;
  @Column('date') foundOn: string;
  /** How many looks it rested on. */
  @Column('integer') looks: number;
  @Column('text') outcome: Outcome;
  @Column('text') words: string;
  @Column('uuid') reviewedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) reviewedAt: Date;

  /** Nobody judges himself, not even where there is one privacy officer only: then a second one is to be named. */
  static of({ id, rule, on, accountId, clientId, looks }: Found, outcome: Outcome, words: string, by: string, today: string, now = new Date()): FindingReview {
    if (accountId === by) throw new Problem('conflict', 'own-finding', 'Nobody reviews what he did himself; another privacy officer does');
    if (on >= today) throw invalid('#/on', 'is not over yet; more may be found');
    const kept = { findingId: id, rule, accountId, clientId, foundOn: on, looks };
    return Object.assign(new FindingReview(), { id: uuid(), ...kept, outcome, words, reviewedBy: by, reviewedAt: now });
  }
}
