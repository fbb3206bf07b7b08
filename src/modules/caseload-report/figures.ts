import type { CaseloadFigures, SpecialistFigures } from './caseload-report.dto.ts';

type Derived = 'capacityPercent' | 'clientsContactedPercent' | 'documentationLagMedianHours' | 'documentationLagP90Hours' | 'reasons';

/** What the database counted; the row without an id is that of all specialists together. */
export type CountedRow = Omit<SpecialistFigures, Derived | 'peerSpecialistId' | 'name'> & {
  peerSpecialistId: string | null;
  name: string | null;
  lagMedian: number | null;
  lagP90: number | null;
};

/** Rates from counts. A zero denominator is null with its reason, because 0 % would be a statement. */
export function figures(row: CountedRow): CaseloadFigures {
  const {
    lagMedian,
    lagP90,
    peerSpecialistId: _id,
    name: _name,
    hasValidCredential: _valid,
    credentialExpiresOn: _on,
    credentialDaysLeft: _left,
    ...counts
  } = row;
  const rates = {
    capacityPercent: percent(row.caseload, row.maxCaseload),
    clientsContactedPercent: percent(row.clientsContacted, row.clientsEligible),
    documentationLagMedianHours: tenth(lagMedian),
    documentationLagP90Hours: tenth(lagP90),
  };
  const reasons = Object.fromEntries(Object.entries(rates).flatMap(([name, rate]) => (rate === null ? [[name, WHY_NULL[name as keyof typeof rates]]] : [])));
  return { ...counts, maxCaseload: row.maxCaseload ?? 0, ...rates, reasons };
}

export const specialistFigures = (row: CountedRow): SpecialistFigures => ({
  peerSpecialistId: row.peerSpecialistId!,
  name: row.name!,
  ...figures(row),
  hasValidCredential: row.hasValidCredential,
  credentialExpiresOn: row.credentialExpiresOn,
  credentialDaysLeft: row.credentialDaysLeft,
});

const WHY_NULL = {
  capacityPercent: 'no clients are to be taken on',
  clientsContactedPercent: 'no client was in the caseload for the whole window',
  documentationLagMedianHours: 'no contact in the window',
  documentationLagP90Hours: 'no contact in the window',
};

const tenth = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
const percent = (part: number, whole: number | null) => (whole ? tenth((100 * part) / whole) : null);
