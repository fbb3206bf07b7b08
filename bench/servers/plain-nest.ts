/**
 * What most would write: NestJS on Fastify, TypeORM repositories with relations, passport, class-validator, class-transformer
 * on answers. It owns its rows: no row security, no record of who looked; a change leaves one audit row.
 */
import 'reflect-metadata';
import { createHash, randomUUID } from 'node:crypto';
import { Body, ClassSerializerInterceptor, Controller, Get, Injectable, Module, Param, Post, Put, Query, UseGuards, ValidationPipe } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Exclude } from 'class-transformer';
import { IsArray, IsDateString, IsString, IsUUID } from 'class-validator';
import { Strategy } from 'passport';
import { Column, DefaultNamingStrategy, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, Repository, type Relation } from 'typeorm';

class FieldNames extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return given ?? [...prefixes, property].join('_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

@Entity('sessions')
class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accountId: string;
  @Column('bytea') tokenHash: Buffer;
  @Column('timestamptz') expiresAt: Date;
}

@Entity('clients')
class Client {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') givenName: string;
  @Column('text') familyName: string;
  @Column('text', { nullable: true }) preferredName: string | null;
  @Column('date') birthDate: string;
  @Exclude() @Column('timestamptz') createdAt: Date;
  @Column('integer') version: number;
  @OneToMany(() => Goal, (goal: Goal) => goal.client) goals: Relation<Goal>[];
  @OneToMany(() => Note, (note: Note) => note.client) notes: Relation<Note>[];
}

@Entity('goals')
class Goal {
  @PrimaryColumn('uuid') id: string;
  @ManyToOne(() => Client, (client: Client) => client.goals) @JoinColumn({ name: 'client_id' }) client: Relation<Client>;
  @Column('date', { nullable: true }) endedOn: string | null;
}

@Entity('session_notes')
class Note {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @ManyToOne(() => Client, (client: Client) => client.notes) @JoinColumn({ name: 'client_id' }) client: Relation<Client>;
  @Column('uuid') authorId: string;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz') endedAt: Date;
  @Column('date') serviceOn: string;
  @Column('text') outcome: string;
  @Column('text') modality: string;
  @Column('text') place: string;
  @Column('text', { array: true }) purposes: string[];
  @Column('text') status: string;
  @Column('timestamptz', { nullable: true }) signedAt: Date | null;
  @Exclude() @Column('timestamptz') createdAt: Date;
  @Column('integer') version: number;
}

@Entity('session_note_texts')
class NoteText {
  @PrimaryColumn('uuid') noteId: string;
  @Column('uuid') clientId: string;
  @Column('text') intervention: string;
  @Column('text') response: string;
  @Column('text') plan: string;
}

@Entity('assignments')
class Assignment {
  @PrimaryColumn('uuid') id: string;
  @ManyToOne(() => Client) @JoinColumn({ name: 'client_id' }) client: Relation<Client>;
  @Column('uuid') peerSpecialistId: string;
  @Column('text') role: string;
  @Column('timestamptz', { nullable: true }) endsAt: Date | null;
}

@Entity({ name: 'bench_records', schema: 'public' })
class AuditRecord {
  @PrimaryColumn('uuid') id: string;
  @Column('text') action: string;
}

const ENTITIES = [Session, Client, Goal, Note, NoteText, Assignment, AuditRecord];

class DraftNote {
  @IsUUID() clientId: string;
  @IsDateString() startedAt: string;
  @IsDateString() endedAt: string;
  @IsString() outcome: string;
  @IsString() modality: string;
  @IsString() place: string;
  @IsArray() purposes: string[];
  @IsString() intervention: string;
  @IsString() response: string;
  @IsString() plan: string;
}

class Bearer extends Strategy {
  constructor(private readonly verify: (token: string, done: (error: unknown, user?: unknown) => void) => void) {
    super();
  }
  override authenticate(request: unknown): void {
    const { authorization = '' } = (request as { headers: Record<string, string> }).headers;
    this.verify(authorization.slice(7), (error, user) => (error ? this.error(error) : user ? this.success(user as object) : this.fail(401)));
  }
}

@Injectable()
class SessionStrategy extends PassportStrategy(Bearer, 'bearer') {
  constructor(@InjectRepository(Session) private readonly sessions: Repository<Session>) {
    super();
  }
  validate(token: string): Promise<Session | null> {
    return this.sessions.findOneBy({ tokenHash: createHash('sha256').update(token).digest() });
  }
}

@Controller('v1')
@UseGuards(AuthGuard('bearer'))
class PlainController {
  constructor(
    @InjectRepository(Client) private readonly clients: Repository<Client>,
    @InjectRepository(Note) private readonly notes: Repository<Note>,
    @InjectRepository(NoteText) private readonly texts: Repository<NoteText>,
    @InjectRepository(Assignment) private readonly assignments: Repository<Assignment>,
    @InjectRepository(AuditRecord) private readonly audit: Repository<AuditRecord>,
  ) {}

  @Get('clients/:id')
  client(@Param('id') id: string) {
    return this.clients.findOneBy({ id });
  }

  @Get('session-notes')
  list(@Query('clientId') clientId: string) {
    return this.notes.find({ where: { clientId }, order: { id: 'DESC' }, take: 20 });
  }

  @Get('peer-specialists/:id/caseload')
  async caseload(@Param('id') id: string) {
    const held = await this.assignments.find({ where: { peerSpecialistId: id }, relations: { client: { goals: true } } });
    return Promise.all(
      held.map(async (one) => ({
        ...one,
        last: await this.notes.findOne({ where: { clientId: one.client.id, outcome: 'completed' }, order: { startedAt: 'DESC' } }),
      })),
    );
  }

  @Post('session-notes')
  async draft(@Body() { intervention, response, plan, ...session }: DraftNote) {
    const serviceOn = session.startedAt.slice(0, 10);
    const note = this.notes.create({
      ...session,
      id: randomUUID(),
      authorId: process.env.BENCH_SPECIALIST,
      serviceOn,
      status: 'draft',
      createdAt: new Date(),
      version: 1,
    });
    await this.notes.save(note);
    await this.texts.save(this.texts.create({ noteId: note.id, clientId: note.clientId, intervention, response, plan }));
    await this.audit.insert({ id: randomUUID(), action: 'session-note.drafted' });
    return note;
  }

  @Put('session-notes/:id/signature')
  async sign(@Param('id') id: string) {
    const note = await this.notes.findOneByOrFail({ id });
    Object.assign(note, { status: 'pending-cosignature', signedAt: new Date(), version: note.version + 1 });
    await this.notes.save(note);
    await this.audit.insert({ id: randomUUID(), action: 'session-note.signed' });
    return note;
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.BENCH_OWNER_URL,
      schema: 'app',
      entities: ENTITIES,
      namingStrategy: new FieldNames(),
      installExtensions: false,
      extra: { options: '-c session_replication_role=replica' },
    }),
    TypeOrmModule.forFeature(ENTITIES),
    PassportModule,
  ],
  controllers: [PlainController],
  providers: [SessionStrategy],
})
class PlainModule {}

const app = await NestFactory.create(PlainModule, new FastifyAdapter() as never, { logger: false });
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector)));
await app.listen(0, '127.0.0.1');
process.send!({ port: Number(new URL(await app.getUrl()).port) });
