import type { HealthcareService, Location, Organization } from 'fhir/r4.js';
import { metaOf } from '../labels.ts';
import { type Parameter, reference, text, token } from '../parameter.ts';
import type { ResourceKind } from '../resource-kind.ts';
import { CENTER, CENTER_ID, CODES, ref, usCore } from './systems.ts';

const PHYSICAL: Record<string, { code: string; display: string }> = {
  site: { code: 'si', display: 'Site' },
  house: { code: 'ho', display: 'House' },
  bed: { code: 'bd', display: 'Bed' },
};

/** The center has its name from its settings: the database does not know it. */
const name: Parameter = {
  ...text('begins the name', ['v.name']),
  where: (value, modifier, asked, field) => text('', [`coalesce(v.name, ${asked.bind(asked.centerName)})`]).where(value, modifier, asked, field),
};

/** The center's site, its houses and their beds. Who lies where is part of his stay; whether a bed is taken is not told. */
export const LOCATION: ResourceKind = {
  type: 'Location',
  view: 'ehr_places',
  idIs: 'text',
  profile: usCore('location'),
  ofClients: false,
  parameters: {
    name,
    address: text('begins the address; none is kept here', ['v.address']),
    status: token('active, or inactive of a house that closed', [
      { system: 'http://hl7.org/fhir/location-status', code: `case when v.is_active then 'active' else 'inactive' end` },
    ]),
    partof: reference('the house that a bed is in', ['Location'], 'v.part_of', 'text'),
  },
  links: [{ parameter: 'partof', target: 'Location', idsOf: (row) => [row['partOf'] as string | null] }],
  map: (row, { centerName }): Location => ({
    resourceType: 'Location',
    id: row.id,
    meta: metaOf(row, usCore('location'), false),
    status: row['isActive'] ? 'active' : 'inactive',
    name: (row['name'] as string | null) ?? centerName,
    mode: 'instance',
    physicalType: { coding: [{ system: CODES.locationType, ...PHYSICAL[row['kind'] as string]! }] },
    managingOrganization: CENTER,
    partOf: row['partOf'] ? ref('Location', row['partOf']) : undefined,
  }),
};

/** The center: there is one. */
export const ORGANIZATION: ResourceKind = {
  type: 'Organization',
  view: 'ehr_centers',
  idIs: 'text',
  profile: usCore('organization'),
  ofClients: false,
  parameters: {
    name,
    address: text('begins the address; none is kept here', ['v.address']),
  },
  links: [],
  map: (row, { base, centerName }): Organization => ({
    resourceType: 'Organization',
    id: row.id,
    meta: metaOf(row, usCore('organization'), false),
    identifier: [{ system: `${base}/ids/organization`, value: CENTER_ID }],
    active: true,
    name: centerName,
  }),
};

const SERVICES: Record<string, { code: string; display: string }> = {
  detox: { code: '317', display: 'Detoxification' },
  therapy: { code: '105', display: 'Drug and/or Alcohol Counselling' },
  'supportive-living': { code: '111', display: 'Drug/Alcohol Residential Service' },
};
const GROUPS = { code: '552', display: 'Drug and/or Alcohol Support Groups' };

/** What the center offers: its programs, and its group series. */
export const HEALTHCARE_SERVICE: ResourceKind = {
  type: 'HealthcareService',
  view: 'ehr_services',
  idIs: 'text',
  ofClients: false,
  parameters: {
    name: text('begins the name', ['v.name']),
    active: token('true, or false of a series that ended', [
      { system: 'http://terminology.hl7.org/CodeSystem/special-values', code: '(v.ended_at is null or v.ended_at > now())::text' },
    ]),
  },
  links: [],
  map: (row): HealthcareService => ({
    resourceType: 'HealthcareService',
    id: row.id,
    meta: metaOf(row, undefined, false),
    active: row['endedAt'] === null || (row['endedAt'] as Date) > new Date(),
    providedBy: CENTER,
    category: [{ coding: [{ system: CODES.serviceCategory, code: '12', display: 'Drug/Alcohol' }] }],
    type: [{ coding: [{ system: CODES.serviceType, ...(row['kind'] === 'group' ? GROUPS : (SERVICES[row.id] ?? SERVICES['therapy']!)) }] }],
    name: row['name'] as string,
  }),
};
