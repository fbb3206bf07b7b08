import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccountModule } from '../account/index.ts';
import { ExportFiles } from './bulk/export-files.service.ts';
import { ExportReading } from './bulk/export-reading.service.ts';
import { ExportRunner } from './bulk/export-runner.ts';
import { ExportsController } from './bulk/exports.controller.ts';
import { Exports } from './bulk/exports.service.ts';
import { Capability } from './fhir/capability.service.ts';
import { FhirController } from './fhir/fhir.controller.ts';
import { HandingOut } from './fhir/handing-out.service.ts';
import { Provenances } from './fhir/provenances.service.ts';
import { Reading } from './fhir/reading.service.ts';
import { Assertions } from './machine/assertions.ts';
import { MachineClientsController } from './machine/machine-clients.controller.ts';
import { MachineClients } from './machine/machine-clients.service.ts';
import { MachineStrategy } from './machine/machine.strategy.ts';
import { MachineTokens } from './machine/machine-tokens.service.ts';
import { PublishedKeys } from './machine/published-keys.ts';
import { TokenController } from './machine/token.controller.ts';

@Module({
  imports: [PassportModule, AccountModule],
  controllers: [MachineClientsController, TokenController, ExportsController, FhirController],
  providers: [
    MachineClients,
    MachineTokens,
    Assertions,
    PublishedKeys,
    MachineStrategy,
    Reading,
    HandingOut,
    Provenances,
    Capability,
    Exports,
    ExportFiles,
    ExportReading,
    ExportRunner,
  ],
})
export class EhrModule {}
