import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sealedColumn } from '../../platform/encryption/sealed-columns.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';

const SEED_BYTES = 20;
const SEALED = sealedColumn({ table: 'second_factors', column: 'sealed_seed', ofClient: false, versioned: true });
const placeOf = (rowId: string) => ({ table: SEALED.table, column: SEALED.column, rowId });

/** What an authenticator makes its codes from: whoever reads the database alone makes none. */
@Injectable()
export class Seeds {
  constructor(private readonly sealing: Sealing) {}

  fresh(): Buffer {
    return randomBytes(SEED_BYTES);
  }

  seal(factorId: string, seed: Buffer): Buffer {
    return this.sealing.seal(placeOf(factorId), seed.toString('base64url'));
  }

  open(factorId: string, sealed: Buffer): Buffer {
    return Buffer.from(this.sealing.open(placeOf(factorId), sealed), 'base64url');
  }
}
