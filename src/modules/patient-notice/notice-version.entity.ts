import { createHash } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid } from '../../platform/problem.ts';

/** As much of another version as a new one is measured against. */
type Version = Pick<NoticeVersion, 'version' | 'validFrom'>;

/** The notice to patients, 42 CFR 2.22, as it is handed out from a day on until the next version's. Never edited. */
@Entity('notice_versions')
export class NoticeVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') version: number;
  @Column('date') validFrom: string;
  @Column('text') text: string;
  /** SHA-256 of the text in UTF-8. */
  @Column('bytea') contentHash: Buffer;
  @Column('uuid') addedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;

  /** A version begins after the newest one and not in the past, so that nobody was given it before it was there. */
  static after(newest: Version | null, { validFrom, text }: Pick<NoticeVersion, 'validFrom' | 'text'>, today: string, addedBy: string): NoticeVersion {
    if (validFrom < today) throw invalid('#/validFrom', 'lies in the past');
    if (newest && validFrom <= newest.validFrom) throw invalid('#/validFrom', `must be after ${newest.validFrom}`);
    const contentHash = createHash('sha256').update(text).digest();
    const known = { id: uuid(), version: (newest?.version ?? 0) + 1, addedBy, createdAt: new Date() };
    return Object.assign(new NoticeVersion(), { ...known, validFrom, text, contentHash });
  }
}
