import { Module } from '@nestjs/common';
import { ClientModule } from '../client/index.ts';
import { ProgramModule } from '../program/index.ts';
import { Admission } from './admission.service.ts';
import { ImportRunner } from './import-runner.ts';
import { ImportsController } from './imports.controller.ts';
import { Imports } from './imports.service.ts';
import { KnownLines } from './known-lines.ts';
import { LineJudge } from './line-judge.ts';

@Module({
  imports: [ClientModule, ProgramModule],
  controllers: [ImportsController],
  providers: [Imports, ImportRunner, LineJudge, KnownLines, Admission],
  exports: [ImportRunner],
})
export class IntakeModule {}
