import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Tokens } from './token.ts';

const HOURS = 24;

/** A way in for one person, once: he sets his own password with it. */
@Entity('invitations')
export class Invitation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accountId: string;
  @Column('bytea') tokenHash: Buffer;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) expiresAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) acceptedAt: Date | null;

  static to(accountId: string, tokens: Tokens): Invitation {
    const id = uuid();
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + HOURS * 3_600_000);
    return Object.assign(new Invitation(), { id, accountId, tokenHash: Tokens.hash(tokens.of('invitation', id)), createdAt, expiresAt, acceptedAt: null });
  }
}
