import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid } from '../../platform/problem.ts';

export type RuleTerms = Pick<MinorConsentRule, 'validFrom' | 'aloneFromAge' | 'guardianBesides' | 'source'>;

/** From which age a minor consents alone, from a day on until the next version's. Never edited. */
@Entity('minor_consent_rules')
export class MinorConsentRule {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') version: number;
  @Column('date') validFrom: string;
  @Column('integer') aloneFromAge: number;
  /** The guardian signs besides the minor, whatever his age. */
  @Column('boolean') guardianBesides: boolean;
  /** Where it is written. */
  @Column('text') source: string;
  @Column('uuid', { nullable: true }) addedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** A version begins after the newest one and not in the past, so that nothing that was signed is judged anew. */
  static after(newest: Pick<MinorConsentRule, 'version' | 'validFrom'> | null, terms: RuleTerms, today: string, addedBy: string): MinorConsentRule {
    if (terms.validFrom < today) throw invalid('#/validFrom', 'lies in the past');
    if (newest && terms.validFrom <= newest.validFrom) throw invalid('#/validFrom', `must be after ${newest.validFrom}`);
    return Object.assign(new MinorConsentRule(), { id: uuid(), ...terms, version: (newest?.version ?? 0) + 1, addedBy, createdAt: new Date() });
  }
}
