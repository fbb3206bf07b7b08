import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, By } from '../../platform/access/actor.ts';
import { Allow } from '../../platform/access/allow.ts';
import { Describe } from '../../platform/http/describe.ts';
import { ReplayedBy } from '../../platform/http/idempotency.ts';
import { PathId } from '../../platform/http/path-id.ts';
import { ChangesVersion, IfMatch } from '../../platform/http/version.ts';
import { CheckRoster, FindImportLines, FindImports, ImportLinePage, ImportLineView, ImportPage, ImportView, ResolveLine } from './import.dto.ts';
import { Imports } from './imports.service.ts';

@ApiTags('intake')
@Controller('v1')
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @Post('clients/imports')
  @Allow('client:import')
  @ReplayedBy('roster')
  @Describe('checkClientImport', 'Check a spreadsheet of clients; nobody is registered yet', 409)
  check(@By() by: Actor, @Body() wish: CheckRoster): Promise<ImportView> {
    return this.imports.check(by, wish);
  }

  @Get('clients/imports')
  @Allow('client:import')
  @Describe('listClientImports', 'Your imports, the newest first; a program manager sees those of everybody')
  list(@Query() query: FindImports): Promise<ImportPage> {
    return this.imports.list(query);
  }

  @Get('clients/imports/:id')
  @Allow('client:import')
  @Describe('getClientImport', 'How far an import is')
  read(@Param('id', PathId) id: string): Promise<ImportView> {
    return this.imports.read(id);
  }

  @Get('clients/imports/:id/lines')
  @Allow('client:import')
  @Describe('listClientImportLines', 'What became of each line, in the order of the file')
  lines(@Param('id', PathId) id: string, @Query() query: FindImportLines): Promise<ImportLinePage> {
    return this.imports.lines(id, query);
  }

  @Put('clients/imports/:id/start')
  @Allow('client:import')
  @ChangesVersion()
  @Describe('startClientImport', 'Register the people of all good lines; it goes on by itself', 409, 412, 428)
  start(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number): Promise<ImportView> {
    return this.imports.start(by, id, version);
  }

  @Put('clients/import-lines/:id/resolution')
  @Allow('client:import')
  @ChangesVersion()
  @Describe('resolveClientImportLine', 'Decide about a likely duplicate', 409, 412, 428)
  resolve(@By() by: Actor, @Param('id', PathId) id: string, @IfMatch() version: number, @Body() wish: ResolveLine): Promise<ImportLineView> {
    return this.imports.resolve(by, id, version, wish);
  }

  roster(_by: Actor, id: string): Promise<ImportView> {
    return this.imports.read(id);
  }
}
