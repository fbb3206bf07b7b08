import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { addendumHash, contentHash } from './note-content.ts';
import { NoteAddendum, NoteReturn, NoteSignature, NoteVoid } from './note-parts.entity.ts';
import type { AddendumView, SessionNoteView } from './session-note-view.dto.ts';
import type { AddAddendum, ReturnSessionNote, SignSessionNote, VoidSessionNote } from './session-note.dto.ts';
import { type Content, SessionNote } from './session-note.entity.ts';
import { SIGNED_WITH } from './session-note.queries.ts';
import { SessionNotes } from './session-notes.service.ts';

type SignedWith = Content & { credential: string | null; cosignatureRequired: boolean };

/** What makes a note count, and what becomes of it afterwards. */
@Injectable()
export class NoteSigning {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly notes: SessionNotes,
  ) {}

  async sign(by: Actor, id: string, version: number, { attestation, lateReason }: SignSessionNote): Promise<SessionNoteView> {
    const at = this.clock.now();
    const [note, signedWith] = await Promise.all([this.conclude(id, version), this.signedWith(id, at)]);
    note.demandDraft();
    const { credential, cosignatureRequired, ...content } = signedWith!;
    note.sign({ at, attestation, lateReason: lateReason ?? null, cosignatureRequired }, content);
    const hash = contentHash({ ...note, ...content });
    const signature = NoteSignature.of(note, 'author', { accountId: by.id, name: by.name, credential }, at, hash);
    await this.work.insert(signature);
    await this.work.save(note);
    this.audit.record(by, 'session-note.signed', id, { clientId: note.clientId, contentHash: hash.toString('hex'), status: note.status });
    return this.notes.read(by, id);
  }

  async cosign(by: Actor, id: string, version: number): Promise<SessionNoteView> {
    const at = this.clock.now();
    const note = await this.conclude(id, version);
    const [hash] = await Promise.all([this.authorsHash(note), this.demandSupervision(by, note)]);
    note.cosign();
    const signature = NoteSignature.of(note, 'cosigner', { accountId: by.id, name: by.name, credential: null }, at, hash);
    await this.work.insert(signature);
    await this.work.save(note);
    this.audit.record(by, 'session-note.cosigned', id, { clientId: note.clientId, contentHash: hash.toString('hex') });
    return this.notes.read(by, id);
  }

  async return(by: Actor, id: string, version: number, { reason }: ReturnSessionNote): Promise<SessionNoteView> {
    const at = this.clock.now();
    const note = await this.conclude(id, version);
    await this.demandSupervision(by, note);
    note.return(at);
    await this.work.insert(NoteReturn.of(note, reason, by.id, at));
    await this.work.save(note);
    this.audit.record(by, 'session-note.returned', id, { clientId: note.clientId });
    return this.notes.read(by, id);
  }

  async void(by: Actor, id: string, version: number, { reason }: VoidSessionNote): Promise<SessionNoteView> {
    const note = await this.conclude(id, version);
    note.void();
    await this.work.insert(NoteVoid.of(note, reason, by.id, this.clock.now()));
    await this.work.save(note);
    this.audit.record(by, 'session-note.voided', id, { clientId: note.clientId });
    return this.notes.read(by, id);
  }

  async amend(by: Actor, id: string, wish: AddAddendum): Promise<AddendumView> {
    const note = await this.work.find(SessionNote, id);
    if (!note) throw notFound();
    note.demandAddendumBy(by.peerSpecialistId);
    const addendum = NoteAddendum.of(note, wish, by.id, this.clock.now());
    addendum.contentHash = addendumHash(addendum);
    await this.work.insert(addendum);
    const { clientId } = note;
    this.audit.record(by, 'session-note.amended', id, { clientId, addendumId: addendum.id, contentHash: addendum.contentHash.toString('hex') });
    return this.addendum(addendum.id);
  }

  async addendum(id: string): Promise<AddendumView> {
    const [view] = await this.work.rows<AddendumView>({
      text: `select id, note_id as "noteId", client_id as "clientId", text, reason, added_by as "addedBy", created_at as "createdAt" from app.session_note_addenda where id = $1`,
      values: [id],
    });
    if (!view) throw notFound();
    return view;
  }

  /** A note in sight stays in its author's and his supervisor's until the commit, whoever may see what comes of it. */
  private async conclude(id: string, version: number): Promise<SessionNote> {
    const concluding = this.work.rows({
      name: 'conclude',
      text: `select set_config('app.concluding', id::text, true) from app.session_notes where id = $1`,
      values: [id],
    });
    const [note] = await Promise.all([this.notes.forChange(id, version), concluding]);
    return note;
  }

  private async signedWith(id: string, at: Date): Promise<SignedWith | undefined> {
    const [found] = await this.work.rows<SignedWith>({ ...SIGNED_WITH, values: [id, serviceDay(at, this.env.SITE_TIME_ZONE)] });
    return found;
  }

  private async authorsHash(note: SessionNote): Promise<Buffer> {
    const [signature] = await this.work.rows<{ hash: Buffer }>({
      text: `select content_hash as hash from app.session_note_signatures where note_id = $1 and kind = 'author' order by signed_at desc, id desc limit 1`,
      values: [note.id],
    });
    return signature?.hash ?? Buffer.alloc(0);
  }

  private async demandSupervision(by: Actor, { authorId }: SessionNote): Promise<void> {
    // Whom he supervises, or stands in for.
    const [author] = await this.work.rows<{ accountId: string; isSupervised: boolean }>({
      name: 'author_of_note',
      text: `select account_id as "accountId", id = any ((select app.my_specialists())::uuid[]) as "isSupervised" from app.peer_specialists where id = $1`,
      values: [authorId],
    });
    if (author?.isSupervised && author.accountId !== by.id) return;
    throw new Problem(
      'conflict',
      'not-the-supervisor',
      "Only the author's present supervisor, or who stands in for him, co-signs or returns a note, and never the author",
    );
  }
}
