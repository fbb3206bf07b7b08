import { Column, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { invalid, invalidAll, Problem } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';

/** What did not become a session. */
export const ATTEMPTS = ['no-show', 'client-cancelled', 'staff-cancelled', 'unreachable'] as const;
export const OUTCOMES = ['completed', ...ATTEMPTS] as const;
export const MODALITIES = ['in-person', 'phone', 'video', 'text', 'online-forum'] as const;
/** What may be there or not in a signed note; whoever asks whether it is there need not read it. */
export const ELEMENTS = ['intervention', 'response', 'plan', 'goal', 'place', 'purpose'] as const;
export const NOTE_STATUSES = ['draft', 'signed', 'pending-cosignature', 'cosigned', 'voided'] as const;

export type Attempt = (typeof ATTEMPTS)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Modality = (typeof MODALITIES)[number];
export type Element = (typeof ELEMENTS)[number];
export type NoteStatus = (typeof NOTE_STATUSES)[number];

const HOUR = 3_600_000;
const LONGEST = 12 * HOUR;
/** A note that is signed later than this after its session is marked as a late entry. */
export const LATE_AFTER = 72 * HOUR;

export type Session = Pick<SessionNote, 'startedAt' | 'endedAt' | 'outcome' | 'modality' | 'place' | 'purposes' | 'keptFromEhr'>;
/** What follows from when and where the session was. */
export type Setting = Pick<SessionNote, 'serviceOn' | 'programCode'>;
/** `reason` belongs to an attempt: why the session did not take place. */
export type Words = { intervention: string | null; response: string | null; plan: string | null; reason?: string | null };
/** What is given with a draft and not made here. */
type Given = { id?: string; groupSessionId?: string | null };
export type Content = Words & { goalIds: string[] };
type Signing = { at: Date; attestation: boolean; lateReason: string | null; cosignatureRequired: boolean };

/**
 * What a peer did with a client, from when to when. Only `completed` is a contact; the other outcomes are attempts. Signing
 * fixes it for good: what is to be said later is said in an addendum.
 */
@Entity('session_notes')
export class SessionNote {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  /** The peer specialist who wrote it, and whose work it stays. */
  @Column('uuid') authorId: string;
  @Column('text', { nullable: true }) programCode: string | null;
  /** The group session that it was written after, if any. */
  @Column('uuid', { nullable: true }) groupSessionId: string | null;
  @Column({ type: 'timestamptz', precision: 3 }) startedAt: Date;
  @Column({ type: 'timestamptz', precision: 3 }) endedAt: Date;
  /** The calendar day at the site on which it began. */
  @Column('date') serviceOn: string;
  @Column({ type: 'integer', insert: false, update: false }) minutes: number;
  @Column('text') outcome: Outcome;
  @Column('text') modality: Modality;
  @Column('text') place: string;
  @Column('text', { array: true }) purposes: string[];
  /** Its author keeps it between peers: the EHR never sees it, whatever its client consented to. */
  @Column('boolean') keptFromEhr: boolean;
  @Column('text') status: NoteStatus;
  @Column('boolean', { nullable: true }) cosignatureRequired: boolean | null;
  @Column('boolean', { nullable: true }) lateEntry: boolean | null;
  @Column('text', { nullable: true }) lateReason: string | null;
  /** Which elements were there when it was signed; null in a draft, and in notes from before they were remembered. */
  @Column('text', { array: true, nullable: true }) elements: Element[] | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) signedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) returnedAt: Date | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt: Date;
  @Column('integer') version: number;

  static draft(
    clientId: string,
    authorId: string,
    session: Session,
    setting: Setting,
    at: Date,
    { id = uuid(), groupSessionId = null }: Given = {},
  ): SessionNote {
    demandPeriod(session, at);
    const unsigned = { cosignatureRequired: null, lateEntry: null, lateReason: null, elements: null, signedAt: null, returnedAt: null };
    return Object.assign(new SessionNote(), {
      id,
      clientId,
      authorId,
      groupSessionId,
      ...session,
      ...setting,
      status: 'draft',
      ...unsigned,
      createdAt: at,
      version: 1,
    });
  }

  change(session: Session, setting: Setting, at: Date): void {
    this.demandDraft();
    demandPeriod(session, at);
    Object.assign(this, session, setting);
  }

  /** Whether a co-signature is needed is decided now and kept, whatever the program asks for later. */
  sign({ at, attestation, lateReason, cosignatureRequired }: Signing, content: Content): void {
    this.demandDraft();
    if (!attestation) throw invalid('#/attestation', 'must be true: signing states that this is what happened');
    this.demandWords(content);
    const lateEntry = at.getTime() > this.endedAt.getTime() + LATE_AFTER;
    if (lateEntry && !lateReason) throw invalid('#/lateReason', 'is needed: the session ended more than 72 hours ago');
    const isReviewed = cosignatureRequired && this.outcome === 'completed';
    const status: NoteStatus = isReviewed ? 'pending-cosignature' : 'signed';
    const elements = this.elementsIn(content);
    const late = { lateEntry, lateReason: lateEntry ? lateReason : null };
    Object.assign(this, { status, signedAt: at, ...late, elements, cosignatureRequired: isReviewed, returnedAt: null });
  }

  cosign(): void {
    this.demandPending();
    this.status = 'cosigned';
  }

  /** Back to its author, who may change and sign it again. */
  return(at: Date): void {
    this.demandPending();
    Object.assign(this, { status: 'draft', signedAt: null, returnedAt: at });
  }

  /** Entered in error: it stays readable and counts no more. */
  void(): void {
    if (this.status === 'voided') throw new Problem('conflict', 'note-voided', 'This note is voided already');
    this.status = 'voided';
  }

  demandDraft(): void {
    if (this.status !== 'draft') throw signedAlready({ state: this.status });
  }

  demandAddendumBy(specialistId: string | null): void {
    if (this.authorId !== specialistId) throw new Problem('conflict', 'not-the-author', 'Only who wrote a note adds to it');
    if (this.status === 'draft') throw new Problem('conflict', 'note-not-signed', 'This is a draft still; change it instead');
    if (this.status === 'voided') throw new Problem('conflict', 'note-voided', 'This note is voided');
  }

  private elementsIn({ intervention, response, plan, goalIds }: Content): Element[] {
    const { place, purposes } = this;
    const content = { intervention, response, plan, goal: goalIds[0], place, purpose: purposes[0] };
    return ELEMENTS.filter((element) => content[element]);
  }

  private demandPending(): void {
    if (this.status !== 'pending-cosignature')
      throw new Problem('conflict', 'not-awaiting-cosignature', 'This note does not wait for a co-signature', { state: this.status });
  }

  private demandWords({ intervention, response }: Words): void {
    if (this.outcome !== 'completed') return;
    const missing = Object.entries({ intervention, response }).filter(([, words]) => !words);
    if (missing.length > 0) throw invalidAll(missing.map(([name]) => ({ pointer: `#/${name}`, detail: 'is needed before a completed session is signed' })));
  }
}

/** Said by the rule here, and by the database to whoever slips past it. */
export const signedAlready = (extras = {}) => new Problem('conflict', 'note-signed-already', 'A signed note never changes; add an addendum instead', extras);

function demandPeriod({ startedAt, endedAt }: Session, now: Date): void {
  const errors = [];
  if (endedAt <= startedAt) errors.push({ pointer: '#/endedAt', detail: 'must be after startedAt' });
  if (endedAt.getTime() - startedAt.getTime() > LONGEST) errors.push({ pointer: '#/endedAt', detail: 'is more than 12 hours after startedAt' });
  if (isFuture(startedAt, now)) errors.push({ pointer: '#/startedAt', detail: 'lies in the future' });
  if (isFuture(endedAt, now)) errors.push({ pointer: '#/endedAt', detail: 'lies in the future' });
  if (errors.length > 0) throw invalidAll(errors);
}
