import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Env } from '../../../config/env.ts';
import { By, type Machine } from '../../../platform/access/actor.ts';
import { Machines } from '../../../platform/access/allow.ts';
import { AfterWork } from '../../../platform/http/after-work.ts';
import { fhirBase } from '../base-address.ts';
import type { Field } from '../fhir/search.ts';
import { Asked, demandJson } from '../fhir/wire.ts';
import { badExport } from './bad-export.ts';
import type { ExportLevel } from './export.entity.ts';
import { ExportFiles } from './export-files.service.ts';
import { fieldsOf, handlesLeniently, prefersAsync, wishOf } from './export-request.ts';
import { type ExportManifest, Exports, POLL_SECONDS } from './exports.service.ts';

type Sent = { by: Machine; request: FastifyRequest; reply: FastifyReply; fields: Field[] };

/** FHIR's bulk data access: everything that a machine may read, as files. */
@Controller('fhir/R4')
export class ExportsController {
  constructor(
    private readonly exports: Exports,
    private readonly files: ExportFiles,
    private readonly env: Env,
  ) {}

  @Get('$export')
  @Machines()
  @HttpCode(202)
  ofSystem(
    @By() by: Machine,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() fields: Field[],
    @Query() _query: object,
  ): Promise<void> {
    return this.ask({ by, request, reply, fields }, 'system', null);
  }

  @Post('$export')
  @Machines()
  @HttpCode(202)
  ofSystemByBody(
    @By() by: Machine,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() fields: Field[],
    @Query() _query: object,
    @Body() body: unknown,
  ): Promise<void> {
    return this.ask({ by, request, reply, fields: [...fields, ...fieldsOf(body)] }, 'system', null);
  }

  @Get('Patient/$export')
  @Machines()
  @HttpCode(202)
  ofPatients(
    @By() by: Machine,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() fields: Field[],
    @Query() _query: object,
  ): Promise<void> {
    return this.ask({ by, request, reply, fields }, 'patient', null);
  }

  @Post('Patient/$export')
  @Machines()
  @HttpCode(202)
  ofPatientsByBody(
    @By() by: Machine,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() fields: Field[],
    @Query() _query: object,
    @Body() body: unknown,
  ): Promise<void> {
    return this.ask({ by, request, reply, fields: [...fields, ...fieldsOf(body)] }, 'patient', null);
  }

  @Get('Group/:id/$export')
  @Machines()
  @HttpCode(202)
  ofGroup(
    @By() by: Machine,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() fields: Field[],
    @Query() _query: object,
  ): Promise<void> {
    return this.ask({ by, request, reply, fields }, 'group', id);
  }

  @Post('Group/:id/$export')
  @Machines()
  @HttpCode(202)
  ofGroupByBody(
    @By() by: Machine,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() fields: Field[],
    @Query() _query: object,
    @Body() body: unknown,
  ): Promise<void> {
    return this.ask({ by, request, reply, fields: [...fields, ...fieldsOf(body)] }, 'group', id);
  }

  /** 202 for as long as it is being made; then which files there are. */
  @Get('exports/:id')
  @Machines()
  @Header('Content-Type', 'application/json; charset=utf-8')
  async status(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<ExportManifest | undefined> {
    const standing = await this.exports.poll(id);
    if (standing.state === 'done') {
      reply.header('Expires', standing.expiresAt!.toUTCString());
      return this.exports.manifest(id, standing);
    }
    reply.status(202).header('X-Progress', `${standing.resources} resources so far`).header('Retry-After', String(POLL_SECONDS));
    return undefined;
  }

  /** Ends it, or forgets its files before their day is over. */
  @Delete('exports/:id')
  @Machines()
  @HttpCode(202)
  end(@By() by: Machine, @Param('id') id: string): Promise<void> {
    return this.exports.end(by, id);
  }

  @Get('exports/:id/files/:file')
  @Machines()
  async file(
    @By() by: Machine,
    @Param('id') id: string,
    @Param('file') file: string,
    @Req() { method }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AfterWork<StreamableFile | undefined>> {
    await this.files.demand(by, id, file);
    reply.header('Content-Type', 'application/fhir+ndjson');
    // Whoever only asks for the head is given nothing that would have to be accounted for.
    return new AfterWork(async () =>
      method === 'HEAD' ? undefined : new StreamableFile(this.files.stream(by, id, file), { type: 'application/fhir+ndjson' }),
    );
  }

  private async ask({ by, request, reply, fields }: Sent, level: ExportLevel, group: string | null): Promise<void> {
    demandJson(request, fields);
    if (!prefersAsync(request)) throw badExport('Prefer', 'has to be respond-async: an export is made in the background');
    const asked = { level, isPosted: request.method === 'POST', isLenient: handlesLeniently(request), scopes: by.scopes };
    const wish = wishOf(fields, { ...asked, timeZone: this.env.SITE_TIME_ZONE, now: new Date() });
    const specialistId = group === null ? null : await this.exports.caseload(by, group);
    const address = await this.exports.ask(by, { ...wish, level, specialistId, request: `${fhirBase(this.env)}${request.url.slice('/fhir/R4'.length)}` });
    reply.header('Content-Location', address);
  }
}
