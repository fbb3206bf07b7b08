import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { secretIn } from '../../config/secret-file.ts';

/** One sealed batch: which transactions it covers, the digest of their records' hashes, and the batch before it. */
export type Seal = {
  seq: number;
  era: number;
  fromXid: string;
  untilXid: string;
  records: number;
  digest: string;
  previous: string;
  keyId: string;
  sealedAt: string;
  signature: string;
};

/** A restore of the database: the signatures of the batches that it lost, which stay in the seal file. */
export type Restore = { restoredTo: string; era: number; lost: string[]; keyId: string; declaredAt: string; signature: string };

export const GENESIS = '0'.repeat(64);

/** What is signed. Length-prefixed, so that no two different batches read the same. */
const form = ({ seq, era, fromXid, untilXid, records, digest, previous, keyId, sealedAt }: Omit<Seal, 'signature'>) =>
  prefixed([seq, era, fromXid, untilXid, records, digest, previous, keyId, sealedAt]);

/** A batch begins with its number, so that neither can pass for the other. */
const formOfRestore = ({ restoredTo, era, lost, keyId, declaredAt }: Omit<Restore, 'signature'>) =>
  prefixed(['restore', restoredTo, era, keyId, declaredAt, ...lost]);

const prefixed = (fields: (string | number)[]) => Buffer.from(fields.map((field) => `${String(field).length}:${field}`).join(''));

export const hashOf = (seal: Seal) => createHash('sha256').update(form(seal)).update(seal.signature).digest('hex');

/** The Ed25519 key that signs batches. It lies outside the database, so that who owns the database cannot sign. */
export class SealKey {
  private constructor(
    private readonly privateKey: KeyObject,
    readonly publicKey: KeyObject,
    readonly id: string,
  ) {}

  static at(file: string): SealKey {
    const privateKey = createPrivateKey(secretIn(file, newKey));
    if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('AUDIT_KEY_FILE must hold an Ed25519 private key');
    const publicKey = createPublicKey(privateKey);
    const id = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex')
      .slice(0, 16);
    return new SealKey(privateKey, publicKey, id);
  }

  sign(seal: Omit<Seal, 'signature' | 'keyId'>): Seal {
    const named = { ...seal, keyId: this.id };
    return { ...named, signature: sign(null, form(named), this.privateKey).toString('base64url') };
  }

  signed(seal: Seal): boolean {
    return this.made(seal, form(seal));
  }

  signRestore(restore: Omit<Restore, 'signature' | 'keyId'>): Restore {
    const named = { ...restore, keyId: this.id };
    return { ...named, signature: sign(null, formOfRestore(named), this.privateKey).toString('base64url') };
  }

  signedRestore(restore: Restore): boolean {
    return this.made(restore, formOfRestore(restore));
  }

  private made({ keyId, signature }: { keyId: string; signature: string }, content: Buffer): boolean {
    return keyId === this.id && verify(null, content, this.publicKey, Buffer.from(signature, 'base64url'));
  }
}

const newKey = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
