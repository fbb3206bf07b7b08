import { Injectable } from '@nestjs/common';
import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import { Env } from '../../../config/env.ts';
import { releaseVersion } from '../../../platform/release.ts';
import { fhirBase } from '../base-address.ts';
import { KINDS, TARGETS } from './kinds/index.ts';
import { provenancesOf } from './kinds/provenance.ts';
import type { SearchedKind } from './resource-kind.ts';
import { hasProvenance, includesOf, narrowingOf, parametersOf } from './search.ts';

const BULK_DATA = 'http://hl7.org/fhir/uv/bulkdata';
const DEFINED_IN = 'http://hl7.org/fhir/SearchParameter';

/** The day on which what is declared was last changed. */
const SINCE = '2026-11-29';

/** Declares what works, made from the same list that is searched by: what is not in it is neither declared nor done. */
@Injectable()
export class Capability {
  readonly statement: CapabilityStatement;

  constructor(env: Env) {
    this.statement = {
      resourceType: 'CapabilityStatement',
      status: 'active',
      date: SINCE,
      kind: 'instance',
      fhirVersion: '4.0.1',
      format: ['application/fhir+json', 'json'],
      software: { name: 'Peerwork', version: releaseVersion() },
      implementation: { description: `Peer recovery records of ${env.CENTER_NAME}, as far as their clients consented`, url: fhirBase(env) },
      instantiates: ['http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server', `${BULK_DATA}/CapabilityStatement/bulk-data`],
      implementationGuide: ['http://hl7.org/fhir/us/core/ImplementationGuide/hl7.fhir.us.core'],
      rest: [
        {
          mode: 'server',
          documentation:
            'Read only. Whoever has not consented to this reader is not there: in no answer, no total, no include. Every resource of a client is labelled and carries the notice of 42 CFR 2.32 in its text.',
          // Where tokens are is said by .well-known/smart-configuration: the extension for it would need an address where people sign in.
          security: {
            cors: false,
            service: [
              { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }], text: 'SMART Backend Services' },
            ],
          },
          resource: [...[...KINDS, provenancesOf(TARGETS)].map(resourceOf), BINARY],
          operation: [{ name: 'export', definition: `${BULK_DATA}/OperationDefinition/export` }],
        },
      ],
    };
  }
}

const resourceOf = (kind: Omit<SearchedKind, 'source'>): CapabilityStatementRestResource => ({
  type: kind.type,
  ...(kind.profile ? { profile: kind.profile, supportedProfile: [kind.profile] } : {}),
  interaction: [{ code: 'read' }, { code: 'search-type' }],
  versioning: 'versioned',
  readHistory: false,
  updateCreate: false,
  conditionalRead: 'full-support',
  searchInclude: includesOf(kind).length > 0 ? includesOf(kind) : undefined,
  searchRevInclude: hasProvenance(kind) ? ['Provenance:target'] : undefined,
  searchParam: Object.entries(parametersOf(kind)).map(([name, { type, documentation }]) => ({
    name,
    type,
    documentation,
    ...(name.startsWith('_') ? { definition: `${DEFINED_IN}/Resource-${name.slice(1)}` } : {}),
  })),
  ...(kind.narrowedBy ? { documentation: narrowingOf(kind) } : {}),
  ...(OPERATIONS[kind.type] ? { operation: [OPERATIONS[kind.type]!] } : {}),
});

const OPERATIONS: Partial<Record<string, { name: string; definition: string }>> = {
  DocumentReference: { name: 'docref', definition: 'http://hl7.org/fhir/us/core/OperationDefinition/docref' },
  Patient: { name: 'export', definition: `${BULK_DATA}/OperationDefinition/patient-export` },
  Group: { name: 'export', definition: `${BULK_DATA}/OperationDefinition/group-export` },
};

const BINARY: CapabilityStatementRestResource = {
  type: 'Binary',
  interaction: [{ code: 'read' }],
  documentation: 'The words of a DocumentReference; opened by its scope.',
};
