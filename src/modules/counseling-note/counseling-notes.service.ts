import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { sealedColumn } from '../../platform/encryption/sealed-columns.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import type { ChangeCounselingNote, CounselingNotePage, CounselingNoteRow, CounselingNoteView, WriteCounselingNote } from './counseling-note.dto.ts';
import { CounselingNote } from './counseling-note.entity.ts';

const ROW = `id, client_id as "clientId", session_on as "sessionOn", status, signed_at as "signedAt", created_at as "createdAt", version`;
const LIST = {
  name: 'list_counseling_notes',
  text: `select ${ROW} from app.counseling_notes where client_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
};
const READ = { name: 'read_counseling_note', text: `select ${ROW}, words from app.counseling_notes where id = $1` };

const { table, column } = sealedColumn({ table: 'counseling_notes', column: 'words', ofClient: true, versioned: true });
const placeOf = ({ id, clientId }: { id: string; clientId: string }) => ({ table, column, rowId: id, clientId });

/** Each author's own, and no other module's: it is exported to none. */
@Injectable()
export class CounselingNotes {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly sealing: Sealing,
    private readonly env: Env,
  ) {}

  async write(by: Actor, clientId: string, { sessionOn, words }: WriteCounselingNote): Promise<CounselingNoteView> {
    await this.clients.demand(clientId);
    const note = CounselingNote.begin(clientId, by.id, sessionOn, this.today());
    note.write(this.sealing.seal(placeOf(note), words));
    await this.work.insert(note);
    this.audit.record(by, 'counseling-note.written', note.id, { clientId });
    return this.read(note.id);
  }

  async list(clientId: string, query: PageQuery): Promise<CounselingNotePage> {
    await this.clients.demand(clientId);
    const rows = await this.work.rows<CounselingNoteRow>({ ...LIST, values: [clientId, startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<CounselingNoteView> {
    const [row] = await this.work.rows<CounselingNoteRow & { words: Buffer }>({ ...READ, values: [id] });
    if (!row) throw notFound();
    return { ...row, words: this.sealing.open(placeOf(row), row.words) };
  }

  async change(by: Actor, id: string, version: number, { sessionOn, words }: ChangeCounselingNote): Promise<CounselingNoteView> {
    const note = await this.forChange(id, version);
    if (sessionOn !== undefined) note.held(sessionOn, this.today());
    if (words !== undefined) note.write(this.sealing.seal(placeOf(note), words));
    await this.work.save(note);
    const fields = [...(sessionOn === undefined ? [] : ['sessionOn']), ...(words === undefined ? [] : ['words'])];
    this.audit.record(by, 'counseling-note.changed', id, { clientId: note.clientId, fields });
    return this.read(id);
  }

  async sign(by: Actor, id: string, version: number): Promise<CounselingNoteView> {
    const note = await this.forChange(id, version);
    note.sign(new Date());
    await this.work.save(note);
    this.audit.record(by, 'counseling-note.signed', id, { clientId: note.clientId });
    return this.read(id);
  }

  private async forChange(id: string, version: number): Promise<CounselingNote> {
    const note = await this.work.forChange(CounselingNote, id, version);
    if (!note) throw notFound();
    return note;
  }

  private today(): string {
    return serviceDay(new Date(), this.env.SITE_TIME_ZONE);
  }
}
