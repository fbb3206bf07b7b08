import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bundle, CapabilityStatement, FhirResource } from 'fhir/r4.js';
import { By, type Machine } from '../../../platform/access/actor.ts';
import { Machines, Public } from '../../../platform/access/allow.ts';
import { Capability } from './capability.service.ts';
import { docrefFields } from './docref.ts';
import { wordsOf } from './kinds/document-reference.ts';
import { Provenances } from './provenances.service.ts';
import { Reading } from './reading.service.ts';
import type { Field } from './search.ts';
import { Asked, AskedByForm, demandJson, FHIR_JSON, isKnown, isStrict } from './wire.ts';

/** What a machine reads by FHIR R4. Which rows are there for it is decided by the gate, in the database. */
@Controller('fhir/R4')
export class FhirController {
  constructor(
    private readonly reading: Reading,
    private readonly provenances: Provenances,
    private readonly capability: Capability,
  ) {}

  @Get('metadata')
  @Public()
  @ApiExcludeEndpoint()
  @Header('Content-Type', FHIR_JSON)
  @Header('Cache-Control', 'public, max-age=300')
  metadata(@Req() request: FastifyRequest, @Asked() fields: Field[], @Query() _query: object): CapabilityStatement {
    demandJson(request, fields);
    return this.capability.statement;
  }

  /** US Core's way to a client's documents: all that are current, or of some days. */
  @Get('DocumentReference/$docref')
  @Machines()
  @Header('Content-Type', FHIR_JSON)
  docref(@By() by: Machine, @Req() request: FastifyRequest, @Asked() fields: Field[], @Query() _query: object): Promise<Bundle> {
    demandJson(request, fields);
    return this.reading.search(by, 'DocumentReference', docrefFields(fields), true);
  }

  @Get('Provenance/:id')
  @Machines()
  @Header('Content-Type', FHIR_JSON)
  async provenance(
    @By() by: Machine,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() fields: Field[],
    @Query() _query: object,
  ): Promise<FhirResource | undefined> {
    demandJson(request, fields);
    return unlessKnown(request, reply, await this.provenances.read(by, id));
  }

  /** The words of a document: as they are for whoever asks for text, in a Binary for whoever asks for FHIR. */
  @Get('Binary/:id')
  @Machines()
  async binary(
    @By() by: Machine,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() _query: object,
  ): Promise<unknown> {
    const { row, resource } = await this.reading.read(by, 'DocumentReference', id);
    const words = Buffer.from(wordsOf(row));
    const wantsFhir = /json/.test(request.headers.accept ?? '');
    reply.header('Content-Type', wantsFhir ? FHIR_JSON : 'text/plain; charset=utf-8').header('ETag', `W/"${row.version}"`);
    if (!wantsFhir) return words;
    const { meta } = resource;
    return {
      resourceType: 'Binary',
      id,
      meta: { versionId: meta!.versionId, lastUpdated: meta!.lastUpdated, security: meta!.security },
      contentType: 'text/plain; charset=utf-8',
      securityContext: { reference: `DocumentReference/${id}` },
      data: words.toString('base64'),
    };
  }

  @Get(':type/:id')
  @Machines()
  @Header('Content-Type', FHIR_JSON)
  async read(
    @By() by: Machine,
    @Param('type') type: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() fields: Field[],
    @Query() _query: object,
  ): Promise<FhirResource | undefined> {
    demandJson(request, fields);
    const { resource } = await this.reading.read(by, type, id, elementsOf(fields));
    return unlessKnown(request, reply, resource);
  }

  @Get(':type')
  @Machines()
  @Header('Content-Type', FHIR_JSON)
  search(@By() by: Machine, @Param('type') type: string, @Req() request: FastifyRequest, @Asked() fields: Field[], @Query() _query: object): Promise<Bundle> {
    demandJson(request, fields);
    return this.reading.search(by, type, fields, isStrict(request));
  }

  /** The same with what is searched for in the body, where it is in nobody's log of addresses. */
  @Post(':type/_search')
  @Machines()
  @HttpCode(200)
  @Header('Content-Type', FHIR_JSON)
  searchByForm(
    @By() by: Machine,
    @Param('type') type: string,
    @Req() request: FastifyRequest,
    @AskedByForm() fields: Field[],
    @Query() _query: object,
    @Body() _body: unknown,
  ): Promise<Bundle> {
    demandJson(request, fields);
    return this.reading.search(by, type, fields, isStrict(request));
  }
}

const elementsOf = (fields: Field[]): string[] | null => fields.findLast(([name]) => name === '_elements')?.[1].split(',') ?? null;

function unlessKnown(request: FastifyRequest, reply: FastifyReply, resource: FhirResource): FhirResource | undefined {
  if (!isKnown(request, reply, resource)) return resource;
  reply.status(304);
  return undefined;
}
