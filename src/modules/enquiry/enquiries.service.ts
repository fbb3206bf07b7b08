import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { sealedColumn } from '../../platform/encryption/sealed-columns.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { type PageQuery, pageOf, startOf } from '../../platform/http/page.ts';
import { notFound } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { answerOf } from './answer.ts';
import type { EnquiryAnswer, EnquiryPage, EnquiryRow, EnquiryView, TakeEnquiry } from './enquiry.dto.ts';
import { type Asked, Enquiry } from './enquiry.entity.ts';

const ROW = `id, taken_by as "takenBy", taken_at as "takenAt", channel`;
const LIST = { name: 'list_enquiries', text: `select ${ROW} from app.enquiries where $1::uuid is null or id < $1 order by id desc limit $2` };
const TAKEN = { name: 'taken_enquiry', text: `select ${ROW} from app.enquiries where id = $1` };
const READ = { name: 'read_enquiry', text: `select ${ROW}, words from app.enquiries where id = $1` };

const { table, column } = sealedColumn({ table: 'enquiries', column: 'words', ofClient: false, versioned: false });

/** Knows no client and looks nobody up, so that there is nothing by which one answer could differ from another. */
@Injectable()
export class Enquiries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  async take(by: Actor, { channel, askedBirthDate, enquirerContact, ...others }: TakeEnquiry): Promise<EnquiryAnswer> {
    const asked: Asked = { ...others, askedBirthDate: askedBirthDate ?? null, enquirerContact: enquirerContact ?? null };
    const enquiry = Enquiry.take(channel, by.id, this.clock.now(), (rowId) => this.sealing.seal({ table, column, rowId }, JSON.stringify(asked)));
    await this.work.insert(enquiry);
    this.audit.record(by, 'enquiry.taken', enquiry.id, { channel });
    return this.answer(enquiry);
  }

  async list(query: PageQuery): Promise<EnquiryPage> {
    const rows = await this.work.rows<EnquiryRow>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<EnquiryView> {
    const [row] = await this.work.rows<EnquiryRow & { words: Buffer }>({ ...READ, values: [id] });
    if (!row) throw notFound();
    const { words, ...taken } = row;
    return { ...taken, ...(JSON.parse(this.sealing.open({ table, column, rowId: id }, words)) as Asked) };
  }

  /** As it was answered first. */
  async again(id: string): Promise<EnquiryAnswer> {
    const [row] = await this.work.rows<EnquiryRow>({ ...TAKEN, values: [id] });
    if (!row) throw notFound();
    return this.answer(row);
  }

  private answer({ id, takenAt }: Pick<EnquiryRow, 'id' | 'takenAt'>): EnquiryAnswer {
    return { id, takenAt, answer: answerOf(this.env.CENTER_NAME) };
  }
}
