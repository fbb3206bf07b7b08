import type { FhirResource } from 'fhir/r4.js';
import type { Sealing } from '../../../platform/encryption/sealing.ts';
import type { Parameter } from './parameter.ts';

/** What the gate says of a row of a client: on what it leaves to this machine. */
export type Leave = { basis: string; consentId: string | null; consentVersion: number | null; scope: Scope };
export type Scope = {
  coveredEntity: boolean;
  kind: string | null;
  categories: string[] | null;
  purposes: string[] | null;
  signedOn: string | null;
  expiresOn: string | null;
  expiresWith: string | null;
};

/** A row of one of the views that a machine reads; of a client's, with the leave it has. */
export type Row = { id: string; version: string; lastUpdated: Date; clientId?: string; category?: string } & Partial<Leave> & Record<string, unknown>;

/** What making a resource out of a row needs beside the row. */
export type Mapping = { base: string; centerName: string; sealing: Sealing; timeZone: string; withContent: boolean };

export type ResourceType = FhirResource['resourceType'];

/** One other resource that a row names: what `_include` follows. */
export type Link = { parameter: string; target: ResourceType; idsOf: (row: Row) => (string | null | undefined)[] };

/** Where only some clients' rows are wanted: their ids, bound where they are used. */
export type Clients = (() => string) | null;

/**
 * What can be searched: where its rows come from, and what they may be searched by. A parameter that is not here does not exist:
 * it is neither searched by nor declared.
 */
export type SearchedKind = {
  type: ResourceType;
  /** What rows are selected from: a relation of the database. */
  source: (clients: Clients) => string;
  /** Of its ids: whatever is no such id is not there. */
  idIs: 'uuid' | 'text';
  /** The US Core profile that its resources claim, where there is one. */
  profile?: string;
  /** Whether its rows are of clients, labelled and accounted for. */
  ofClients: boolean;
  /** A search that names none of these would read everything of everybody; that is what an export is for. */
  narrowedBy?: string[];
  parameters: Record<string, Parameter>;
  links: Link[];
  /** By what a search may be put in order besides `_id` and `_lastUpdated`: parameter and column. */
  orders?: Record<string, string>;
};

/** One kind of resource: it is searched in a view, and each row of that is put into FHIR. */
export type ResourceKind = Omit<SearchedKind, 'source'> & {
  view: string;
  /** A client has many, so that there is `_of` beside the view, which asks the gate once for a client and not for each row. */
  isOfMany?: true;
  /** Who wrote it, by account; null says that the center did. */
  authorOf?: (row: Row) => string | null;
  map: (row: Row, mapping: Mapping) => FhirResource;
};
