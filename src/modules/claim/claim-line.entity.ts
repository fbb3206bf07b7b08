import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { NamedLine, PendingLine } from './claim-line.ts';

/** What was handed to the billing office at one time. */
@Entity('claim_exports')
export class ClaimExport {
  @PrimaryColumn('uuid') id: string;
  @Column('date') fromOn: string;
  @Column('date') toOn: string;
  @Column('integer') lines: number;
  @Column('integer') units: number;
  @Column('uuid') exportedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  static of(fromOn: string, toOn: string, lines: PendingLine[], exportedBy: string, createdAt: Date): ClaimExport {
    const units = lines.reduce((sum, line) => sum + line.units, 0);
    return Object.assign(new ClaimExport(), { id: uuid(), fromOn, toOn, lines: lines.length, units, exportedBy, createdAt });
  }
}

/** One line of a claim as it was exported. What changes afterwards is another line, which says which one it corrects. */
@Entity('claim_lines')
export class ClaimLine {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') exportId: string;
  @Column('uuid') noteId: string;
  @Column('uuid') clientId: string;
  @Column('uuid', { nullable: true }) corrects: string | null;
  @Column('uuid') ruleSetId: string;
  @Column('boolean') isGroup: boolean;
  @Column('date') serviceOn: string;
  @Column({ type: 'timestamptz', precision: 3 }) startedAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) endedAt: Date;
  @Column('integer') minutes: number;
  @Column('integer') units: number;
  @Column('uuid') specialistId: string;
  @Column('text') specialistName: string;
  @Column('text', { nullable: true }) specialistCredential: string | null;
  @Column('text', { nullable: true }) basis: string | null;
  @Column('uuid', { nullable: true }) consentId: string | null;

  static of(exportId: string, { ruleSet, exportedAt: _none, ...line }: NamedLine): ClaimLine {
    return Object.assign(new ClaimLine(), { ...line, id: uuid(), exportId, ruleSetId: ruleSet.id });
  }
}
