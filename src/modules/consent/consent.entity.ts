import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, invalidAll, Problem } from '../../platform/problem.ts';
import { dayAfter, isFuture, startOfDay } from '../../platform/site-calendar.ts';
import { BLANK, type Elements, elementsMissing, type EXPIRIES, type Ground, type SIGNATURES, type SIGNERS } from './elements.ts';
import type { Category, ConsentKind, Purpose, RecipientClass } from './scope.ts';

export const REVOKED_HOW = ['written', 'oral'] as const;
export const CONSENT_STATUSES = ['draft', 'active', 'expired', 'revoked', 'superseded'] as const;

/** What is kept; that one has expired is seen by the clock and by the treatment that has ended. */
type Kept = Exclude<(typeof CONSENT_STATUSES)[number], 'expired'>;
type Revocation = { how: (typeof REVOKED_HOW)[number]; reason: string | null; at: Date; dispositionOn: string | null };

/** A client's consent. Once it is active it never changes; it ends, or another one takes its place. */
@Entity('consents')
export class Consent implements Elements {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') kind: ConsentKind;
  @Column('text') status: Kept;
  @Column('text', { nullable: true }) discloser: string | null;
  @Column('text', { array: true }) categories: Category[];
  @Column('uuid', { array: true }) recipientIds: string[];
  @Column('text', { array: true }) recipientClasses: RecipientClass[];
  @Column('text', { array: true }) purposes: Purpose[];
  @Column('text', { nullable: true }) purposeWords: string | null;
  @Column('text', { nullable: true }) revocationStatement: string | null;
  @Column('text', { nullable: true }) redisclosureStatement: string | null;
  @Column('text', { nullable: true }) refusalStatement: string | null;
  @Column('date', { nullable: true }) expiresOn: string | null;
  @Column('text', { nullable: true }) expiresWith: (typeof EXPIRIES)[number] | null;
  @Column('text', { nullable: true }) signature: (typeof SIGNATURES)[number] | null;
  @Column('text', { nullable: true }) signer: (typeof SIGNERS)[number] | null;
  @Column('text', { nullable: true }) signerName: string | null;
  @Column('text', { nullable: true }) signerRelationship: string | null;
  @Column('date', { nullable: true }) signedOn: string | null;
  @Column('text', { nullable: true }) guardianName: string | null;
  @Column('text', { nullable: true }) guardianRelationship: string | null;
  @Column('date', { nullable: true }) guardianSignedOn: string | null;
  @Column('date', { nullable: true }) revocableFrom: string | null;
  @Column('uuid', { nullable: true }) supersedes: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) expiresAt: Date | null;
  /** The treatment with whose end it ends. */
  @Column('uuid', { nullable: true }) episodeId: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) activatedAt: Date | null;
  @Column('uuid', { nullable: true }) activatedBy: string | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) endedAt: Date | null;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column('text', { nullable: true }) revokedHow: (typeof REVOKED_HOW)[number] | null;
  @Column('text', { nullable: true }) revokeReason: string | null;
  @Column('uuid') capturedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static draft(clientId: string, kind: ConsentKind, elements: Partial<Elements>, capturedBy: string): Consent {
    const later = { expiresAt: null, episodeId: null, activatedAt: null, activatedBy: null };
    const ending = { endedAt: null, endedBy: null, revokedHow: null, revokeReason: null };
    const said = { ...BLANK, ...elements };
    return Object.assign(new Consent(), {
      id: uuid(),
      clientId,
      kind,
      status: 'draft',
      ...said,
      ...later,
      ...ending,
      capturedBy,
      createdAt: new Date(),
      version: 1,
    });
  }

  change(elements: Partial<Elements>): void {
    this.demandDraft();
    Object.assign(this, elements);
  }

  /** Signed and complete, it holds from now on; what is missing is named, each element by itself. */
  activate(at: Date, by: string, ground: Ground): void {
    this.demandDraft();
    const errors = elementsMissing(this, ground);
    if (errors.length > 0) throw invalidAll(errors);
    Object.assign(this, { status: 'active', activatedAt: at, activatedBy: by });
    // The last day counts to its end.
    this.expiresAt = this.expiresOn ? startOfDay(dayAfter(this.expiresOn, 1), ground.timeZone) : null;
    this.episodeId = this.expiresWith === 'end-of-treatment' ? ground.openEpisodeId : null;
  }

  /** Another one of its kind takes its place, at the same instant. */
  supersede(successor: Consent, at: Date, by: string, today: string): void {
    if (successor.kind !== this.kind) throw new Problem('conflict', 'consent-of-another-kind', 'A consent supersedes one of its own kind');
    this.demandActive();
    this.demandRevocable(null, today);
    Object.assign(this, { status: 'superseded', endedAt: at, endedBy: by });
  }

  /** What was disclosed before stays disclosed; from now on nothing is. */
  revoke({ how, reason, at, dispositionOn }: Revocation, by: string, today: string): void {
    this.demandActive();
    if (isFuture(at)) throw invalid('#/at', 'cannot lie in the future: a revocation takes effect at once');
    if (at < this.activatedAt!) throw invalid('#/at', 'is before the consent was activated');
    if (dispositionOn !== null && dispositionOn > today) throw invalid('#/finalDispositionOn', 'lies in the future');
    this.demandRevocable(dispositionOn, today);
    Object.assign(this, { status: 'revoked', endedAt: at, endedBy: by, revokedHow: how, revokeReason: reason });
  }

  demandOpen(): void {
    if (this.status === 'revoked' || this.status === 'superseded') throw notActive(this.status);
  }

  private demandActive(): void {
    if (this.status !== 'active') throw notActive(this.status);
  }

  private demandDraft(): void {
    if (this.status !== 'draft')
      throw new Problem('conflict', 'consent-not-draft', 'This consent was activated and does not change; supersede it', { status: this.status });
  }

  private demandRevocable(dispositionOn: string | null, today: string): void {
    if (this.revocableFrom && dispositionOn === null && today < this.revocableFrom)
      throw new Problem('conflict', 'consent-irrevocable', 'This consent stands until the day that it names, or the final disposition of the matter', {
        revocableFrom: this.revocableFrom,
      });
  }
}

const notActive = (status: string) => new Problem('conflict', 'consent-not-active', 'This consent is not active', { status });

/** The signed paper, as it was scanned. */
@Entity('consent_forms')
export class ConsentForm {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') consentId: string;
  @Column('uuid') clientId: string;
  @Column('text') mediaType: string;
  @Column('bytea') content: Buffer;
  @Column('bytea') contentHash: Buffer;
  @Column('uuid') attachedBy: string;
  @Column({ type: 'timestamptz', precision: 3 }) attachedAt: Date;

  static of({ id, clientId }: Consent, mediaType: string, content: Buffer, contentHash: Buffer, attachedBy: string): ConsentForm {
    return Object.assign(new ConsentForm(), { id: uuid(), consentId: id, clientId, mediaType, content, contentHash, attachedBy, attachedAt: new Date() });
  }
}
