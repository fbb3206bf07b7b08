import { type MachinePurpose, MACHINE_PURPOSES } from '../../../platform/access/actor.ts';
import { PageQuery } from '../../../platform/http/page.ts';
import { Id, OneOf, Optional, Text } from '../../../platform/http/shapes.ts';
import { PublicKeys, Scopes } from './machine-fields.ts';
import type { KeySet } from './public-keys.ts';

export class RegisterMachine {
  /**
   * Under which the client reads of it, too.
   * @example EHR of Harbor Family Clinic
   */
  @Text(2, 200)
  name: string;

  /** On whose behalf it reads: what that recipient may be told, it is told. */
  @Id()
  recipientId: string;

  /** What for; consents say for which purposes they hold. */
  @OneOf(MACHINE_PURPOSES)
  purpose: MachinePurpose;

  /** What it may read at the most, such as `system/Patient.rs`: `r` reads one, `s` searches. Nothing can be written. */
  @Scopes()
  scopes: string[];

  /** Its public keys (RSA of 2048 bits or more, or EC P-384), unless it publishes them. */
  @Optional()
  @PublicKeys()
  jwks?: KeySet;

  /**
   * Where it publishes them, by https; better, because it may then change them by itself.
   * @example https://ehr.example/keys.json
   */
  @Optional()
  @Text(10, 500)
  jwksUrl?: string;
}

export class ChangeMachine {
  @Optional()
  @Text(2, 200)
  name?: string;

  /** Replaces those before, and ends the tokens that are out. */
  @Optional()
  @Scopes()
  scopes?: string[];

  /** Replaces the keys before, or where they are published, and ends the tokens that are out. */
  @Optional()
  @PublicKeys()
  jwks?: KeySet;

  @Optional()
  @Text(10, 500)
  jwksUrl?: string;
}

export class FindMachines extends PageQuery {}

export class MachineKeyView {
  /** @example ehr-2026 */
  kid: string;
  @OneOf(['RSA', 'EC'])
  kty: 'RSA' | 'EC';
}

export class MachineClientView {
  /** Its `client_id`. */
  id: string;
  name: string;
  recipientId: string;
  /** @example Harbor Family Clinic */
  recipientName: string | null;
  @OneOf(MACHINE_PURPOSES)
  purpose: MachinePurpose;
  /** @example ["system/Patient.rs"] */
  scopes: string[];
  /** Those that are kept here; none when it publishes them. */
  keys: MachineKeyView[];
  jwksUrl: string | null;
  createdAt: Date;
  /** From then on it gets no token, and those that were out opened nothing any more. */
  disabledAt: Date | null;
  version: number;
}

export class MachineClientPage {
  items: MachineClientView[];
  next: string | null;
}
