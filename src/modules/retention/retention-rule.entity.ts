import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, invalidAll } from '../../platform/problem.ts';

export const RULE_KINDS = ['state', 'payer', 'minor', 'center'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export type Terms = { kind: RuleKind; payer: string | null; years: number; majorityAge: number | null; validFrom: string; source: string };
/** As much of another version as a new one is measured against. */
type Version = Pick<RetentionRule, 'version' | 'validFrom'>;

/** How long records are kept by one rule, from a day on until its next version. Never edited. */
@Entity('retention_rules')
export class RetentionRule implements Terms {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: RuleKind;
  /** Of a payer's rule: whose; null is everybody's who has none of his own. */
  @Column('text', { nullable: true }) payer: string | null;
  @Column('integer') version: number;
  @Column('integer') years: number;
  @Column('integer', { nullable: true }) majorityAge: number | null;
  @Column('date') validFrom: string;
  /** Where it is written. */
  @Column('text') source: string;
  @Column('uuid', { nullable: true }) addedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** A version begins after the newest one and not in the past. */
  static after(newest: Version | null, terms: Terms, today: string, addedBy: string): RetentionRule {
    const errors = faultsOf(terms);
    if (errors.length > 0) throw invalidAll(errors);
    if (terms.validFrom < today) throw invalid('#/validFrom', 'lies in the past');
    if (newest && terms.validFrom <= newest.validFrom) throw invalid('#/validFrom', `must be after ${newest.validFrom}`);
    return Object.assign(new RetentionRule(), { id: uuid(), ...terms, version: (newest?.version ?? 0) + 1, addedBy, createdAt: new Date() });
  }
}

const faultsOf = ({ kind, payer, majorityAge }: Terms) => [
  ...(payer !== null && kind !== 'payer' ? [{ pointer: '#/payer', detail: "is only for a payer's rule" }] : []),
  ...(kind === 'minor' && majorityAge === null ? [{ pointer: '#/majorityAge', detail: 'is required of the rule for minors' }] : []),
  ...(kind !== 'minor' && majorityAge !== null ? [{ pointer: '#/majorityAge', detail: 'is only for the rule for minors' }] : []),
];
