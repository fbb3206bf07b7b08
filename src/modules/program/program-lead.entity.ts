import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';

/** Who leads a program: the unassigned clients in it are his to place. */
@Entity('program_leads')
export class ProgramLead {
  @PrimaryColumn('uuid') id: string;
  @Column('text') programCode: string;
  @Column('uuid') supervisorId: string;
  @Column({ type: 'timestamptz', precision: 3 }) startsAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endsAt: Date | null;
  @Column('uuid') namedBy: string;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(programCode: string, supervisorId: string, startsAt: Date, namedBy: string): ProgramLead {
    return Object.assign(new ProgramLead(), {
      id: uuid(),
      programCode,
      supervisorId,
      startsAt,
      endsAt: null,
      namedBy,
      endedBy: null,
      createdAt: new Date(),
      version: 1,
    });
  }

  end(at: Date, by: string): void {
    if (this.endsAt) throw new Problem('conflict', 'program-lead-ended', 'This has ended already', { endsAt: this.endsAt });
    if (at <= this.startsAt) throw new Problem('conflict', 'program-lead-starts-later', 'It ends after it began', { startsAt: this.startsAt });
    this.endsAt = at;
    this.endedBy = by;
  }
}
