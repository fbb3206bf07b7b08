import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../platform/problem.ts';
import { issuerOf } from './proven-identity.ts';

export const LINKED_HOW = ['administrator', 'verified-email'] as const;
export type LinkedHow = (typeof LINKED_HOW)[number];

/** Who an account is at an identity provider. An account is signed in to by it for as long as it has not ended. */
@Entity('external_identities')
export class ExternalIdentity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accountId: string;
  @Column('text') issuer: string;
  @Column('text') subject: string;
  @Column('text') linkedHow: LinkedHow;
  @Column('uuid', { nullable: true }) linkedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column('integer') version: number;

  /** `linkedBy`: the administrator; null when the verified e-mail of a first sign-on did it. */
  static of(accountId: string, { issuer, subject }: Pick<ExternalIdentity, 'issuer' | 'subject'>, linkedBy: string | null): ExternalIdentity {
    const link = { accountId, issuer: issuerOf(issuer), subject, linkedBy, linkedHow: linkedBy ? 'administrator' : 'verified-email' };
    return Object.assign(new ExternalIdentity(), { id: uuid(), ...link, createdAt: new Date(), endedAt: null, endedBy: null, version: 1 });
  }

  end(by: string): void {
    if (this.endedAt) throw new Problem('conflict', 'identity-ended', 'This identity is not linked any more', { endedAt: this.endedAt });
    this.endedAt = new Date();
    this.endedBy = by;
  }
}
