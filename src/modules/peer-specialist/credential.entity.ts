import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, Problem } from '../../platform/problem.ts';

type Evidence = Pick<Credential, 'kind' | 'issuer' | 'number' | 'issuedOn' | 'expiresOn' | 'continuingEducationHours'>;

/** What a state or board certifies of a specialist. It counts from the moment on which somebody else has checked it. */
@Entity('credentials')
export class Credential {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') peerSpecialistId: string;
  @Column('text') kind: string;
  @Column('text') issuer: string;
  @Column('text') number: string;
  @Column('date') issuedOn: string;
  @Column('date', { nullable: true }) expiresOn: string | null;
  /** Asked for until it expires. */
  @Column('integer', { nullable: true }) continuingEducationHours: number | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) verifiedAt: Date | null;
  @Column('uuid', { nullable: true }) verifiedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static of(peerSpecialistId: string, { kind, issuer, number, issuedOn, expiresOn, continuingEducationHours }: Evidence): Credential {
    if (expiresOn && expiresOn <= issuedOn) throw invalid('#/expiresOn', 'must be after issuedOn');
    return Object.assign(new Credential(), {
      id: uuid(),
      peerSpecialistId,
      kind,
      issuer,
      number,
      issuedOn,
      expiresOn: expiresOn ?? null,
      continuingEducationHours: continuingEducationHours ?? null,
      verifiedAt: null,
      verifiedBy: null,
      createdAt: new Date(),
      version: 1,
    });
  }

  verify(verifierId: string): void {
    if (this.verifiedAt) throw new Problem('conflict', 'credential-verified-already', 'This credential has been verified already');
    this.verifiedAt = new Date();
    this.verifiedBy = verifierId;
  }
}
