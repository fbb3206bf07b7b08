import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { MachinePurpose } from '../../../platform/access/actor.ts';
import { invalid, Problem } from '../../../platform/problem.ts';
import type { KeySet } from './public-keys.ts';

export type MachineWish = {
  name: string;
  recipientId: string;
  purpose: MachinePurpose;
  scopes: string[];
  jwks?: KeySet;
  jwksUrl?: string;
};
/** On whose behalf a machine reads, and what for, is what it was registered as; another one is another machine. */
export type MachineChange = Partial<Pick<MachineWish, 'name' | 'scopes' | 'jwks' | 'jwksUrl'>>;

/** A system that reads by FHIR on behalf of a recipient, known by its public keys. */
@Entity('machine_clients')
export class MachineClient {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('uuid') recipientId: string;
  @Column('text') purpose: MachinePurpose;
  @Column('text', { array: true }) scopes: string[];
  /** Its keys, or where it publishes them: one of the two. */
  @Column('jsonb', { nullable: true }) jwks: KeySet | null;
  @Column('text', { nullable: true }) jwksUrl: string | null;
  @Column('uuid') createdBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) disabledAt: Date | null;
  @Column('uuid', { nullable: true }) disabledBy: string | null;
  @Column('integer') version: number;

  static of({ name, recipientId, purpose, scopes, ...keys }: MachineWish, createdBy: string): MachineClient {
    const machine = Object.assign(new MachineClient(), { id: uuid(), name, recipientId, purpose, scopes, createdBy, createdAt: new Date() });
    Object.assign(machine, { jwks: null, jwksUrl: null, disabledAt: null, disabledBy: null, version: 1 });
    if (!keys.jwks === !keys.jwksUrl) throw keysOnce();
    machine.knowBy(keys);
    return machine;
  }

  /** Whether it may now read otherwise, or is known otherwise, so that the tokens from before have to end. */
  change({ name, scopes, ...keys }: MachineChange): { endsTokens: boolean } {
    if (name !== undefined) this.name = name;
    if (scopes !== undefined) this.scopes = scopes;
    if (keys.jwks && keys.jwksUrl) throw keysOnce();
    if (keys.jwks || keys.jwksUrl) this.knowBy(keys);
    return { endsTokens: scopes !== undefined || keys.jwks !== undefined || keys.jwksUrl !== undefined };
  }

  disable(by: string): void {
    if (this.disabledAt) throw new Problem('conflict', 'machine-disabled', 'This machine is disabled already', { disabledAt: this.disabledAt });
    Object.assign(this, { disabledAt: new Date(), disabledBy: by });
  }

  enable(): void {
    if (!this.disabledAt) throw new Problem('conflict', 'machine-enabled', 'This machine is not disabled');
    Object.assign(this, { disabledAt: null, disabledBy: null });
  }

  private knowBy({ jwks, jwksUrl }: Pick<MachineChange, 'jwks' | 'jwksUrl'>): void {
    Object.assign(this, { jwks: jwks ?? null, jwksUrl: jwksUrl ?? null });
  }
}

const keysOnce = () => invalid('#/jwks', 'or jwksUrl is needed, and not both: the public keys, or where they are published');
