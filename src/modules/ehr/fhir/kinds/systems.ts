/** Code systems of HL7, LOINC, SNOMED and NUCC that our resources use; ours lie under the address of this server. */
export const CODES = {
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  actReason: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  participation: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  episodeType: 'http://terminology.hl7.org/CodeSystem/episodeofcare-type',
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  goalAchievement: 'http://terminology.hl7.org/CodeSystem/goal-achievement',
  goalCategory: 'http://terminology.hl7.org/CodeSystem/goal-category',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  serviceCategory: 'http://terminology.hl7.org/CodeSystem/service-category',
  serviceType: 'http://terminology.hl7.org/CodeSystem/service-type',
  locationType: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
  provenanceAgent: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  usCoreProvenanceAgent: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type',
  usCoreDocumentCategory: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
  usCorePlanCategory: 'http://hl7.org/fhir/us/core/CodeSystem/careplan-category',
  consentScope: 'http://terminology.hl7.org/CodeSystem/consentscope',
  consentAction: 'http://terminology.hl7.org/CodeSystem/consentaction',
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  nucc: 'http://nucc.org/provider-taxonomy',
} as const;

export const usCore = (profile: string): string => `http://hl7.org/fhir/us/core/StructureDefinition/us-core-${profile}`;

export const PEER_SPECIALIST = { system: CODES.nucc, code: '175T00000X', display: 'Peer Specialist' };

/** The center itself, as organisation and as place: there is one of each. */
export const CENTER_ID = 'center';
export const CENTER = { reference: `Organization/${CENTER_ID}` };

export const ref = (type: string, id: unknown) => ({ reference: `${type}/${id as string}` });
export const refs = (type: string, ids: unknown) => (ids ? [ref(type, ids)] : undefined);
