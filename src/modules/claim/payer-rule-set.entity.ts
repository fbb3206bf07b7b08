import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, invalidAll } from '../../platform/problem.ts';
import { ELEMENTS } from '../session-note/index.ts';
import type { Accumulation, UnitRule } from './units.ts';

export const REQUIRABLE = [...ELEMENTS, 'credential'] as const;
export type Requirable = (typeof REQUIRABLE)[number];
export const COSIGNATURES = ['as-signed', 'required'] as const;
export type Cosignature = (typeof COSIGNATURES)[number];

type Kept = 'id' | 'version' | 'addedBy' | 'createdAt';
export type Terms = Omit<PayerRuleSet, Kept>;
/** As much of another version as a new one is measured against. */
type Version = Pick<PayerRuleSet, 'version' | 'validFrom'>;

/**
 * What one payer pays for and asks for, from a day on until the next version's. Never edited: a note is worth what the
 * version of its own day says, whatever the payer thinks of later.
 */
@Entity('payer_rule_sets')
export class PayerRuleSet {
  @PrimaryColumn('uuid') id: string;
  @Column('text') payer: string;
  @Column('integer') version: number;
  @Column('text') name: string;
  @Column('date') validFrom: string;
  /** Where it is written. */
  @Column('text') source: string;
  @Column('text') serviceCode: string;
  @Column('integer') minutesPerUnit: number;
  @Column('text') unitRule: UnitRule;
  @Column('text') accumulation: Accumulation;
  @Column('integer', { nullable: true }) dailyCapUnits: number | null;
  @Column('integer', { nullable: true }) weeklyCapUnits: number | null;
  @Column('integer', { nullable: true }) annualCapUnits: number | null;
  @Column('integer', { nullable: true }) groupLimit: number | null;
  @Column('text', { nullable: true }) groupModifier: string | null;
  @Column('text', { array: true }) requiredElements: Requirable[];
  @Column('integer') timelinessTargetHours: number;
  @Column('integer', { nullable: true }) timelinessLimitHours: number | null;
  @Column('text') cosignature: Cosignature;
  @Column('integer', { nullable: true }) unitsWithoutAuthorization: number | null;
  @Column('uuid', { nullable: true }) addedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** A version begins after the newest one and not in the past, so that no earlier note is worth anything else by it. */
  static after(newest: Version | null, terms: Terms, today: string, addedBy: string): PayerRuleSet {
    const errors = [];
    if (terms.validFrom < today) errors.push({ pointer: '#/validFrom', detail: 'lies in the past' });
    else if (newest && terms.validFrom <= newest.validFrom) errors.push({ pointer: '#/validFrom', detail: `must be after ${newest.validFrom}` });
    if (terms.timelinessLimitHours !== null && terms.timelinessLimitHours < terms.timelinessTargetHours)
      errors.push({ pointer: '#/timelinessLimitHours', detail: 'is less than the target' });
    if (errors.length > 0) throw invalidAll(errors);
    return Object.assign(new PayerRuleSet(), { id: uuid(), ...terms, version: (newest?.version ?? 0) + 1, addedBy, createdAt: new Date() });
  }
}

/** Which version says what a day is worth; none before the first. */
export const inForceOn = <T extends Pick<PayerRuleSet, 'payer' | 'validFrom'>>(ruleSets: T[], payer: string, day: string): T | null =>
  ruleSets
    .filter((one) => one.payer === payer && one.validFrom <= day)
    .reduce<T | null>((newest, one) => (newest && newest.validFrom > one.validFrom ? newest : one), null);

export const unknownPayer = () => invalid('#/payer', 'is not a payer that there are rules for');
